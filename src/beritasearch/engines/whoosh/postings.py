"""Whoosh's posting lists, a block at a time.

The one place that knows Whoosh's own format, the same in 2.7.4, Whoosh-Reloaded and whoosh3:
"W3Bl", then blocks of at most 128 postings; a block is its length (negative: the last), a
pickled head (count, last document, greatest weight, compression, shortest and longest field) and
the pickled tuple of document numbers (as differences), weights and values, compressed or not. Not
Whoosh's matchers: four calls a posting make a list cost three times as much
(docs/decisions/0005-whoosh.md).

Whoosh itself writes pickles of protocol 2, which spells each `bytes` as a text and a call, and
compresses them. Ours are of protocol 3, about as long without that, and are written and read six
times as fast (benchmarks/blocks.py). Either is read here, and by Whoosh. Our heads are all of one
form and size, and numbers below 256 are `bytes`, for Whoosh takes any sequence: both are read where
they lie, without the values behind them, which take the longest to unpickle.

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
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, repeat
from operator import sub
from typing import Any, NamedTuple

_MAGIC = b"W3Bl"
_LENGTH = struct.Struct("!i")
_COUNT = struct.Struct("!I")
_BLOCK = 128
_PROTOCOL = 3  # not 4: its frames make short lists longer
_START = pickle.PROTO + bytes((_PROTOCOL,))
_HELD, _LAST, _COMPRESSION = 0, 1, 3  # places in a block's head
_HEAD = struct.Struct("<4sisisisBsBsB2s")
_NUMBER, _BYTE, _END = pickle.BININT, pickle.BININT1, pickle.TUPLE + pickle.STOP
_OURS = _START + pickle.MARK + _NUMBER  # what our heads begin with: another's count takes a byte
_BYTES = _START + pickle.SHORT_BINBYTES
_STOP = pickle.STOP
_TAIL = pickle.TUPLE3 + _STOP
_SHORT_BYTES, _BYTE_END = pickle.SHORT_BINBYTES, 256
_ONES, _SHORT = ord(pickle.NONE), ord(pickle.SHORT_BINBYTES)
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


def decode(data: bytes, base: int = 0) -> Postings:
    """A whole list, each document's number raised by `base`."""
    documents: list[int] = []
    frequencies: list[float] = []
    for count, last, content in _blocks(data):
        differences, weights = _numbers(content) or _content(count, last, content)[:2]
        begin = len(documents)
        documents.extend(accumulate(differences, initial=base))
        del documents[begin]  # the base
        frequencies.extend(_frequencies(weights, count))
    return Postings(documents, frequencies)


def whole(data: bytes) -> Whole:
    """A whole list, with its values."""
    found = Whole([], [], [])
    for count, last, content in _blocks(data):
        differences, weights, kept = _content(count, last, content)
        found.documents.extend(accumulate(differences))
        found.frequencies.extend(_frequencies(weights, count))
        if isinstance(kept, tuple):
            found.values.extend(kept)
    return found


def _frequencies(weights: float | Sequence[float] | None, count: int) -> Iterable[float]:
    if weights is None or isinstance(weights, float):
        return repeat(weights or 1, count)  # all alike
    return weights


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
        block = _block(documents[part], frequencies[part], values[part], lengths[part], value_size)
        blocks += (_LENGTH.pack(-len(block) if start >= last else len(block)), block)
    return b"".join(blocks)


def _block(
    documents: Sequence[int],
    frequencies: Sequence[float],
    values: Sequence[bytes],
    lengths: bytes,
    value_size: int | None,
) -> bytes:
    count, last, most, sizes = len(documents), documents[-1], max(frequencies), lengths or b"\0"
    if isinstance(most, int):
        head = _HEAD.pack(
            _OURS, count, _NUMBER, last, _NUMBER, most, _BYTE, _PLAIN,
            _BYTE, min(sizes), _BYTE, max(sizes), _END,
        )  # fmt: skip
    else:  # of a list that plain Whoosh wrote
        head = pickle.dumps((count, last, most, _PLAIN, min(sizes), max(sizes)), _PROTOCOL)
    block = b"".join(
        (
            head,
            _START,
            _packed((documents[0], *map(sub, documents[1:], documents))),
            pickle.NONE if most == 1 == min(frequencies) else _packed(frequencies),
            _values(values, frequencies, value_size),
            _TAIL,
        )
    )
    return block + _SUM.pack(crc32(block), _MARK)


def _packed(numbers: Sequence[float]) -> bytes:
    """Numbers as a part of a pickle, as `bytes` where each is below 256."""
    try:  # to fail is dear, and the first number is mostly the largest
        small = numbers[0] < _BYTE_END and bytes((len(numbers), *numbers))  # type: ignore[arg-type]
    except (ValueError, TypeError):  # larger, or no whole numbers
        small = False
    return _SHORT_BYTES + small if small else _pickled(tuple(numbers))


def _pickled(part: object) -> bytes:
    """A part of a pickle."""
    return pickle.dumps(part, _PROTOCOL)[len(_START) : -len(pickle.STOP)]


def _values(values: Sequence[bytes], frequencies: Sequence[float], size: int | None) -> bytes:
    """The third part of a block's content."""
    match size:
        case None:
            return _pickled(tuple(values))
        case 0:
            return pickle.NONE
    numbers = array("I", map(int, frequencies))  # all that other fields keep
    if sys.byteorder == "little":
        numbers.byteswap()
    return _pickled(numbers.tobytes())


def positions_values(positions: Sequence[int], counts: Sequence[int]) -> list[bytes]:
    """Each posting's value, as Whoosh's Positions format has it: number, and pickled differences.

    `counts`: how many of the positions are a posting's. Whoosh unpickles any sequence of numbers;
    `bytes` are the shortest.
    """
    steps, start, values = [0, *map(sub, positions[1:], positions)], 0, []
    for count in counts:
        first, end = positions[start], start + count
        if count == 1:
            values.append(single(first))
        else:
            steps[start] = first
            values.append(_several(steps[start:end]))
        start = end
    return values


def _several(steps: list[int]) -> bytes:
    try:
        return _FRONTS[len(steps)] + bytes(steps) + _STOP
    except (IndexError, ValueError):  # more than 255, or farther than that
        return _COUNT.pack(len(steps)) + _pickled(tuple(steps)) + _STOP


_FRONTS = [_COUNT.pack(count) + pickle.SHORT_BINBYTES + bytes((count,)) for count in range(256)]


@lru_cache(maxsize=4096)
def single(position: int) -> bytes:
    """The value of a posting with one position."""
    return _several([position])


def positions_of(value: bytes) -> list[int]:
    """The positions in a value, whoever wrote it."""
    return list(accumulate(pickle.loads(value[_COUNT.size :])))  # noqa: S301 # Whoosh's format


def values(data: bytes, documents: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The values of those of `documents` (rising) that are in the list."""
    done = 0
    for count, last, content in _blocks(data):
        upto = bisect_right(documents, last, lo=done)
        wanted, done = documents[done:upto], upto
        if wanted:
            differences, _, found = _content(count, last, content)
            held = list(accumulate(differences))
            for document in wanted:
                place = bisect_left(held, document)
                if held[place] == document:
                    yield document, found[place]
        if done == len(documents):
            return


def _blocks(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Of each block: how many documents, the last of them, and its content, pickled."""
    if not data.startswith(_MAGIC):
        raise ValueError("not a posting list")
    start, length = len(_MAGIC), 1
    while length > 0:
        (length,) = _LENGTH.unpack_from(data, start)
        start += _LENGTH.size
        end = start + abs(length)
        if data.startswith(_OURS, start):
            _verify(data, start, end)
            _, count, _, last, *_ = _HEAD.unpack_from(data, start)
            yield count, last, data[start + _HEAD.size : end]
        else:
            yield _other(data, start, end)
        start = end
    if start != len(data):
        raise ValueError("a list of another length than the dictionary says")


def _other(data: bytes, start: int, end: int) -> tuple[int, int, bytes]:
    """A block that plain Whoosh wrote, or an older version of ours."""
    block = BytesIO(data[start:end])
    head = pickle.load(block)  # noqa: S301 # Whoosh's format
    content = block.read()  # pickle.load would ask the block for each number
    if head[_COMPRESSION] == _PLAIN:
        _verify(data, start, end)
    else:
        content = zlib.decompress(content)
    return head[_HELD], head[_LAST], content


def _verify(data: bytes, start: int, end: int) -> None:
    """ValueError for a block that isn't as it was written; without a mark, nothing tells."""
    if data.endswith(pickle.STOP, start, end):
        return
    end -= _SUM.size
    if _SUM.unpack_from(data, end) != (crc32(data[start:end]), _MARK):
        raise ValueError("a block that isn't as it was written")


def _numbers(content: bytes) -> tuple[bytes, bytes | None] | None:
    """A block's differences and weights, cut out; None: they aren't all below 256."""
    if not content.startswith(_BYTES):
        return None
    begin = len(_BYTES) + 1
    end = begin + content[len(_BYTES)]
    if content[end] == _ONES:
        return content[begin:end], None
    if content[end] != _SHORT:
        return None
    return content[begin:end], content[end + 2 : end + 2 + content[end + 1]]


def _content(count: int, last: int, content: bytes) -> Any:
    """A block's differences, weights and values."""
    found = pickle.loads(content)  # noqa: S301 # Whoosh's format
    differences = found[0]
    if (len(differences), sum(differences)) != (count, last):
        raise ValueError("a list of other documents than its head says")  # a bit has flipped
    return found
