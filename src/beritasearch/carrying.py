"""What a new generation takes over from the one before, because no file gives it any more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from beritasearch import corpus
from beritasearch.article import Article
from beritasearch.errors import IndexDamaged
from beritasearch.indexing import chunks
from beritasearch.store import DIRECT, Failure, Source, Store


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
        return _copy(old, new, chain([DIRECT], files))


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
    for chunk in chunks(_rows(old, paths)):
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
    return many


def _rows(old: Store, paths: Iterable[str]) -> Iterator[tuple[str, Article | Failure | Source]]:
    """What the files held, each with its path.

    The ledger last: a file that stands there is taken to be read to its end.
    """
    for path in paths:
        yield from ((path, article) for article in old.articles_of(path))
        yield from ((path, failure) for failure in old.failures(path))
        if source := old.source(path):
            yield path, source
