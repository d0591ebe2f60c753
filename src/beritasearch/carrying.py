"""What a new generation takes over from the one before, because no file gives it any more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from beritasearch import corpus
from beritasearch.article import Article
from beritasearch.errors import IndexDamaged
from beritasearch.indexing import TRANSACTION_EVENTS
from beritasearch.lots import lots
from beritasearch.store import DIRECT, Failure, Source, Store

Row = tuple[str, Article | Failure | Source | None]
"""A path, and something that the index before keeps of that file; None: that was all."""


def carry_over(before: Path, new: Store, *, everything: bool = False) -> int:
    """Copy what can't be read from files again: articles put directly, and of vanished files.

    `everything`: those whose files are there, too. How many articles were copied?
    """
    with _opened(before) as old:
        paths = (source.path for source in old.sources())
        files = (path for path in paths if everything or corpus.is_gone(path))
        with new.transaction():
            for path, label in old.roots().items():
                new.put_root(path, label)
        _forget_removed(old, new, everything=everything)
        return _copy(old, new, chain([DIRECT], files))


def _forget_removed(old: Store, new: Store, *, everything: bool) -> None:
    """Take out what a build that was killed had of files that the index before no longer knows."""
    unknown = (s.path for s in new.sources() if not (old.source(s.path) or old.count_of(s.path)))
    removed = [path for path in unknown if everything or corpus.is_gone(path)]
    with new.transaction():
        for path in removed:
            new.forget_source(path)


def keep_unread(before: Path, new: Store) -> None:
    """Copy what a file held that couldn't be reached this time: its folder can't be listed."""
    with _opened(before) as old:
        paths = (source.path for source in old.sources())
        _copy(old, new, (path for path in paths if new.source(path) is None))


@contextmanager
def _opened(before: Path) -> Iterator[Store]:
    try:
        old = Store(before / "articles.db")
        try:
            yield old
        finally:
            old.close()
    except IndexDamaged as error:
        raise IndexDamaged(
            f"{before / 'articles.db'} can't be read, so a reindex can't tell what was in it "
            f"({error.__cause__ or 'it is missing'}); `beritasearch check --repair --index "
            f"{before.parent}` keeps what can still be read. Where that is nothing, move the index "
            "away and index your folders again: `beritasearch index PATH…`"
        ) from error


def _copy(old: Store, new: Store, paths: Iterable[str]) -> int:
    """Copy what those files held. How many articles were there?"""
    run, many = new.next_run(), 0
    for chunk in lots(_rows(old, paths), TRANSACTION_EVENTS, _size):
        with new.transaction():
            for path, row in chunk:
                match row:
                    case Article():
                        new.put(row, source=path, run=run)
                        many += 1
                    case Failure():
                        new.put_failure(row, run=run)
                    case Source():
                        new.put_source(row)
                    case None:  # what a build that was killed had copied, and is there no more
                        new.drop(path, before_run=run)
    return many


def _size(row: Row) -> int:
    return len(row[1].body) if isinstance(row[1], Article) else 0


def _rows(old: Store, paths: Iterable[str]) -> Iterator[Row]:
    """What the files held, each with its path.

    The ledger last: a file that stands there is taken to be read to its end.
    """
    for path in paths:
        yield from ((path, article) for article in old.articles_of(path))
        yield from ((path, failure) for failure in old.failures(path))
        yield path, None
        if source := old.source(path):
            yield path, source
