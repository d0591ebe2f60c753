"""Writer: what is done to an index by the one process that may write to it."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from beritasearch import carrying, indexing
from beritasearch.article import Article
from beritasearch.config import Configured
from beritasearch.corpus import existing
from beritasearch.engines import CLUSTER, Choice, choose, refuse_part
from beritasearch.errors import IndexDamaged
from beritasearch.generations import Generation, Generations
from beritasearch.indexing import Progress, Report, Updating
from beritasearch.language.analysis import Language
from beritasearch.locking import writing
from beritasearch.manifest import Manifest, read_manifest
from beritasearch.reading import Options, mapped
from beritasearch.store import Store
from beritasearch.workers import Workers


class Writer:
    """The writing half of Archive, which says what each of its methods does."""

    def __init__(
        self,
        generations: Generations,
        config: Configured,
        *,
        engine: str | None,
        cluster: Mapping[str, str],
        wait: float,
    ) -> None:
        self._generations, self._config = generations, config
        self._engine, self._cluster, self._wait = engine, cluster, wait

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        jobs: int | Workers,
        prune: bool,
        vanished: Iterable[str | Path],
        names: Mapping[str, str],
        watch: Callable[[Progress], None],
    ) -> Report:
        """See Archive.add."""
        absolute, fields = existing(paths), mapped(names)
        with self._writing() as (generation, language, engine):
            generation.remember(fields)
            updating = Updating(generation, language, self._options(generation), watch, jobs)
            report = updating.update(absolute, prune=prune, vanished=[*map(Path, vanished)])
            return replace(report, begun=generation.begun, engine=engine)

    def put(self, articles: Iterable[Article]) -> Report:
        """See Archive.put."""
        with self._writing() as (generation, language, engine):
            report = indexing.put(generation, language, articles)
            return replace(report, begun=generation.begun, engine=engine)

    def remove(self, ids: Iterable[str]) -> int:
        """See Archive.remove."""
        with self._writing() as (generation, language, _):
            return indexing.remove(generation, language, ids)

    def reindex(
        self,
        paths: Iterable[str | Path],
        *,
        jobs: int,
        stored: bool,
        keep: int | None = None,
        names: Mapping[str, str],
        watch: Callable[[Progress], None],
    ) -> Report:
        """See Archive.reindex."""
        given, fields = existing(paths), mapped(names)
        self._generations.require()  # else the lock would make its folder
        with writing(self._generations.directory, wait=self._wait):
            current, before = self._generations.require(), self._last_manifest()
            language = self._config.settings(before.config if before else None).language
            with self._successor(language, fields) as generation:
                copied = carrying.carry_over(current, generation.store, everything=stored)
                roots = [] if stored else map(Path, generation.store.roots())
                present = [path for path in roots if path.exists()]
                updating = Updating(generation, language, self._options(generation), watch, jobs)
                report = updating.update([*present, *given])
                carrying.keep_unread(current, generation.store)
                indexing.follow(generation, language)
                # What was analysed anew is new, wherever it came from; the rest was just carried.
                report = replace(
                    report,
                    new=copied if stored else report.new,
                    unchanged=report.unchanged + (0 if stored else copied),
                    articles=generation.store.count(),
                    engine=self._choice(before),
                )
                indexing.verify(generation, language)
                generation.finish()
                usual = self._config.settings(generation.manifest.config).keep
                kept = usual if keep is None else keep
                report = replace(report, waiting=tuple(generation.publish(kept)))
            if not report.waiting:
                self._generations.make_current(generation.directory, keep=kept)
            return report

    def reading(self, names: Mapping[str, str]) -> Options:
        """See Archive.reading."""
        before = self._last_manifest()
        options = self._config.settings(before.config if before else None).options
        known = before.names if before else {}
        return replace(options, names={**options.names, **known, **mapped(names)})

    def roots(self) -> Mapping[str, str]:
        """See Archive.roots."""
        current = self._generations.current
        try:
            if current is None:
                return {}
            with closing(Store(current / "articles.db")) as store:
                return store.roots()
        except IndexDamaged:  # files are read without it, too
            return {}

    @contextmanager
    def _writing(self) -> Iterator[tuple[Generation, Language, Choice]]:
        """The current generation (the first, where there is none), its language and engine."""
        with writing(self._generations.directory, wait=self._wait):
            directory, engine = self._generations.current, self._choice(self._last_manifest())
            if directory is None:
                generation = self._begin(self._config.settings(None).language, {})
                self._generations.make_current(generation.directory)
            else:
                self._generations.name(directory)
                generation = Generation(directory, write=True)
            try:
                language = self._config.settings(generation.manifest.config).language
                generation.check(language.fingerprint, self._engine, self._cluster)
                yield generation, language, engine
                generation.finish()
            finally:
                generation.close()

    @contextmanager
    def _successor(self, language: Language, names: Mapping[str, str]) -> Iterator[Generation]:
        """The generation to build: one that was begun and fits, else a new one."""
        begun = self._generations.begun(self._manifest(language, names))
        try:
            generation = Generation(begun, write=True) if begun else self._begin(language, names)
        except IndexDamaged:
            if not begun:
                raise
            shutil.rmtree(begun)  # a build that can't go on, as when a cluster has lost it
            generation = self._begin(language, names)
        try:
            yield generation
        finally:
            generation.close()

    def _options(self, generation: Generation) -> Options:
        """How files are read: as configured, with the names that the index remembers."""
        options = self._config.settings(generation.manifest.config).options
        return replace(options, names={**options.names, **generation.manifest.names})

    def _begin(self, language: Language, names: Mapping[str, str]) -> Generation:
        manifest = self._manifest(language, names)
        return Generation(self._generations.next(), write=True, create=manifest)

    def _manifest(self, language: Language, names: Mapping[str, str]) -> Manifest:
        before = self._last_manifest()
        engine = self._choice(before).name
        refuse_part(engine, self._cluster)
        known = {**(before.cluster if before else {}), **self._cluster}
        return Manifest(
            engine=engine,
            fingerprint=language.fingerprint,
            config=str(self._config.path or (before.config if before else "")) or None,
            names={**(before.names if before else {}), **names},
            cluster=known if engine == CLUSTER else {},
        )

    def _choice(self, before: Manifest | None) -> Choice:
        return choose(self._engine, before.engine if before else None)

    def _last_manifest(self) -> Manifest | None:
        """What the current generation says of itself; None when there is none, or not legible."""
        current = self._generations.current
        try:
            return read_manifest(current) if current else None
        except IndexDamaged:  # a reindex mends it
            return None
