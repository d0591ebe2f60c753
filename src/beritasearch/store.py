"""The articles and the files that gave them, in SQLite: the truth that the engine follows.

An article is kept once for every file that holds it; the one that counts comes from whoever
put it directly, else from the file whose path sorts last (later snapshots of a crawl do), so
that what is found doesn't depend on the order in which files were read. An id is pending from
the moment its article changes until the engine has it.
"""

import json
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from beritasearch.article import Article
from beritasearch.database import Database, Mode
from beritasearch.errors import ArticleError, IndexDamaged
from beritasearch.failures import Failure

DIRECT = ""
"""The source of articles that were put without a file."""

Change = Literal["new", "changed", "unchanged"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS roots (path TEXT PRIMARY KEY, label TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS sources (
    path TEXT PRIMARY KEY, name TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, hash TEXT NOT NULL, reader TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (
    path TEXT NOT NULL, line INTEGER, reason TEXT NOT NULL, run INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS failures_of ON failures (path, run);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT NOT NULL, source TEXT NOT NULL, run INTEGER NOT NULL, data BLOB NOT NULL,
    UNIQUE (id, source)
);
CREATE INDEX IF NOT EXISTS articles_of ON articles (source, run);
CREATE TABLE IF NOT EXISTS pending (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_VISIBLE = "SELECT data FROM articles WHERE id = ? ORDER BY source = '' DESC, source DESC LIMIT 1"
_ALL_SOURCES = """
SELECT * FROM sources WHERE path >= ?1 AND path < ?2 UNION ALL
SELECT DISTINCT source, '', -1, 0, '', '' FROM articles
WHERE source > '' AND source >= ?1 AND source < ?2
AND source NOT IN (SELECT path FROM sources) ORDER BY path
"""
"""A file of which articles are stored stands in the ledger when it has been read to its end; one
that was cut short has the size of no file, so that it is read again."""
_AFTER_SLASH, _LAST = "0", "\U0010ffff"
"""The character after a slash, so that a folder's paths come before it with that; the last one."""
_NOW_PENDING = "INSERT OR IGNORE INTO pending SELECT id FROM articles WHERE source = ? AND run < ?"
_DROP = "DELETE FROM articles WHERE source = ? AND run < ?"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was when it was read: what tells whether it has changed since."""

    path: str
    name: str
    """The path within its corpus (with the corpus's label in front): what ids are made of."""
    size: int
    mtime_ns: int
    hash: str
    reader: str
    """Which version read it, with which options: a file with failures is tried with a new one."""


class Store:
    """One generation's `articles.db`. Reading is safe from any thread, writing from one."""

    def __init__(self, path: Path, *, mode: Mode = "read") -> None:
        """Opens what is there; `create` makes it first."""
        self._database = Database(path, mode=mode)
        if mode == "create":
            with self.transaction():
                for statement in _SCHEMA.split(";"):
                    self._execute(statement)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside is kept together, durably, or not at all."""
        return self._database.transaction()

    def put(self, article: Article, *, source: str, run: int) -> Change:
        """Keep `article` as what `source` holds under its id; pending when that changes it."""
        return self.put_packed(article.id, _packed(article), source=source, run=run)

    def put_packed(self, article_id: str, data: bytes, *, source: str, run: int) -> Change:
        """The same, of an article as a store holds it (see `packed_of`)."""
        before = self._visible(article_id)
        self._execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET run = excluded.run, data = excluded.data",
            article_id, source, run, data,
        )  # fmt: skip
        after = data if before is None else self._visible(article_id)
        if before == after:
            return "unchanged"
        self.mark_pending([article_id])
        return "new" if before is None else "changed"

    def remove(self, article_id: str) -> bool:
        """Forget the article, whichever sources hold it. Was it there?"""
        self._execute(
            "INSERT OR IGNORE INTO pending SELECT id FROM articles WHERE id = ?", article_id
        )
        return self._execute("DELETE FROM articles WHERE id = ?", article_id).rowcount > 0

    def drop_one(self, article_id: str, source: str) -> None:
        """Forget that `source` held the article."""
        self.mark_pending([article_id])
        self._execute("DELETE FROM articles WHERE id = ? AND source = ?", article_id, source)

    def drop(self, source: str, *, before_run: int = sys.maxsize) -> int:
        """Forget what `source` held in runs before `before_run`. How many articles went?"""
        self._execute(_NOW_PENDING, source, before_run)
        self._execute("DELETE FROM failures WHERE path = ? AND run < ?", source, before_run)
        return self._execute(_DROP, source, before_run).rowcount

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""
        try:
            article_id.encode()
        except UnicodeEncodeError:  # half a character, as of a name in other bytes: no id has one
            return None
        data = self._visible(article_id)
        article = None if data is None else _unpacked(data)
        if article and article.id != article_id:
            raise _illegible(f"{article.id} stands under {article_id}")
        return article

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles of those ids that there are."""
        return {i: article for i in ids if (article := self.get(i)) is not None}

    def packed_of(self, source: str) -> Iterator[tuple[str, bytes]]:
        """What `source` holds, by rising id, without reading it: a copy needs no more."""
        rows = self._execute("SELECT id FROM articles WHERE source = ? ORDER BY id", source)
        for (article_id,) in rows:  # not the articles with them: SQLite would sort all their text
            yield article_id, self._packed_in(article_id, source)

    def ids(self) -> Iterator[str]:
        """Every id, in order."""
        yield from (row[0] for row in self._execute("SELECT DISTINCT id FROM articles ORDER BY id"))

    def count(self) -> int:
        """How many articles there are."""
        return int(self._one("SELECT count(DISTINCT id) FROM articles"))

    def count_of(self, source: str) -> int:
        """How many articles `source` holds."""
        return int(self._one("SELECT count(*) FROM articles WHERE source = ?", source))

    def _packed_in(self, article_id: str, source: str) -> bytes:
        select = "SELECT data FROM articles WHERE id = ? AND source = ?"
        return bytes(self._execute(select, article_id, source).fetchone()[0])

    def _visible(self, article_id: str) -> bytes | None:
        row = self._execute(_VISIBLE, article_id).fetchone()
        return None if row is None else bytes(row[0])

    def pending(self, limit: int) -> list[str]:
        """Ids whose article the engine doesn't have as it is here, at most `limit`."""
        return [row[0] for row in self._execute("SELECT id FROM pending LIMIT ?", limit)]

    def pending_count(self) -> int:
        """How many there are."""
        return int(self._one("SELECT count(*) FROM pending"))

    def is_pending(self, article_id: str) -> bool:
        """Is this one of them?"""
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM pending WHERE id = ?)", article_id))

    def mark_pending(self, ids: Iterable[str]) -> None:
        """The engine must be given these again (or have them taken out)."""
        for article_id in ids:
            self._execute("INSERT OR IGNORE INTO pending VALUES (?)", article_id)

    def integrity(self) -> str:
        """What SQLite finds wrong with the file; nothing: empty."""
        told = str(self._one("PRAGMA integrity_check(1)"))
        return "" if told == "ok" else told

    def settle(self, ids: Iterable[str]) -> None:
        """The engine has these."""
        for article_id in ids:
            self._execute("DELETE FROM pending WHERE id = ?", article_id)

    def roots(self) -> dict[str, str]:
        """Folder or file that was given → the label that its names begin with."""
        return dict(self._execute("SELECT path, label FROM roots ORDER BY path").fetchall())

    def put_root(self, path: str, label: str) -> None:
        """Remember a folder or file to be read again by every reindex."""
        self._execute("INSERT OR REPLACE INTO roots VALUES (?, ?)", path, label)

    def source(self, path: str) -> Source | None:
        """What the ledger knows of that file."""
        row = self._execute("SELECT * FROM sources WHERE path = ?", path).fetchone()
        return None if row is None else Source(*row)

    def sources(self, *, at: str = "") -> Iterator[Source]:
        """The files in the ledger, and those whose reading was cut short, by path.

        `at`: only the file of that path, or those in the folder of that path.
        """
        below = at.rstrip("/") + "/"
        first, behind = (at, below[:-1] + _AFTER_SLASH) if at else ("", _LAST)
        for row in self._execute(_ALL_SOURCES, first, behind):
            if not at or row[0] == at or row[0].startswith(below):
                yield Source(*row)

    def put_source(self, source: Source) -> None:
        """Note how the file was when it was read to its end."""
        self._execute(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?)",
            source.path, source.name, source.size, source.mtime_ns, source.hash,
            source.reader,
        )  # fmt: skip

    def forget_source(self, path: str) -> int:
        """Take the file out of the ledger, and its articles with it. How many went?"""
        self._execute("DELETE FROM sources WHERE path = ?", path)
        return self.drop(path)

    def put_failures(self, path: str, failures: Iterable[Failure], *, run: int) -> None:
        """Note that these parts of a file gave no article, and no others did not."""
        self._execute("DELETE FROM failures WHERE path = ?", path)
        for failure in failures:
            self.put_failure(failure, run=run)

    def put_failure(self, failure: Failure, *, run: int) -> None:
        """Note that a part of a file gave no article."""
        self._execute(
            "INSERT INTO failures VALUES (?, ?, ?, ?)",
            failure.path, failure.line, failure.reason, run,
        )  # fmt: skip

    def failures(self, path: str) -> Iterator[Failure]:
        """What failed in that file when it was last read."""
        rows = self._execute(
            "SELECT path, line, reason FROM failures WHERE path = ? ORDER BY line", path
        )
        yield from (Failure(*row) for row in rows)

    def has_failures(self, path: str | None = None) -> bool:
        """Did anything fail in that file (None: in any) when it was last read?"""
        if path is None:
            return bool(self._one("SELECT EXISTS (SELECT 1 FROM failures)"))
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM failures WHERE path = ?)", path))

    def next_run(self) -> int:
        """A number larger than that of every run before."""
        return (
            int(
                self._one(
                    "SELECT max(coalesce((SELECT max(run) FROM articles), 0), "
                    "coalesce((SELECT max(run) FROM failures), 0))"
                )
            )
            + 1
        )

    def _execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._database.execute(statement, *values)

    def _one(self, statement: str, *values: object) -> int | str:
        found: int | str = self._execute(statement, *values).fetchone()[0]
        return found


def _packed(article: Article) -> bytes:
    return zlib.compress(json.dumps(article.as_dict(), ensure_ascii=False).encode(), 6)


def _unpacked(data: bytes) -> Article:
    try:
        return Article.from_dict(json.loads(zlib.decompress(data)))
    except (zlib.error, ValueError, ArticleError) as error:
        raise _illegible(error) from error


def _illegible(why: object) -> IndexDamaged:
    return IndexDamaged(
        f"a stored article can't be read ({why}); run `beritasearch check --repair`"
    )
