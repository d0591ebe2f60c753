"""A SQLite file that one process writes and any number read, on any disk that they can see."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from beritasearch.errors import IndexDamaged

Mode = Literal["read", "write", "create"]

_CANNOT_SHARE = frozenset({
    "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_READONLY_CANTINIT", "SQLITE_READONLY_DIRECTORY",
    "SQLITE_FULL", "SQLITE_IOERR_SHMOPEN", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMMAP",
})  # fmt: skip
"""What SQLite says where the file that readers share with a writer can't be made: the disk is
full or read-only. Not a lock: who holds one writes, and the file must be read as he leaves it."""


class Database:
    """Reading is safe from any thread, writing from one. Raises IndexDamaged for what fails."""

    def __init__(self, path: Path, *, mode: Mode) -> None:
        """`read` needs no more than to see the file: a disk may be full, or somebody else's."""
        if mode != "create" and not path.exists():
            raise IndexDamaged(f"{path} is missing; run `beritasearch check --repair`")
        self._path, self._mode = path, mode
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._opening = threading.Lock()

    def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        """Run one statement."""
        with _as_ours(self._path):
            return self._connection.execute(statement, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together, durably, or not at all."""
        with _as_ours(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._local = threading.local()

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection

    def _connect(self) -> sqlite3.Connection:
        with _as_ours(self._path), self._opening:
            connection = readable(self._path) if self._mode == "read" else self._writable()
            self._opened.append(connection)
            return connection

    def _writable(self) -> sqlite3.Connection:
        connection = _open(self._path, "rwc" if self._mode == "create" else "rw")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection


def readable(path: Path) -> sqlite3.Connection:
    """The database to be read, on a disk that can't be written to, too. Raises sqlite3.Error."""
    connection = _open(path, "ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_schema")
    except sqlite3.OperationalError as error:
        # Readers share a file beside the database with its writer, and can't make it here.
        # Without a log nobody writes; what a killed writer left in one mustn't be passed by.
        connection.close()
        log = path.with_name(path.name + "-wal")
        if error.sqlite_errorname not in _CANNOT_SHARE or (log.exists() and log.stat().st_size):
            raise
        return _open(path, "ro&immutable=1")
    return connection


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True,
        timeout=30, isolation_level=None, check_same_thread=False,
    )  # fmt: skip


@contextmanager
def _as_ours(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise IndexDamaged(
            f"{path}: {error}; free disk space or mend its permissions if that is the cause, "
            "else run `beritasearch check --repair`"
        ) from error
