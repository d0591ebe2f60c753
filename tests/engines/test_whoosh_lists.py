"""A posting list in Whoosh's format: what is written is read, in whatever form it was written."""

import pickle
import struct
import zlib
from binascii import crc32
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from beritasearch.engines.whoosh.encoding import encode, positions_values
from beritasearch.engines.whoosh.postings import decode, positions_of, values, whole

gaps = st.integers(1, 3) | st.integers(1, 255) | st.integers(250, 70_000)
counts = st.just(1) | st.integers(1, 4) | st.integers(250, 260)
lists = st.lists(st.tuples(gaps, counts), min_size=1, max_size=300)


@given(lists)
def test_numbers_of_any_size_are_read_as_written(postings: list[tuple[int, int]]) -> None:
    documents = list(accumulate(gap for gap, _ in postings))
    frequencies = [count for _, count in postings]
    for size in (4, 0):
        data = encode(documents, frequencies, [], b"", size)
        assert decode(data) == (documents, frequencies)
        assert whole(data)[:2] == (documents, frequencies)


@given(st.lists(st.tuples(gaps, st.lists(gaps, min_size=1, max_size=300)), min_size=1, max_size=9))
def test_positions_are_read_as_written(postings: list[tuple[int, list[int]]]) -> None:
    documents = list(accumulate(gap for gap, _ in postings))
    places = [list(accumulate(steps)) for _, steps in postings]
    often = [len(at) for at in places]
    kept = positions_values([place for at in places for place in at], often)
    data = encode(documents, often, kept, b"", None)
    assert [positions_of(value) for value in whole(data).values] == places
    found = {number: positions_of(value) for number, value in values(data, documents)}
    assert found == dict(zip(documents, places, strict=True))


def test_what_whoosh_and_older_versions_wrote_is_read() -> None:
    differences, weights = (3, 1, 900), (1.0, 2.5, 1.0)
    content = (differences, weights, (b"a", b"b", b"c"))
    head = (3, 904, 2.5)
    stock = pickle.dumps((*head, 3, 0, 0), 2) + zlib.compress(pickle.dumps(content, 2))
    before = pickle.dumps((*head, 0, 0, 0), 3) + pickle.dumps(content, 3)
    for block in (stock, before, before + struct.pack("!Ic", crc32(before), b"\xd1")):
        data = b"W3Bl" + struct.pack("!i", -len(block)) + block
        assert decode(data) == ([3, 4, 904], [1.0, 2.5, 1.0])
        assert whole(data).values == [b"a", b"b", b"c"]
        again = encode(*whole(data), b"", None)
        assert whole(again) == whole(data)
        assert list(values(again, [4, 5])) == [(4, b"b")]
