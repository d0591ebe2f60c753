"""A Whoosh writer that inverts documents in memory and writes each term's list at once.

Whoosh's own sorts every posting through a pool and hands them to the codec one by one, which
is half of its time. Whoosh reads the files as its own; `tests/engines/test_whoosh.py` does so with
plain Whoosh.
"""

import heapq
import struct
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from beritasearch.document import FIELD, Kind
from beritasearch.engines.whoosh.dictionary import (
    DictionaryWriter,
    about,
    note_sum,
    words_file,
)
from beritasearch.engines.whoosh.encoding import encode, positions_values, single
from beritasearch.engines.whoosh.merging import Absorbed, Listed
from beritasearch.engines.whoosh.postings import Whole
from beritasearch.engines.whoosh.schema import LENGTHS, words_extension

_HALF = 32  # bits
_LOWER = (1 << _HALF) - 1
_HIGH, _LOW = (1, 0) if sys.byteorder == "little" else (0, 1)
_FIELD_ID = struct.Struct("!H")


class InvertingWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """SegmentWriter, given finished terms only."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._found: dict[str, dict[str, array[int]]] = defaultdict(
            partial(defaultdict, partial(array, "Q"))
        )
        self._lengths: dict[str, bytearray] = defaultdict(bytearray)
        self._absorbed: list[Absorbed] = []
        self.fieldwriter._tindex = DictionaryWriter(self.fieldwriter._tindex)  # noqa: SLF001

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
        lengths.extend(bytes(self.docnum - len(lengths)))
        lengths.append(length_to_byte(len(terms)))
        return len(terms)

    def _invert(self, number: int, name: str, terms: Sequence[str]) -> None:
        # One number a word, which says document and position, or how often: five times as fast as
        # to gather the positions in each document, and arrays are nothing that Python collects.
        found, first = self._found[name], number << _HALF
        if FIELD[name].kind is Kind.WORDS:
            for place, term in enumerate(terms, first):
                found[term].append(place)
        else:
            for term, often in Counter(terms).items():
                found[term].append(first + often)

    def absorb(self, segment: Any) -> None:
        """Merge an older segment into this one, without its deleted documents."""
        absorbed = Absorbed(self, segment)
        self._absorbed.append(absorbed)
        for name in LENGTHS:
            lengths = self._lengths[name]
            lengths.extend(bytes(self.docnum - len(lengths)))
            lengths.extend(
                length_to_byte(absorbed.reader.doc_field_length(number, name) or 0)
                for number in absorbed.documents
            )
        self.write_per_doc(set(self.schema.names()), absorbed.reader)
        self._added = True

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for name, field in sorted(self.schema.items()):
            if field.indexed:
                self._write_field(name, field)
        self.fieldwriter.close()
        note_sum(self.storage, self.newsegment, self.codec.TERMS_EXT)
        self.let_go()

    def let_go(self) -> None:
        """Close the segments that were merged."""
        while self._absorbed:
            self._absorbed.pop().close()

    def _write_field(self, name: str, field: Any) -> None:
        writer = self.fieldwriter
        writer.start_field(name, field)
        head = _FIELD_ID.pack(writer._fieldid)  # noqa: SLF001
        lengths = self._lengths.get(name, b"")
        size = field.format.fixed_value_size()
        lists, end = writer._postfile.file, writer._postfile.tell()  # noqa: SLF001
        words: list[bytes] = []
        for text, held in self._terms(name):
            words.append(text)
            sizes = bytes(map(lengths.__getitem__, held.documents)) if lengths else b""
            data = encode(held.documents, held.frequencies, held.values, sizes, size)
            known = about(held.documents, held.frequencies, sizes, (end, len(data)))
            writer._tindex.add(head + text, known)  # noqa: SLF001
            lists.write(data)
            end += len(data)
        writer.finish_field()
        if FIELD[name].kind is Kind.WORDS:
            self._list_words(name, words)

    def _list_words(self, name: str, words: Iterable[bytes]) -> None:
        """The field's words in a file of their own: from the dictionary they are read slowly."""
        with self.newsegment.create_file(self.storage, words_extension(name)) as file:
            file.write(words_file(filter(None, words)))  # a GAP is no word

    def _terms(self, name: str) -> Iterator[tuple[bytes, Whole]]:
        """Each term of a field in order, with its whole list."""
        found = sorted((term.encode(), numbers) for term, numbers in self._found[name].items())
        placed = FIELD[name].kind is Kind.WORDS
        own: Iterator[Listed] = (
            (term, -1, partial(_list, numbers, placed)) for term, numbers in found
        )
        sources = [old.terms(name, order) for order, old in enumerate(self._absorbed)]
        # The lists of a term come in the order of their documents.
        for text, group in groupby(heapq.merge(own, *sources), key=itemgetter(0)):
            whole, *others = [read() for _, _, read in group]
            for other in others:
                whole.extend(other)
            if whole.documents:  # else all of them are deleted
                yield text, whole


def _list(found: "array[int]", placed: bool) -> Whole:
    """Where a term was found, as a list of postings."""
    if len(found) == 1:  # as most terms are
        document, other = found[0] >> _HALF, found[0] & _LOWER
        return Whole([document], [1], [single(other)]) if placed else Whole([document], [other], [])
    halves = array("I", found.tobytes())
    documents, rest = halves[_HIGH::2].tolist(), halves[_LOW::2].tolist()
    if not placed:
        return Whole(documents, rest, [])
    often = Counter(documents)
    counts = list(often.values())
    return Whole(list(often), counts, positions_values(rest, counts))
