"""A segment that is being merged into the one being written."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import compress
from typing import Any

from whoosh.reading import SegmentReader

from beritasearch.engines.whoosh.files import OpeningStorage
from beritasearch.engines.whoosh.postings import decode, positions
from beritasearch.engines.whoosh.segments import extent

_Lists = tuple[list[int], list[float], list[bytes]]
"""Documents, frequencies and (for fields with positions) values of a term."""


class Absorbed:
    """An old segment's lists, under the document numbers of the new one.

    Not Whoosh's way, which sorts each posting of each segment through the writer's pool: lists
    are sorted already, and follow one another.
    """

    def __init__(self, writer: Any, segment: Any) -> None:
        storage = OpeningStorage(writer.storage.folder)
        self.reader = SegmentReader(storage, writer.schema, segment)
        self._file = segment.open_file(self.reader.storage(), segment.codec().POSTS_EXT)
        alive = [
            number for number in range(segment.doc_count_all()) if not segment.is_deleted(number)
        ]
        self.documents = alive
        self._numbers = {old: writer.docnum + place for place, old in enumerate(alive)}

    def close(self) -> None:
        self._file.close()
        self.reader.close()

    def terms(self, field: str) -> Iterator[tuple[bytes, Callable[[], _Lists]]]:
        """The field's terms in order, each with what reads its list."""
        for word, about in self.reader.iter_field(field):
            yield word, partial(self._postings, *extent(about))

    def _postings(self, offset: int, length: int) -> _Lists:
        data = self._file.get(offset, length)
        documents, frequencies = decode(data)
        alive = [number in self._numbers for number in documents]
        return (
            [self._numbers[number] for number in compress(documents, alive)],
            list(compress(frequencies, alive)),
            list(compress(positions(data), alive)),
        )
