"""What can still be read of a damaged articles.db, row by row, and a new one made of it."""

import json
import shutil
import sqlite3
import zlib
from collections.abc import Container, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from beritasearch.article import Article
from beritasearch.corpus import is_gone
from beritasearch.database import readable
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
    with closing(readable(database)) as connection:
        for row in _rows(connection, "SELECT rowid, id, source, data FROM articles"):
            yield None if row is None else _kept(row)


def mend(
    database: Path,
    target: Path,
    *,
    before: Iterable[Path] = (),
    wanted: Container[str] = (),
) -> tuple[int, int]:
    """Make the new store `target` of what can be read of `database`.

    What can't is taken from the stores of earlier generations, `before`, the newest first, if its
    id is `wanted`. How many articles could be read, and how many were taken from those?
    """
    new = Store(target, mode="create")
    with closing(new), new.transaction(), _with_head(database) as legible:
        many = _copy(legible, new)
        earlier = sum(_copy(path, new, wanted=wanted) for path in before)
    return many, earlier


def _copy(database: Path, new: Store, *, wanted: Container[str] | None = None) -> int:
    """Put what can be read into the new store; of `wanted` ids (None: all), those it lacks."""
    if not database.exists():
        return 0
    many, known = 0, new.roots()
    for path, label in _roots(database):
        if path not in known and label not in known.values():
            new.put_root(path, label)
    ledger = _sources(database)
    for kept in articles(database):
        if kept is None or not (wanted is None or _is_lacking(kept.article.id, new, wanted)):
            continue
        new.put(kept.article, source=kept.source, run=1)
        many += 1
        # A file that is there is read again; one that isn't must be known to be kept.
        if kept.source != DIRECT and is_gone(kept.source):
            new.put_source(ledger.get(kept.source) or _unknown(kept.source))
    return many


def _is_lacking(article_id: str, new: Store, wanted: Container[str]) -> bool:
    return article_id in wanted and new.get(article_id) is None


_HEAD = slice(0, 4096)
"""The first page: what kind of file this is, and on which pages the tables begin."""
_PAGES, _FREE, _JOURNAL = slice(28, 32), slice(32, 40), slice(18, 20)
"""In it: how many pages there are, which of them are free, and how transactions are kept."""


@contextmanager
def _with_head(database: Path) -> Iterator[Path]:
    """The database; where its first page is damaged, a copy with that of a new store.

    Tables are made in the same order in each, so they begin on the same pages.
    """
    if not database.exists() or _has_head(database):
        yield database
        return
    copy, new = (database.with_name(f"articles.{name}.db") for name in ("headed", "empty"))
    for path in (copy, new):
        remove(path)
    Store(new, mode="create").close()
    head = bytearray(new.read_bytes()[_HEAD])
    pages = database.stat().st_size // len(head)
    head[_PAGES], head[_FREE], head[_JOURNAL] = pages.to_bytes(4), bytes(8), b"\1\1"
    shutil.copyfile(database, copy)
    with copy.open("r+b") as file:
        file.write(head)
    try:
        yield copy
    finally:
        for path in (copy, new):
            remove(path)


def _has_head(database: Path) -> bool:
    try:
        with closing(readable(database)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'articles'")
            return bool(connection.execute("PRAGMA page_count").fetchone()[0])
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False


def remove(database: Path) -> None:
    """Delete the file, and what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)


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
    with closing(readable(database)) as connection:
        for row in _rows(connection, "SELECT rowid, path, label FROM roots"):
            if row:
                yield str(row[1]), str(row[2])


def _sources(database: Path) -> dict[str, Source]:
    """The ledger as far as it can be read from its beginning: it has no numbers to leap by."""
    found: dict[str, Source] = {}
    with closing(readable(database)) as connection:
        try:
            for row in connection.execute("SELECT * FROM sources"):
                found[row[0]] = Source(*row)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return found
    return found


def _unknown(path: str) -> Source:
    return Source(path, "", 0, 0, "", "")
