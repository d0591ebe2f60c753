"""What can still be read of a damaged articles.db, row by row, and a new one made of it."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from beritasearch.article import Article
from beritasearch.corpus import is_gone
from beritasearch.errors import ArticleError
from beritasearch.store import DIRECT, Source, Store

_HIGHEST = 1 << 40
"""No store has a row of a higher number."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An article as a row holds it."""

    article: Article
    source: str


def articles(database: Path) -> Iterator[Kept | None]:
    """The article of every row; None for one, or a page of them, that can't be read."""
    with closing(_open(database)) as connection:
        for row in _rows(connection, "SELECT rowid, id, source, data FROM articles"):
            yield None if row is None else _kept(row)


def mend(database: Path, target: Path) -> int:
    """Make the new store `target` of what can be read of `database`. How many articles?"""
    new, many = Store(target, mode="create"), 0
    with closing(new), new.transaction():
        for path, label in _roots(database):
            new.put_root(path, label)
        ledger = _sources(database)
        for kept in articles(database):
            if kept:
                new.put(kept.article, source=kept.source, run=1)
                many += 1
                # A file that is there is read again; one that isn't must be known to be kept.
                if kept.source != DIRECT and is_gone(kept.source):
                    new.put_source(ledger.get(kept.source) or _unknown(kept.source))
    return many


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)


def _rows(connection: sqlite3.Connection, select: str) -> Iterator[tuple[object, ...] | None]:
    """The rows by their number, with a None where some can't be read."""
    last = 0
    while last < _HIGHEST:
        try:
            # Raises in the middle: what came before has been given by then.
            for row in connection.execute(f"{select} WHERE rowid > ? ORDER BY rowid", (last,)):
                last = row[0]
                yield row
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            yield None
            last = _past(connection, select, last)
        else:
            return


def _past(connection: sqlite3.Connection, select: str, last: int) -> int:
    """The lowest number behind which a row can be read again."""
    step = 1
    while last + step < _HIGHEST and not _is_legible(connection, select, last + step):
        step *= 2
    bad, good = last + step // 2, last + step
    while good - bad > 1:
        middle = (bad + good) // 2
        bad, good = (bad, middle) if _is_legible(connection, select, middle) else (middle, good)
    return good


def _is_legible(connection: sqlite3.Connection, select: str, last: int) -> bool:
    try:
        connection.execute(f"{select} WHERE rowid > ? ORDER BY rowid LIMIT 1", (last,)).fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    return True


def _kept(row: tuple[object, ...]) -> Kept | None:
    _, article_id, source, data = row
    try:
        article = Article.from_dict(json.loads(zlib.decompress(data)))  # type: ignore[arg-type]
    except (zlib.error, ValueError, TypeError, ArticleError):
        return None
    # A page that was written over by another gives articles under numbers that aren't theirs.
    return Kept(article, str(source)) if article.id == article_id else None


def _roots(database: Path) -> Iterator[tuple[str, str]]:
    with closing(_open(database)) as connection:
        for row in _rows(connection, "SELECT rowid, path, label FROM roots"):
            if row:
                yield str(row[1]), str(row[2])


def _sources(database: Path) -> dict[str, Source]:
    """The ledger as far as it can be read from its beginning: it has no numbers to leap by."""
    found: dict[str, Source] = {}
    with closing(_open(database)) as connection:
        try:
            for row in connection.execute("SELECT * FROM sources"):
                found[row[0]] = Source(*row)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return found
    return found


def _unknown(path: str) -> Source:
    return Source(path, "", 0, 0, "", "")
