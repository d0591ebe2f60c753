"""A segment that is being merged into the one being written."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import compress
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from beritasearch.engines.whoosh import dictionary
from beritasearch.engines.whoosh.files import OpeningStorage
from beritasearch.engines.whoosh.postings import Whole, whole

Listed = tuple[bytes, int, Callable[[], Whole]]
"""A term, which source it is from, and what reads its list."""


class Absorbed:
    """An old segment's lists, under the document numbers of the new one.

    Not Whoosh's way, which sorts each posting of each segment through the writer's pool: lists
    are sorted already, and follow one another.
    """

    def __init__(self, writer: Any, segment: Any) -> None:
        storage = OpeningStorage(writer.storage.folder)
        self.reader = SegmentReader(storage, writer.schema, segment)
        self._terms = segment.codec().terms_reader(self.reader.storage(), segment)
        # Not mapped: all lists are read once, and what is read of a map stays in memory.
        plain = FileStorage(writer.storage.folder)
        whence = self.reader.storage() if segment.is_compound() else plain
        self._lists = segment.open_file(whence, segment.codec().POSTS_EXT)
        alive = [
            number for number in range(segment.doc_count_all()) if not segment.is_deleted(number)
        ]
        self.documents = alive
        self._base = writer.docnum
        self._numbers: dict[int, int] | None = None
        if segment.has_deletions():
            self._numbers = {old: self._base + place for place, old in enumerate(alive)}

    def close(self) -> None:
        for file in (self._lists, self._terms, self.reader):
            file.close()

    def terms(self, field: str, order: int) -> Iterator[Listed]:
        """The field's terms in order; `order`: which of several segments this is."""
        for word, *where in dictionary.terms(self._terms, field):
            yield word, order, partial(self._list, *where)

    def _list(self, offset: int, length: int) -> Whole:
        held = whole(bytes(self._lists.get(offset, length)))
        if self._numbers is None:
            return Whole([self._base + old for old in held.documents], *held[1:])
        numbers = self._numbers
        alive = [number in numbers for number in held.documents]
        return Whole(
            [numbers[old] for old in compress(held.documents, alive)],
            list(compress(held.frequencies, alive)),
            list(compress(held.values, alive)),
        )
