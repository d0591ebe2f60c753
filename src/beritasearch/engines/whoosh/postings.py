"""Whoosh's posting lists, a block at a time.

The one place that knows Whoosh's own format, the same in 2.7.4, Whoosh-Reloaded and whoosh3:
"W3Bl", then blocks of at most 128 postings; a block is its length (negative: the last), a
pickled head (count, last document, …, compression, …) and the pickled tuple of document numbers
(as differences), weights and values, compressed or not. Not Whoosh's matchers: four calls a
posting make a list cost three times as much (docs/decisions/0005-whoosh.md).

Whoosh itself writes pickles of protocol 2, which spells each `bytes` as a text and a call, and
compresses them. Ours are of protocol 3, about as long without that, and are written and read six
times as fast (benchmarks/blocks.py). Either is read here, and by Whoosh.

Behind a block of ours stand its CRC32 and a mark, which Whoosh passes over, as unpickling does
with all that follows a pickle's end. What Whoosh compresses has a checksum in it.
"""

import pickle
import struct
import sys
import zlib
from array import array
from binascii import crc32
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate, repeat
from operator import sub
from typing import Any, NamedTuple

_MAGIC = b"W3Bl"
_LENGTH = struct.Struct("!i")
_COUNT = struct.Struct("!I")
_BLOCK = 128
_BYTE = 256
_PROTOCOL = 3  # not 4: its frames make short lists longer
_HELD, _LAST, _COMPRESSION = 0, 1, 3  # places in a block's head
_PLAIN = 0  # no compression
_SUM = struct.Struct("!Ic")
_MARK = b"\xd1"  # of no bit like the full stop that a pickle ends with


class Postings(NamedTuple):
    """The documents that hold a term, by rising number, and how often each does."""

    documents: Sequence[int]
    frequencies: Sequence[float]


NO_POSTINGS = Postings((), ())


class Whole(NamedTuple):
    """A list with the values that a field with positions keeps of each posting, else none."""

    documents: list[int]
    frequencies: list[Any]
    values: list[bytes]

    def extend(self, other: "Whole") -> None:
        """Add a list of later documents."""
        self.documents.extend(other.documents)
        self.frequencies.extend(other.frequencies)
        self.values.extend(other.values)


def decode(data: bytes) -> Postings:
    """A whole list."""
    documents: list[int] = []
    frequencies: list[float] = []
    for head, block in _blocks(data):
        differences, weights, _ = _content(head, block)
        documents.extend(accumulate(differences))
        frequencies.extend(_frequencies(weights, head[_HELD]))
    return Postings(documents, frequencies)


def whole(data: bytes) -> Whole:
    """A whole list, with its values."""
    found = Whole([], [], [])
    for head, block in _blocks(data):
        differences, weights, kept = _content(head, block)
        found.documents.extend(accumulate(differences))
        found.frequencies.extend(_frequencies(weights, head[_HELD]))
        if isinstance(kept, tuple):
            found.values.extend(kept)
    return found


def _frequencies(weights: float | tuple[float, ...] | None, count: int) -> Iterable[float]:
    if isinstance(weights, tuple):
        return weights
    return repeat(weights or 1.0, count)  # all alike: None stands for 1


def encode(
    documents: Sequence[int],
    frequencies: Sequence[float],
    values: Sequence[bytes],
    lengths: bytes,
    value_size: int | None,
) -> bytes:
    """A whole list, as Whoosh reads it.

    `lengths`: of the field, in each of the documents, as Whoosh rounds them; empty where they
    don't count. `values`: what the field keeps of each posting beside its frequency, where that
    is of no fixed size.
    """
    blocks, last = [_MAGIC], len(documents) - _BLOCK
    for start in range(0, len(documents), _BLOCK):
        part = slice(start, start + _BLOCK)
        held, often, sizes = documents[part], frequencies[part], lengths[part] or b"\0"
        least, most = min(often), max(often)
        content = (
            (held[0], *map(sub, held[1:], held)),
            tuple(often) if least != most else None if most == 1 else float(most),
            _values(values[part], often, value_size),
        )
        head = (len(held), held[-1], float(most), _PLAIN, min(sizes), max(sizes))
        block = pickle.dumps(head, _PROTOCOL) + pickle.dumps(content, _PROTOCOL)
        block += _SUM.pack(crc32(block), _MARK)
        blocks += (_LENGTH.pack(-len(block) if start >= last else len(block)), block)
    return b"".join(blocks)


def _values(
    values: Sequence[bytes], frequencies: Sequence[float], size: int | None
) -> bytes | tuple[bytes, ...] | None:
    match size:
        case None:
            return tuple(values)
        case 0:
            return None
    numbers = array("I", map(int, frequencies))  # all that other fields keep
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()


def positions_value(positions: Sequence[int]) -> bytes:
    """As Whoosh's Positions format has them: their number, and the pickled differences.

    Whoosh unpickles any sequence of numbers; `bytes` are the shortest.
    """
    differences = (positions[0], *map(sub, positions[1:], positions))
    if len(differences) < _BYTE and max(differences) < _BYTE:
        size = bytes((len(differences),))
        pickled = pickle.SHORT_BINBYTES + size + bytes(differences) + pickle.STOP
    else:
        pickled = pickle.dumps(differences, _PROTOCOL)
    return _COUNT.pack(len(positions)) + pickled


def positions_of(value: bytes) -> list[int]:
    """The positions in a value, whoever wrote it."""
    return list(accumulate(pickle.loads(value[_COUNT.size :])))  # noqa: S301 # Whoosh's format


def values(data: bytes, documents: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The values of those of `documents` (rising) that are in the list."""
    done = 0
    for head, block in _blocks(data):
        upto = bisect_right(documents, head[_LAST], lo=done)
        wanted, done = documents[done:upto], upto
        if wanted:
            differences, _, found = _content(head, block)
            held = list(accumulate(differences))
            for document in wanted:
                place = bisect_left(held, document)
                if held[place] == document:
                    yield document, found[place]
        if done == len(documents):
            return


def _blocks(data: bytes) -> Iterator[tuple[Sequence[Any], BytesIO]]:
    """Each block's head, and its content, still pickled."""
    if not data.startswith(_MAGIC):
        raise ValueError("not a posting list")
    start, length = len(_MAGIC), 1
    while length > 0:
        (length,) = _LENGTH.unpack_from(data, start)
        start += _LENGTH.size
        end = start + abs(length)
        block = BytesIO(data[start:end])
        head = pickle.load(block)  # noqa: S301 # Whoosh's format
        if head[_COMPRESSION] == _PLAIN:
            _verify(data, start, end)
        yield head, block
        start = end
    if start != len(data):
        raise ValueError("a list of another length than the dictionary says")


def _verify(data: bytes, start: int, end: int) -> None:
    """ValueError for a block that isn't as it was written; without a mark, nothing tells."""
    if data.endswith(pickle.STOP, start, end):
        return
    end -= _SUM.size
    if _SUM.unpack_from(data, end) != (crc32(data[start:end]), _MARK):
        raise ValueError("a block that isn't as it was written")


def _content(head: Sequence[Any], block: BytesIO) -> Any:
    """A block's differences, weights and values."""
    data = block.read()  # pickle.load would ask the block for each number
    content = pickle.loads(zlib.decompress(data) if head[_COMPRESSION] else data)  # noqa: S301 # Whoosh's format
    differences = content[0]
    if (len(differences), sum(differences)) != (head[_HELD], head[_LAST]):
        raise ValueError("a list of other documents than its head says")  # a bit has flipped
    return content
