"""Whoosh's posting lists, a block at a time.

The one place that knows Whoosh's own format, the same in 2.7.4, Whoosh-Reloaded and whoosh3:
"W3Bl", then blocks of at most 128 postings; a block is its length (negative: the last), a
pickled head (count, last document, greatest weight, compression, shortest and longest field) and
the pickled tuple of document numbers (as differences), weights and values, compressed or not. Not
Whoosh's matchers: four calls a posting make a list cost three times as much
(docs/decisions/0005-whoosh.md).

Ours are of another form (encoding.py), that of whoever wrote an index before may be Whoosh's: both
are read here, and by Whoosh. What is of our form is read where it lies, without the values behind
it, which take the longest to unpickle.
"""

import pickle
import zlib
from binascii import crc32
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate, repeat
from typing import Any, NamedTuple

from beritasearch.engines.whoosh.encoding import (
    BYTES,
    COUNT,
    FIRST,
    HEAD,
    LENGTH,
    MAGIC,
    MARK,
    OURS,
    PLAIN,
    SUM,
)

_HELD, _LAST, _COMPRESSION = 0, 1, 3  # places in a block's head
_ONES, _SHORT, _TUPLE = ord(pickle.NONE), ord(pickle.SHORT_BINBYTES), ord(pickle.TUPLE)


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
        first, differences, weights = _numbers(count, content) or _parted(count, last, content)
        documents.extend(accumulate(differences, initial=base + first))
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


def positions_of(value: bytes) -> list[int]:
    """The positions in a value, whoever wrote it."""
    return list(accumulate(pickle.loads(value[COUNT.size :])))  # noqa: S301 # Whoosh's format


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
    if not data.startswith(MAGIC):
        raise ValueError("not a posting list")
    start, length = len(MAGIC), 1
    while length > 0:
        (length,) = LENGTH.unpack_from(data, start)
        start += LENGTH.size
        end = start + abs(length)
        if data.startswith(OURS, start):
            _verify(data, start, end)
            _, count, _, last, *_ = HEAD.unpack_from(data, start)
            yield count, last, data[start + HEAD.size : end]
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
    if head[_COMPRESSION] == PLAIN:
        _verify(data, start, end)
    else:
        content = zlib.decompress(content)
    return head[_HELD], head[_LAST], content


def _verify(data: bytes, start: int, end: int) -> None:
    """ValueError for a block that isn't as it was written; without a mark, nothing tells."""
    if data.endswith(pickle.STOP, start, end):
        return
    end -= SUM.size
    if SUM.unpack_from(data, end) != (crc32(data[start:end]), MARK):
        raise ValueError("a block that isn't as it was written")


def _numbers(count: int, content: bytes) -> tuple[int, bytes, bytes | None] | None:
    """A block's first document, the differences behind it and the weights, cut out.

    None: they aren't all below 256.
    """
    begin = len(OURS) + FIRST.size
    end = begin + 2 * (count - 1)
    ops = content[begin:end]
    if not content.startswith(OURS) or ops[::2] != BYTES[: count - 1] or content[end] != _TUPLE:
        return None
    (first,), weights = FIRST.unpack_from(content, len(OURS)), None
    if content[end + 1] == _SHORT:
        weights = content[end + 3 : end + 3 + content[end + 2]]
    elif content[end + 1] != _ONES:
        return None
    return first, ops[1::2], weights


def _parted(count: int, last: int, content: bytes) -> tuple[int, Sequence[int], Any]:
    (first, *others), weights, _ = _content(count, last, content)
    return first, others, weights


def _content(count: int, last: int, content: bytes) -> Any:
    """A block's differences, weights and values."""
    found = pickle.loads(content)  # noqa: S301 # Whoosh's format
    differences = found[0]
    if (len(differences), sum(differences)) != (count, last):
        raise ValueError("a list of other documents than its head says")  # a bit has flipped
    return found
