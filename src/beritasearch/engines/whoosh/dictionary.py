"""Whoosh's dictionary of terms, which says where each term's list lies: written, and run through.

The same file as Whoosh's OrderedHashWriter makes, but with CRC32 for MD5 (its reader asks the
file which) and fewer writes. Its checksum stands in a file beside it: a bit that flips in a table
of hashes hides a word, and the reader takes it for one that isn't there.
"""

import struct
from binascii import crc32
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import Any, NamedTuple

from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.util.numlists import GrowableArray

from beritasearch.engines.whoosh.files import content

_CRC32 = 1
_LENGTHS = struct.Struct("!ii")
_POINTER = struct.Struct("!Iq")
_EMPTY = (0, 0)
_ABOUT = struct.Struct("!BfIBBfIIqi")
_WHERE = struct.Struct("!qi")  # its end
_SUM = struct.Struct("!I")
_PIECE = 1 << 20
_LISTED = b"crc32 %08x\n"
_SUM_EXTENSION = ".trm.sum"  # Whoosh deletes it with the segment


class DictionaryWriter(OrderedHashWriter):  # type: ignore[misc]  # Whoosh has no types
    """Takes the place, and the file, of one that was just made."""

    def __init__(self, stock: Any) -> None:
        stock.dbfile.seek(stock.startoffset)
        HashWriter.__init__(self, stock.dbfile, hashtype=_CRC32)
        self.extras = stock.extras
        self.index = GrowableArray("i")
        self._end = self.dbfile.tell()

    def add(self, key: bytes, value: bytes) -> None:
        """A term and what is to be known of it. Terms come in order."""
        entry = _LENGTHS.pack(len(key), len(value)) + key + value
        self.dbfile.write(entry)
        self.index.append(self._end)
        hashed = crc32(key)
        self.buckets[hashed & 255].append((hashed, self._end))
        self._end += len(entry)

    def _write_hashes(self) -> None:
        for entries in self.buckets:
            slots = 2 * len(entries)
            self.directory.append((self.dbfile.tell(), slots))
            table = [_EMPTY] * slots
            for entry in entries:
                slot = (entry[0] >> 8) % slots
                while table[slot] is not _EMPTY:
                    slot = (slot + 1) % slots
                table[slot] = entry
            self.dbfile.write(b"".join(starmap(_POINTER.pack, table)))


def about(
    documents: Sequence[int],
    frequencies: Sequence[float],
    lengths: bytes,
    where: tuple[int, int],
) -> bytes:
    """What the dictionary says of a term, as W3TermInfo has it; `where`: offset and length."""
    sizes = lengths or b"\0"
    return _ABOUT.pack(
        0, sum(frequencies), len(documents), min(sizes), max(sizes), max(frequencies),
        documents[0], documents[-1], *where,
    )  # fmt: skip


def note_sum(storage: Any, segment: Any, extension: str) -> None:
    """Write down the checksum of a segment's dictionary, once that is whole."""
    summed = 0
    with storage.open_file(segment.make_filename(extension)) as file:
        while data := file.read(_PIECE):
            summed = crc32(data, summed)
    with segment.create_file(storage, _SUM_EXTENSION) as file:
        file.write(_SUM.pack(summed))


def noted_sum(storage: Any, segment: Any) -> int | None:
    """What was written down; None where plain Whoosh wrote the segment, or an older version."""
    name = segment.make_filename(_SUM_EXTENSION)
    if not storage.file_exists(name):
        return None
    with storage.open_file(name) as file:
        (summed,) = _SUM.unpack(bytes(file.read()))
        return int(summed)


def verify(reader: Any, noted: int) -> None:
    """ValueError unless the dictionary is as it was written."""
    if crc32(content(reader._tindex.dbfile)) != noted:  # noqa: SLF001
        raise ValueError("a dictionary of words that isn't as it was written")


def words_file(words: Iterable[bytes]) -> bytes:
    """A list of words, a line each, under its checksum: a flipped bit would make another word."""
    listed = b"\n".join(words)
    return _LISTED % crc32(listed) + listed


def words_of(data: bytes) -> list[str]:
    """The words in such a file. ValueError where they aren't as they were written.

    One of an earlier version has no checksum, nor has one whose head is spoilt: what that adds are
    words that no article holds.
    """
    head, _, listed = data.partition(b"\n")
    if not head.startswith(_LISTED[:6]):
        return data.decode().split()
    if head + b"\n" != _LISTED % crc32(listed):
        raise ValueError("a list of words that isn't as it was written")
    return listed.decode().split()


class Found(NamedTuple):
    """What a dictionary says of a term: how many documents hold it, and where its list lies."""

    documents: int
    offset: int
    length: int


class Dictionary:
    """A segment's, to look terms up: Whoosh's own way takes two dozen calls a term."""

    def __init__(self, reader: Any) -> None:
        self._key, self._index = reader._keycoder, reader._tindex  # noqa: SLF001
        self._data = content(self._index.dbfile)

    def find(self, field: str, word: bytes) -> Found | None:
        """A term; None: it isn't there."""
        key, data = self._key(field, word), self._data
        hashed = self._index.hashfn(key)
        start, slots = self._index.tables[hashed & 255]
        for slot in range(hashed >> 8, (hashed >> 8) + slots):
            known, place = _POINTER.unpack_from(data, start + slot % slots * _POINTER.size)
            if not place:
                return None
            if known == hashed:
                size, _ = _LENGTHS.unpack_from(data, place)
                begin = place + _LENGTHS.size
                if data[begin : begin + size] == key:
                    _, _, count, *_, offset, length = _ABOUT.unpack_from(data, begin + size)
                    return Found(count, offset, length)
        return None


def terms(reader: Any, field: str) -> Iterator[tuple[bytes, int, int]]:
    """Each term of a field in order, and where its list lies: offset and length.

    Not Whoosh's own iteration, which takes a dozen calls a term.
    """
    index, head = reader._tindex, reader._keycoder(field, b"")  # noqa: SLF001
    data, place = content(index.dbfile), index.closest_key_pos(head)
    while place is not None and place < index.endofdata:
        size, more = _LENGTHS.unpack_from(data, place)
        begin, middle = place + _LENGTHS.size, place + _LENGTHS.size + size
        place = middle + more
        word = data[begin:middle]
        if not word.startswith(head):
            return
        yield word[len(head) :], *_WHERE.unpack_from(data, place - _WHERE.size)
