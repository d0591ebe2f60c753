"""A Whoosh writer that inverts documents in memory and writes each term's list at once.

Whoosh's own sorts every posting through a pool and hands them to the codec one by one, which
is half of its time. The files are the same; `tests/engines/test_whoosh.py` reads them with
plain Whoosh.
"""

import heapq
import pickle
import struct
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter, sub
from typing import Any

from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.writing import SegmentWriter

from beritasearch.document import FIELD, Kind
from beritasearch.engines.whoosh.merging import Absorbed
from beritasearch.engines.whoosh.postings import encode
from beritasearch.engines.whoosh.schema import LENGTHS, words_extension

_NUMBER = struct.Struct("!I")
_FIELD_ID = struct.Struct("!H")


class _List:
    """The postings of one term, as they come. (Not arrays: the numbers are shared objects.)"""

    __slots__ = ("documents", "frequencies", "positions")

    def __init__(self) -> None:
        self.documents: list[int] = []
        self.frequencies: list[float] = []
        self.positions: list[bytes] = []

    def extend(self, documents: list[int], frequencies: list[float], places: list[bytes]) -> None:
        self.documents += documents
        self.frequencies += frequencies
        self.positions += places

    def values(self, field: Any) -> list[bytes]:
        """What the field's format keeps of each posting besides its frequency."""
        match field.format.fixed_value_size():
            case None:
                return self.positions
            case 0:
                return [b""] * len(self.documents)
        return [_NUMBER.pack(int(often)) for often in self.frequencies]


class InvertingWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """SegmentWriter, given finished terms only."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lists: dict[str, dict[str, _List]] = {}
        self._lengths: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._absorbed: list[Absorbed] = []

    def add_document(self, **fields: Any) -> None:
        """Lists of terms are indexed, single values kept in columns; the id is both."""
        number, columns = self.docnum, self.perdocwriter
        columns.start_doc(number)
        for name, value in sorted(fields.items()):
            field = self.schema[name]
            if field.indexed:
                terms = value if isinstance(value, list) else [value]
                self._invert(number, name, terms)
                columns.add_field(
                    name, field, value if field.stored else None, self._length(name, field, terms)
                )
            if field.column_type:
                columns.add_column_value(name, field.column_type, field.to_column_value(value))
        columns.finish_doc()
        self._added = True
        self.docnum += 1

    def _length(self, name: str, field: Any, terms: Sequence[str]) -> int:
        if not field.scorable:
            return 0
        lengths = self._lengths[name]
        lengths.extend([0] * (self.docnum - len(lengths)))
        lengths.append(len(terms))
        return len(terms)

    def _invert(self, number: int, name: str, terms: Sequence[str]) -> None:
        lists = self._lists.setdefault(name, defaultdict(_List))
        if FIELD[name].kind is not Kind.WORDS:
            for term, often in Counter(terms).items():
                held = lists[term]
                held.documents.append(number)
                held.frequencies.append(often)
            return
        places: dict[str, list[int]] = {}
        for place, term in enumerate(terms):
            if term in places:
                places[term].append(place)
            else:
                places[term] = [place]
        for term, at in places.items():
            held = lists[term]
            held.documents.append(number)
            held.frequencies.append(len(at))
            held.positions.append(_single(at[0]) if len(at) == 1 else _several(at))

    def absorb(self, segment: Any) -> None:
        """Merge an older segment into this one, without its deleted documents."""
        absorbed = Absorbed(self, segment)
        self._absorbed.append(absorbed)
        for name in LENGTHS:
            lengths = self._lengths[name]
            lengths.extend([0] * (self.docnum - len(lengths)))
            lengths.extend(
                absorbed.reader.doc_field_length(number, name) or 0 for number in absorbed.documents
            )
        self.write_per_doc(set(self.schema.names()), absorbed.reader)
        self._added = True

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for name, field in sorted(self.schema.items()):
            if field.indexed:
                self._write_field(name, field)
        self.fieldwriter.close()
        self.let_go()

    def let_go(self) -> None:
        """Close the segments that were merged."""
        while self._absorbed:
            self._absorbed.pop().close()

    def _write_field(self, name: str, field: Any) -> None:
        writer = self.fieldwriter
        writer.start_field(name, field)
        head = _FIELD_ID.pack(writer._fieldid)  # noqa: SLF001
        lengths = self._lengths.get(name)
        size = field.format.fixed_value_size()
        words: list[bytes] = []
        for text, held in self._terms(name):
            words.append(text)
            counts = [lengths[number] for number in held.documents] if lengths else None
            data = encode(held.documents, held.frequencies, held.values(field), counts, size)
            writer._tindex.add(head + text, self._about(held, counts, data))  # noqa: SLF001
        writer.finish_field()
        if FIELD[name].kind is Kind.WORDS:
            self._list_words(name, words)

    def _list_words(self, name: str, words: Iterable[bytes]) -> None:
        """The field's words in a file of their own: from the dictionary they are read slowly."""
        with self.newsegment.create_file(self.storage, words_extension(name)) as file:
            file.write(b"\n".join(filter(None, words)))  # a GAP is no word

    def _terms(self, name: str) -> Iterator[tuple[bytes, _List]]:
        """Each term of a field in order, with its whole list."""
        own = self._lists.get(name, {})
        if not self._absorbed:
            yield from sorted((term.encode(), held) for term, held in own.items())
            return
        sources = [old.terms(name) for old in self._absorbed]
        new = sorted((term.encode(), None) for term in own)
        merged = heapq.merge(new, *sources, key=itemgetter(0))  # equal ones: in this order
        for text, group in groupby(merged, key=itemgetter(0)):
            whole = _List()
            for _, read in group:
                if read is None:
                    held = own[text.decode()]
                    whole.extend(held.documents, held.frequencies, held.positions)
                else:
                    whole.extend(*read())
            if whole.documents:  # else all of them are deleted
                yield text, whole

    def _about(self, held: _List, lengths: Sequence[int] | None, data: bytes) -> bytes:
        """Write a list; what the dictionary of terms says of it."""
        file = self.fieldwriter._postfile  # noqa: SLF001
        about = W3TermInfo(
            sum(held.frequencies), len(held.documents),
            min(lengths) if lengths else None, max(lengths) if lengths else 0,
            max(held.frequencies), held.documents[0], held.documents[-1],
        )  # fmt: skip
        about.set_extent(file.tell(), len(data))
        file.write(data)
        return bytes(about.to_bytes())


@lru_cache(maxsize=4096)
def _single(place: int) -> bytes:
    return _several([place])


def _several(places: Sequence[int]) -> bytes:
    """As Whoosh's Positions format has them: their number, and the pickled differences."""
    differences = [places[0], *map(sub, places[1:], places)]
    return _NUMBER.pack(len(places)) + pickle.dumps(differences, 2)
