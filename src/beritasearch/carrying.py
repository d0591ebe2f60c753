"""What a new generation takes over from the one before, because no file gives it any more."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from beritasearch import corpus
from beritasearch.errors import IndexDamaged
from beritasearch.indexing import TRANSACTION_EVENTS
from beritasearch.lots import lots
from beritasearch.store import DIRECT, Source, Store


@dataclass(frozen=True, slots=True)
class _Article:
    """What the index before holds of a file under an id; None: it no longer does."""

    path: str
    id: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class _End:
    """What it notes of a file beside its articles isn't what the new one does."""

    path: str
    source: Source | None


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
    """Have `new` hold what `old` does of those files. How many articles are there?

    What it holds already, of a build that was killed, is compared and not written again.
    """
    counted = Counter[str]()
    run = new.next_run()
    for chunk in lots(_differing(old, new, paths, counted), TRANSACTION_EVENTS, _size):
        with new.transaction():
            for difference in chunk:
                match difference:
                    case _Article(path, article_id, None):
                        new.drop_one(article_id, path)
                    case _Article(path, article_id, bytes() as data):
                        new.put_packed(article_id, data, source=path, run=run)
                    case _End(path, source):
                        new.put_failures(path, old.failures(path), run=run)
                        if source:
                            new.put_source(source)
    return counted["articles"]


def _size(difference: "_Article | _End") -> int:
    return len(difference.data or b"") if isinstance(difference, _Article) else 0


def _differing(
    old: Store, new: Store, paths: Iterable[str], counted: Counter[str]
) -> "Iterator[_Article | _End]":
    """What `new` lacks of the files, and has too many; counts what `old` holds.

    The ledger last: a file that stands there is taken to be read to its end.
    """
    for path in paths:
        theirs, ours = old.packed_of(path), new.packed_of(path)
        for article_id, data, held in _side_by_side(theirs, ours):
            counted["articles"] += data is not None
            if data != held:
                yield _Article(path, article_id, data)
        source = old.source(path)
        failures = zip_longest(old.failures(path), new.failures(path))
        if source != new.source(path) or any(was != now for was, now in failures):
            yield _End(path, source)


def _side_by_side(
    theirs: Iterator[tuple[str, bytes]], ours: Iterator[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes | None, bytes | None]]:
    """Two lists by rising id as one: what each has of an id, or None."""
    left, right = next(theirs, None), next(ours, None)
    while left or right:
        first = min(side[0] for side in (left, right) if side)
        mine = left[1] if left and left[0] == first else None
        other = right[1] if right and right[0] == first else None
        yield first, mine, other
        left = next(theirs, None) if mine is not None else left
        right = next(ours, None) if other is not None else right
