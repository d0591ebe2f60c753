"""An index directory: the generation that is searched, the one being built, and the lock.

index/CURRENT             the name of the generation being searched; replaced atomically
index/0007/manifest.json  engine, format, fingerprint of the analysis, counts
index/0007/articles.db    the store           index/0007/engine/  the engine's own files
index/0007/checksums.json of the engine's files
index/0007/reading        is there while files are read, and after a run that was killed meanwhile
index/writer.db           locked by whoever writes; the system lets go when its holder dies
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from beritasearch import engines, sealing
from beritasearch.articles import Articles, articles
from beritasearch.durable import sync_folder, write_atomically
from beritasearch.engine import Engine, Shared
from beritasearch.engines import CLUSTER, open_engine, refuse_part, require_engine
from beritasearch.errors import (
    EngineError,
    IndexDamaged,
    IndexMissing,
    StaleIndex,
    reason,
)
from beritasearch.manifest import Manifest, read_manifest, write_manifest
from beritasearch.store import Store

_PLACE = ("url", "part")
"""What of a cluster's settings says where an index is; the others may change."""


class Generation:
    """One complete index, opened: its manifest, store and engine."""

    def __init__(
        self, directory: Path, *, write: bool = False, create: Manifest | None = None
    ) -> None:
        """`create` makes a new one in `directory`."""
        self.directory = directory
        if create:
            require_engine(create.engine)
            first = Generations(directory.parent).current is None
            directory.mkdir(parents=True)
            Store(directory / "articles.db", mode="create").close()
            engines.begin(  # else a reader could come first to make it
                create.engine, directory / "engine", create.cluster, create.fingerprint, first=first
            )
            write_manifest(directory, create)  # last: who can read it finds the rest
        self.manifest = read_manifest(directory)
        sealing.refuse_changed(directory)
        self.store = Store(directory / "articles.db", mode="write" if write else "read")
        self.engine: Engine = open_engine(self.manifest.engine, self._engine_folder())

    def _engine_folder(self) -> Path:
        """Where the engine's files are. One that finds none would make an empty index there."""
        folder = self.directory / "engine"
        if not folder.is_dir() or not any(folder.iterdir()):
            raise IndexDamaged(
                f"{folder} is missing or empty; run `beritasearch check --repair "
                f"--index {self.directory.parent}`, which builds it anew from the stored articles"
            )
        return folder

    @property
    def articles(self) -> Articles:
        """Those that its engine finds."""
        return articles(self.engine, self.store)

    @property
    def begun(self) -> str:
        """The folder of the index, if no run has ever come to its end; else nothing."""
        return "" if self.manifest.updated else str(self.directory.parent)

    def publish(self, keep: int) -> Sequence[str]:
        """Have other machines search it too; the parts that they haven't built yet, if any."""
        return self.engine.publish(keep) if isinstance(self.engine, Shared) else ()

    @contextmanager
    def reading(self) -> Iterator[bool]:
        """Notes that files are being read. Did the run before come to no end while it read?

        Then an article may have ended its process, and would end this one.
        """
        mark = self.directory / "reading"
        cut_short = mark.exists()
        mark.touch()
        yield cut_short
        mark.unlink(missing_ok=True)

    def remember(self, names: Mapping[str, str]) -> None:
        """Keep what its files call fields, as soon as they are read: a run may be killed."""
        if not names.items() <= self.manifest.names.items():
            self.manifest = replace(self.manifest, names={**self.manifest.names, **names})
            write_manifest(self.directory, self.manifest)

    def finish(self) -> None:
        """Write down that a run is over, and what the index holds since."""
        self.manifest = replace(
            self.manifest,
            state="complete",
            articles=self.store.count(),
            updated=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        sealing.seal(self.directory)
        write_manifest(self.directory, self.manifest)

    def check(
        self, fingerprint: str, engine: str | None = None, cluster: Mapping[str, str] | None = None
    ) -> None:
        """StaleIndex unless the analysis with that fingerprint made it; EngineError unless the
        engine asked for did, at the place on a cluster that was asked for.
        """
        index = self.directory.parent
        if self.manifest.fingerprint != fingerprint:
            raise StaleIndex(
                f"{index} was built with other language data (stopwords, stems, places) or "
                f"another version of beritasearch; run `beritasearch reindex --index {index}`"
            )
        if engine not in (None, self.manifest.engine):
            raise EngineError(
                f"{index} was built with {self.manifest.engine}; to have it on {engine}, run "
                f"`beritasearch reindex --engine {engine} --index {index}`"
            )
        kept, asked = self.manifest.cluster, cluster or {}
        if self.manifest.engine != CLUSTER:
            refuse_part(self.manifest.engine, asked)
        elif any(kept.get(name) != asked.get(name, kept.get(name)) for name in _PLACE):
            raise EngineError(
                f"{index} is part {kept.get('part', '1/1')} of {kept.get('url')}; to have it be "
                f"another, run `beritasearch reindex` with that --url and --shard"
            )

    def close(self) -> None:
        """Let go of its files."""
        self.engine.close()
        self.store.close()


class Generations:
    """The generations in one index directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def current(self) -> Path | None:
        """The folder of the generation being searched; None when there is no index.

        Where CURRENT is lost or names nothing, it is the last that was built to its end: the one
        that was named, or one that only lacked its name there. Else the first, still being built.
        """
        first = (path for path, _ in self._legible(self.all()))
        return self.named or self.newest_complete() or next(first, None)

    @property
    def named(self) -> Path | None:
        """The folder that CURRENT names; None when it names none that there is."""
        path = self.directory / "CURRENT"
        try:
            name = path.read_text(encoding="utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        except OSError as error:
            raise IndexDamaged(f"{path} can't be read: {reason(error)}") from None
        named = self.directory / name
        return named if named in self.all() else None

    def require(self) -> Path:
        """The folder of the generation being searched; IndexMissing when there is none."""
        found = self.current
        if found is None:
            raise IndexMissing(
                f"there is no index in {self.directory}; "
                f"build one: `beritasearch index PATH --index {self.directory}`"
            )
        return found

    def begun(self, manifest: Manifest) -> Path | None:
        """The build that was begun and can be finished as `manifest` asks; others are deleted."""
        import shutil  # it loads three compressors: not for a search

        current = self.current
        for path in self.all():
            if current is None or path.name > current.name:
                if _continues(path, manifest):
                    return path
                shutil.rmtree(path)
        return None

    def next(self) -> Path:
        """The folder for a new generation."""
        names = [int(path.name) for path in self.all()]
        return self.directory / f"{max(names, default=0) + 1:04d}"

    def make_current(self, generation: Path, *, keep: int = 1) -> None:
        """Have it searched from now on, in one rename; of those before, `keep` stay."""
        import shutil

        sync_folder(generation)
        self.name(generation)
        before = [path for path in self.all() if path.name < generation.name]
        for path in before[: max(0, len(before) - keep)]:
            shutil.rmtree(path, ignore_errors=True)

    def name(self, generation: Path) -> None:
        """Have CURRENT name it, where it doesn't."""
        if self.named != generation:
            write_atomically(self.directory / "CURRENT", generation.name)

    def newest_complete(self) -> Path | None:
        """The folder of the last generation that was built to its end."""
        newest_first = self._legible(reversed(self.all()))
        return next((path for path, told in newest_first if told.state == "complete"), None)

    @staticmethod
    def _legible(generations: Iterable[Path]) -> Iterator[tuple[Path, Manifest]]:
        for path in generations:
            with suppress(IndexDamaged):
                yield path, read_manifest(path)

    def all(self) -> list[Path]:
        """The folders of all generations, the oldest first."""
        if not self.directory.is_dir():
            return []
        found = (path for path in self.directory.iterdir() if path.name.isdecimal())
        return sorted(found, key=lambda path: path.name)


def _continues(begun: Path, manifest: Manifest) -> bool:
    try:
        was = read_manifest(begun)
    except IndexDamaged:
        return False
    wanted = (manifest.engine, manifest.fingerprint, manifest.names, manifest.cluster)
    return (was.engine, was.fingerprint, was.names, was.cluster) == wanted
