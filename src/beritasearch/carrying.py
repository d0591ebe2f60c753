"""What a new generation takes over from the one before, because no file gives it any more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from beritasearch import corpus
from beritasearch.errors import IndexDamaged
from beritasearch.indexing import chunks
from beritasearch.store import DIRECT, Store


def carry_over(before: Path, new: Store, *, everything: bool = False) -> int:
    """Copy what can't be read from files again: articles put directly, and of vanished files.

    `everything`: those whose files are there, too. How many articles were copied?
    """
    with _opened(before) as old:
        files = [s.path for s in old.sources() if everything or corpus.is_gone(s.path)]
        with new.transaction():
            for path, label in old.roots().items():
                new.put_root(path, label)
        return _copy(old, new, (DIRECT, *files))


def keep_unread(before: Path, new: Store) -> None:
    """Copy what a file held that couldn't be reached this time: its folder can't be listed."""
    with _opened(before) as old:
        unread = [s.path for s in old.sources() if new.source(s.path) is None]
        _copy(old, new, unread)


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
    """Copy what those files held. How many articles were there?

    The ledger last: a file that stands there is taken to be read to its end.
    """
    run, many = new.next_run(), 0
    for path in paths:
        for chunk in chunks(old.articles_of(path)):
            with new.transaction():
                for article in chunk:
                    new.put(article, source=path, run=run)
            many += len(chunk)
        with new.transaction():
            if source := old.source(path):
                new.put_source(source)
            for failure in old.failures(path):
                new.put_failure(failure, run=run)
    return many
