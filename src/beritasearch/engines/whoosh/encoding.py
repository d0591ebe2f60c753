"""Whoosh's posting lists written, in a form of their own that Whoosh reads.

postings.py says what a list looks like, and reads it. Whoosh itself writes pickles of protocol 2,
which spells each `bytes` as a text and a call, and compresses them. Ours are of protocol 3, about
as long without that, and are written and read six times as fast (benchmarks/blocks.py). The heads
of blocks are all of one form and size, and so are documents that lie near each other; weights below
256 are `bytes`, for Whoosh takes any sequence.

Behind a block stand its CRC32 and a mark, which Whoosh passes over, as unpickling does with all
that follows a pickle's end. What Whoosh compresses has a checksum in it.
"""

import pickle
import struct
import sys
from array import array
from binascii import crc32
from collections.abc import Sequence
from functools import lru_cache
from operator import sub

MAGIC = b"W3Bl"
LENGTH = struct.Struct("!i")
"""Of a block, negative before the last."""
COUNT = struct.Struct("!I")
"""Of positions, before them."""
HEAD = struct.Struct("<4sisisisBsBsB2s")
"""Count, last document, greatest weight, compression, shortest and longest field, pickled."""
FIRST = struct.Struct("<i")
"""The first document's number."""
SUM = struct.Struct("!Ic")
MARK = b"\xd1"
"""Of no bit like the full stop that a pickle ends with."""
PLAIN = 0
"""No compression."""
NUMBER, BYTE = pickle.BININT, pickle.BININT1
_BLOCK = 128
BYTES = BYTE * _BLOCK
"""What stands before the differences of a block, each a byte."""
_PROTOCOL = 3  # not 4: its frames make short lists longer
_START = pickle.PROTO + bytes((_PROTOCOL,))
OURS = _START + pickle.MARK + NUMBER
"""What our heads begin with, and so do contents that can be cut: with others a byte comes first."""
_STOP, _END, _TAIL = pickle.STOP, pickle.TUPLE + pickle.STOP, pickle.TUPLE3 + pickle.STOP
_SHORT_BYTES, _BYTE_END = pickle.SHORT_BINBYTES, 256


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
    blocks, last = [MAGIC], len(documents) - _BLOCK
    for start in range(0, len(documents), _BLOCK):
        part = slice(start, start + _BLOCK)
        block = _block(documents[part], frequencies[part], values[part], lengths[part], value_size)
        blocks += (LENGTH.pack(-len(block) if start >= last else len(block)), block)
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
        head = HEAD.pack(
            OURS, count, NUMBER, last, NUMBER, most, BYTE, PLAIN,
            BYTE, min(sizes), BYTE, max(sizes), _END,
        )  # fmt: skip
    else:  # of a list that plain Whoosh wrote
        head = pickle.dumps((count, last, most, PLAIN, min(sizes), max(sizes)), _PROTOCOL)
    block = b"".join(
        (
            head,
            _START,
            _differences(documents),
            pickle.NONE if most == 1 == min(frequencies) else _packed(frequencies),
            _values(values, frequencies, value_size),
            _TAIL,
        )
    )
    return block + SUM.pack(crc32(block), MARK)


def _differences(documents: Sequence[int]) -> bytes:
    """As a part of a pickle: a tuple that is written alike wherever the differences allow it."""
    if len(documents) == 1:  # as most lists are
        return pickle.MARK + NUMBER + FIRST.pack(documents[0]) + pickle.TUPLE
    steps = list(map(sub, documents[1:], documents))
    if max(steps) >= _BYTE_END:
        return _pickled((documents[0], *steps))
    ops = bytearray(BYTE * (2 * len(steps)))
    ops[1::2] = bytes(steps)
    return pickle.MARK + NUMBER + FIRST.pack(documents[0]) + ops + pickle.TUPLE


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
        return COUNT.pack(len(steps)) + _pickled(tuple(steps)) + _STOP


_FRONTS = [COUNT.pack(count) + pickle.SHORT_BINBYTES + bytes((count,)) for count in range(256)]


@lru_cache(maxsize=4096)
def single(position: int) -> bytes:
    """The value of a posting with one position."""
    return _several([position])
