"""Mending an index: what is wrong, by what can be done about it, the least first."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, replace
from pathlib import Path

from beritasearch import indexing, salvage, sealing
from beritasearch.checking import Checked, Damage, Problem, check, named
from beritasearch.config import Configured
from beritasearch.durable import write_atomically
from beritasearch.engines import choose, open_engine
from beritasearch.errors import EngineError, IndexDamaged
from beritasearch.generations import Generation, Generations
from beritasearch.language.analysis import Language
from beritasearch.locking import Unwritable, writing
from beritasearch.manifest import FORMAT, Manifest, read_manifest
from beritasearch.query.tree import All
from beritasearch.store import Store

REBUILT = frozenset({Damage.MANIFEST, Damage.ENGINE, Damage.STALE})
_MARKS = {"whoosh": "*.toc", "tantivy": "meta.json", "opensearch": "cluster.json"}
"""Engine → a file that tells that it wrote the others."""


class Repair:
    """Checks an index, and mends what can be mended. `reindex` is Writer.reindex, jobs and all."""

    def __init__(
        self,
        generations: Generations,
        config: Configured,
        *,
        wait: float,
        reindex: Callable[..., indexing.Report],
    ) -> None:
        self._generations, self._config = generations, config
        self._wait, self._reindex = wait, reindex

    def check(self) -> Checked:
        """What is wrong with the index. Raises IndexMissing where there is none."""
        self._generations.require()
        try:
            with writing(self._generations.directory, wait=self._wait):
                return self._check()
        except Unwritable:  # a disk that is read-only, or full: nobody writes meanwhile
            return self._check()

    def mend(self) -> list[str]:
        """What was done to put the index right, in words; nothing to do: an empty list."""
        self._generations.require()
        with writing(self._generations.directory, wait=self._wait):
            problems = self._check().problems
            damages = {problem.damage for problem in problems}
            directory = self._generations.require()
            done = list(self._mend_in_place(directory, damages, problems))
            held = _held(directory) if Damage.STORE in damages else set()
            if Damage.STORE in damages:
                done.append(_mend_store(directory, self._before(directory), held))
        if Damage.STORE in damages:
            self._reindex(stored=False)
            done += self._lost(held)
        elif damages & REBUILT:
            many = self._reindex(stored=True).articles
            done.append(f"built anew from the {many} articles stored")
        return done

    def _check(self) -> Checked:
        checked = check(self._generations.require(), self._language)
        if not self._generations.named:
            path = self._generations.directory / "CURRENT"
            lost = Problem(Damage.CURRENT, f"{path} is missing, or names no generation there is")
            checked.problems.insert(0, lost)
        return checked

    def _language(self, recorded: str | None) -> Language:
        return self._config.settings(recorded).language

    def _mend_in_place(
        self, directory: Path, damages: set[Damage], problems: list[Problem]
    ) -> Iterator[str]:
        if Damage.CURRENT in damages:
            self._generations.name(directory)
            yield f"CURRENT names generation {directory.name} again"
        if Damage.MANIFEST in damages:
            yield self._mend_manifest(directory)
        if damages & REBUILT or Damage.STORE in damages:
            return  # the engine is built anew
        ids = [i for problem in problems for i in problem.ids]
        if damages & {Damage.APART, Damage.WAITING, Damage.UNSEALED}:
            self._give_again(directory, ids)
        if damages & {Damage.APART, Damage.WAITING}:
            yield "the engine has what it lacked, and no longer has what it shouldn't"
        if Damage.UNSEALED in damages:
            yield f"{sealing.NAME} is written anew: all articles were found, many by their words"

    def _mend_manifest(self, directory: Path) -> str:
        _refuse_newer(directory)
        before = self._legible_manifest()
        marks = (directory / "engine").glob
        engine = next((name for name, mark in _MARKS.items() if any(marks(mark))), before.engine)
        mended = replace(before, engine=engine, fingerprint="", state="complete")
        write_atomically(directory / "manifest.json", json.dumps(asdict(mended), indent=2))
        return "manifest.json is written anew; names told with --map must be told again"

    def _legible_manifest(self) -> Manifest:
        """That of another generation, where there is one."""
        for directory in self._generations.all():
            with suppress(IndexDamaged):
                return read_manifest(directory)
        return Manifest(engine=choose(None, None).name, fingerprint="")

    def _give_again(self, directory: Path, ids: list[str]) -> None:
        with closing(Generation(directory, write=True)) as generation:
            with generation.store.transaction():
                generation.store.mark_pending(ids)
            indexing.follow(generation, self._language(generation.manifest.config))
            generation.finish()

    def _before(self, directory: Path) -> list[Path]:
        """The generations before that one, the newest first."""
        return [path for path in reversed(self._generations.all()) if path.name < directory.name]

    def _lost(self, held: set[str]) -> Iterator[str]:
        directory = self._generations.require()
        with closing(Store(directory / "articles.db")) as store:
            kept = set(store.ids())
        yield f"built anew from files and from what could be read: {len(kept)} articles"
        if lost := sorted(held - kept):
            yield f"lost: {named(lost)}"


def _mend_store(directory: Path, before: Iterable[Path], held: set[str]) -> str:
    database, draft = directory / "articles.db", directory / "articles.mended.db"
    salvage.remove(draft)
    older = (generation / "articles.db" for generation in before)
    many, earlier = salvage.mend(database, draft, before=older, wanted=held)
    if not many and not earlier:
        raise IndexDamaged(
            f"no article can be read of {database}; move {directory.parent} away and index your "
            "folders again: `beritasearch index PATH…`"
        )
    salvage.remove(database)
    draft.replace(database)
    from_earlier = f", and {earlier} of an earlier generation" if earlier else ""
    return f"{many} articles could be read of {database}{from_earlier}"


def _held(directory: Path) -> set[str]:
    """The ids that the engine finds, as far as it can be asked."""
    with suppress(EngineError):
        engine = open_engine(read_manifest(directory).engine, directory / "engine")
        with closing(engine):
            return {match.id for match in engine.search(All(), limit=None, sort="id").page}
    return set()


def _refuse_newer(directory: Path) -> None:
    with suppress(OSError, ValueError, TypeError, KeyError):
        stated = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))["format"]
        if int(stated) > FORMAT:
            raise EngineError(
                f"{directory} was written by a newer version of beritasearch; "
                "install that: pip install --upgrade beritasearch"
            )
