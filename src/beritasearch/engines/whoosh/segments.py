"""An index as one commit left it: its segments' postings and columns, read once and kept."""

import json
import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

from whoosh.filedb.structfile import BufferFile
from whoosh.util.numeric import byte_to_length

from beritasearch.document import GAP
from beritasearch.engines.whoosh.dictionary import Dictionary, noted_sum, verify, words_of
from beritasearch.engines.whoosh.files import translated
from beritasearch.engines.whoosh.postings import NO_POSTINGS, Postings, decode, positions_of, values
from beritasearch.engines.whoosh.schema import FACETS, IDS, words_extension

LENGTH_OF = [byte_to_length(byte) for byte in range(256)]
"""A byte → the length that it stands for, in words."""


class Segment:
    """The files of one segment. They never change; which documents are deleted is kept outside.

    Whoosh's readers share file positions and aren't safe between threads, so one lock guards
    each read. (Not a reader a thread: seven files a segment and thread, for no gain under
    one interpreter lock.) Columns are read whole, when first needed.
    """

    def __init__(self, storage: Any, segment: Any, directory: Path) -> None:
        self.count: int = segment.doc_count_all()
        self._segment, self._directory = segment, directory
        self.read = 0
        """How many files were read since, or found missing: columns, lists of words."""
        self._lock = RLock()
        self._facets: dict[str, list[tuple[str, ...]]] = {}
        self._vocabularies: dict[str, list[str]] = {}
        compound = segment.is_compound()  # what plain Whoosh makes when it optimises
        self._storage = segment.open_compound_file(storage) if compound else storage
        self._codec = segment.codec()
        self._terms = self._codec.terms_reader(self._storage, segment)
        self._lists = segment.open_file(self._storage, self._codec.POSTS_EXT)
        self._dictionary = Dictionary(self._terms)
        self._unverified = noted_sum(self._storage, segment)

    def __del__(self) -> None:
        # The last search that uses it closes it: snapshots share segments between them.
        with suppress(AttributeError):  # it was never opened
            self._terms.close()
            self._lists.close()
            if self._segment.is_compound():
                self._storage.close()

    def postings(self, field: str, word: str, base: int) -> Postings:
        """The list of one term, deleted documents included, each number raised by `base`."""
        with translated(self._directory):
            data = self._list(field, word)
            return NO_POSTINGS if data is None else decode(data, base)

    def positions(self, field: str, word: str, documents: Sequence[int]) -> dict[int, list[int]]:
        """Where the word stands in those of `documents` (rising) that hold it."""
        with translated(self._directory):
            data = self._list(field, word)
            held = () if data is None else values(data, documents)
            return {document: positions_of(value) for document, value in held}

    def frequency(self, field: str, word: str) -> int:
        """How many documents hold the word, deleted ones included."""
        with self._lock, translated(self._directory):
            self._verify()
            found = self._dictionary.find(field, _bytes(word))
            return found.documents if found else 0

    def words(self, field: str, prefix: str) -> list[str]:
        """The words of a field that start so, in order."""
        return list(self._words(field, prefix))

    def vocabulary(self, field: str) -> list[str]:
        """Every word of a field."""
        if field not in self._vocabularies:
            listed = self._listed(field)
            self._vocabularies[field] = self.words(field, "") if listed is None else listed
        return self._vocabularies[field]

    def _listed(self, field: str) -> list[str] | None:
        """The words as our writer lists them; None where plain Whoosh wrote the segment."""
        path = self._segment.make_filename(words_extension(field))
        with self._lock, translated(self._directory):
            self.read += 1
            if not self._storage.file_exists(path):
                return None
            with self._storage.open_file(path) as file:
                return words_of(bytes(file.read()))

    @cached_property
    def ids(self) -> Sequence[bytes]:
        """Document number → id, encoded."""
        with self._lock, translated(self._directory):
            data = self._column("id")
            rows: Sequence[bytes] = IDS.reader(
                BufferFile(memoryview(data)), 0, len(data), self.count
            )
            return rows

    def id(self, number: int) -> str:
        """The id of one document."""
        with translated(self._directory):
            return self.ids[number].decode()

    def names(self) -> list[str]:
        """The ids of all documents, deleted ones included."""
        with translated(self._directory):
            return [row.decode() for row in self.ids]

    @cached_property
    def published(self) -> Sequence[int]:
        """Document number → when it was published; 0: undated."""
        return self._numbers("date", "Q")

    def lengths(self, field: str) -> bytes:
        """Document number → the field's length, as Whoosh rounds it: the byte for LENGTH_OF."""
        return bytes(self._numbers(f"_{field}_len", "B"))

    def facet(self, name: str) -> list[tuple[str, ...]]:
        """Document number → its values of a facet."""
        if name not in self._facets:
            with self._lock, translated(self._directory):
                data = self._column("facets")
                rows = FACETS.reader(BufferFile(memoryview(data)), 0, len(data), self.count)
                found = json.loads(b"[" + b",".join(row or b"{}" for row in rows) + b"]")
            # Cities and months repeat themselves: keep each combination once.
            known: dict[tuple[str, ...], tuple[str, ...]] = {}
            values = (tuple(row.get(name, ())) for row in found)
            self._facets[name] = [known.setdefault(value, value) for value in values]
        return self._facets[name]

    def _list(self, field: str, word: str) -> bytes | None:
        with self._lock:
            found = self._dictionary.find(field, _bytes(word))
            if found is None:
                self._verify()
                return None
            return bytes(self._lists.get(found.offset, found.length))

    def _verify(self) -> None:
        """Make sure, once, that it's no flipped bit which hides a word, or says how many hold it.

        Not when it is opened: most searches find all their words, and needn't read all of it.
        """
        if self._unverified is not None:
            verify(self._terms, self._unverified)
            self._unverified = None

    def _words(self, field: str, prefix: str) -> Iterator[str]:
        start = _bytes(prefix)
        with self._lock, translated(self._directory):
            self._verify()
            for name, word in self._terms.terms_from(field, start):
                if name != field or not word.startswith(start):
                    break
                if word != GAP.encode():
                    yield word.decode()

    def _numbers(self, name: str, typecode: str) -> Sequence[int]:
        """A NumericColumn: big-endian numbers, zeros at the end left out.

        Not its own reader: 2 µs a number, where an array reads the file at once.
        """
        with self._lock, translated(self._directory):
            numbers = array(typecode, self._column(name))
        if sys.byteorder == "little":
            numbers.byteswap()
        numbers.extend([0] * (self.count - len(numbers)))
        return numbers

    def _column(self, name: str) -> bytes:
        self.read += 1
        path = self._codec.column_filename(self._segment, name)
        if not self._storage.file_exists(path):
            return b""
        with self._storage.open_file(path) as file:
            return bytes(file.read())


def _bytes(word: str) -> bytes:
    # A query may hold half a surrogate pair; no document does, so it finds nothing.
    return word.encode(errors="surrogatepass")
