"""What a run finds under its paths, and what has vanished from there: on disk, in order.

Not in memory: a million files would take half a gigabyte of it. The list is a private database
of SQLite's, which spills into the folder for temporary files and is gone with its run.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from beritasearch.corpus import File
from beritasearch.errors import EngineError
from beritasearch.store import Source

_AT_ONCE = 500
_SCHEMA = """
CREATE TABLE files (
    key TEXT PRIMARY KEY, location BLOB NOT NULL, name TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE vanished (path TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX vanished_with ON vanished (hash);
"""


class Listing:
    """The files of one run; to be used by one thread."""

    def __init__(self) -> None:
        with _as_ours():
            self._database = sqlite3.connect("", isolation_level=None)
            self._database.executescript(_SCHEMA)
            # One transaction that is never committed: what it holds isn't to outlive the run.
            self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def add(self, files: Iterable[File]) -> None:
        """Take these in, too. One that was there counts once."""
        rows = (
            (file.key, os.fsencode(file.location), file.name, file.size, file.mtime_ns)
            for file in files
        )
        with _as_ours():
            self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", rows)

    def __contains__(self, key: str) -> bool:
        return bool(self._rows("SELECT 1 FROM files WHERE key = ?", key))

    def size(self) -> int:
        """Bytes of all files."""
        return int(self._rows("SELECT coalesce(sum(size), 0) FROM files")[0][0])

    def files(self) -> Iterator[File]:
        """All of them, by their keys."""
        for key, location, *rest in self._each("SELECT * FROM files ORDER BY key"):
            yield File(os.fsdecode(location), rest[0], key, *rest[1:])

    def note_vanished(self, sources: Iterable[Source]) -> None:
        """These files are gone: one that has come may be one of them, moved."""
        rows = ((source.path, source.hash) for source in sources)
        with _as_ours():
            self._database.executemany("INSERT OR IGNORE INTO vanished VALUES (?, ?)", rows)

    def moved_from(self, content: str) -> str | None:
        """Where a vanished file with the hash `content` was; each is told once."""
        rows = self._rows("SELECT max(path) FROM vanished WHERE hash = ?", content)
        path: str | None = rows[0][0]
        if path is not None:
            self._rows("DELETE FROM vanished WHERE path = ?", path)
        return path

    def vanished(self) -> Iterator[str]:
        """The paths of files that are gone, and haven't moved."""
        yield from (path for (path,) in self._each("SELECT path FROM vanished ORDER BY path"))

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return list(self._each(statement, *values))

    def _each(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with _as_ours():
            cursor = self._database.execute(statement, values)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows


@contextmanager
def _as_ours() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise EngineError(
            f"the list of files can't be kept among the temporary files ({error}); "
            "free disk space there, or name another folder in TMPDIR"
        ) from error
