"""Whoosh's posting lists, a block at a time.

The one place that knows Whoosh's own format, the same in 2.7.4, Whoosh-Reloaded and whoosh3:
"W3Bl", then blocks of at most 128 postings; a block is its length (negative: the last), a
pickled head (count, last document, …, compression, …) and the pickled, compressed tuple of
document numbers (as differences), weights and values. Not Whoosh's matchers: four calls a
posting make a list cost three times as much (docs/decisions/0005-whoosh.md).
"""

import pickle
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate, repeat
from operator import sub
from typing import Any, NamedTuple

from whoosh.util.numeric import length_to_byte

_MAGIC = b"W3Bl"
_LENGTH = struct.Struct("!i")
_BLOCK = 128
_WORTHWHILE = 100  # bytes; most terms are rare, and zlib makes short lists longer
_COMPRESSION = 3  # place in a block's head


class Postings(NamedTuple):
    """The documents that hold a term, by rising number, and how often each does."""

    documents: Sequence[int]
    frequencies: Sequence[float]


NO_POSTINGS = Postings((), ())


def decode(data: bytes) -> Postings:
    """A whole list."""
    documents: list[int] = []
    frequencies: list[float] = []
    for count, _, payload in _blocks(data):
        differences, weights, _ = payload()
        documents.extend(accumulate(differences))
        if isinstance(weights, tuple):
            frequencies.extend(weights)
        else:  # all alike: None stands for 1
            frequencies.extend(repeat(weights or 1.0, count))
    return Postings(documents, frequencies)


def positions(data: bytes) -> Iterator[bytes]:
    """The values of a list of a field with positions; of another field's, nothing."""
    for _, _, payload in _blocks(data):
        found = payload()[2]
        if isinstance(found, tuple):
            yield from found


def encode(
    documents: Sequence[int],
    frequencies: Sequence[float],
    values: Sequence[bytes],
    lengths: Sequence[int] | None,
    value_size: int | None,
) -> bytes:
    """A whole list, as Whoosh writes it. `lengths`: of the field, in each of the documents."""
    blocks, last = [_MAGIC], len(documents) - 1
    for start in range(0, len(documents), _BLOCK):
        part = slice(start, start + _BLOCK)
        held, often = documents[part], frequencies[part]
        differences = (held[0], *map(sub, held[1:], held))
        found = values[part]
        content = (differences, _weights(often), _values(found, value_size))
        payload = pickle.dumps(content, 2)
        if compressed := len(payload) > _WORTHWHILE:
            payload = zlib.compress(payload, 3)
        shortest, longest = (min(lengths[part]), max(lengths[part])) if lengths else (None, 0)
        head = (
            len(held), held[-1], float(max(often)), 3 * compressed,
            length_to_byte(shortest), length_to_byte(longest),
        )  # fmt: skip
        block = pickle.dumps(head, 2) + payload
        blocks += (_LENGTH.pack(-len(block) if start + _BLOCK > last else len(block)), block)
    return b"".join(blocks)


def _weights(frequencies: Sequence[float]) -> float | tuple[float, ...] | None:
    first = frequencies[0]
    if all(often == first for often in frequencies):
        return None if first == 1 else float(first)
    return tuple(map(float, frequencies))


def _values(values: Sequence[bytes], size: int | None) -> bytes | tuple[bytes, ...] | None:
    if size == 0:
        return None
    return tuple(values) if size is None else b"".join(values)


def values(data: bytes, documents: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The values of those of `documents` (rising) that are in the list."""
    done = 0
    for _, last, payload in _blocks(data):
        upto = bisect_right(documents, last, lo=done)
        wanted, done = documents[done:upto], upto
        if wanted:
            differences, _, found = payload()
            held = list(accumulate(differences))
            for document in wanted:
                place = bisect_left(held, document)
                if held[place] == document:
                    yield document, found[place]
        if done == len(documents):
            return


class _Payload(NamedTuple):
    data: bytes
    compressed: int

    def __call__(self) -> Any:
        data, compressed = self
        return pickle.loads(zlib.decompress(data) if compressed else data)  # noqa: S301 # Whoosh's format


def _blocks(data: bytes) -> Iterator[tuple[int, int, _Payload]]:
    """Each block's number of postings, last document and, when called, content."""
    if not data.startswith(_MAGIC):
        raise ValueError("not a posting list")
    start, length = len(_MAGIC), 1
    while length > 0:
        (length,) = _LENGTH.unpack_from(data, start)
        start += _LENGTH.size
        end = start + abs(length)
        block = BytesIO(data[start:end])
        head = pickle.load(block)  # noqa: S301 # Whoosh's format
        yield head[0], head[1], _Payload(block.read(), head[_COMPRESSION])
        start = end
