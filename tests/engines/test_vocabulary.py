"""Words near to a word, beside a scan that compares it with every one."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from beritasearch.engines.vocabulary import Vocabulary

WORDS = st.text(alphabet="abcé7", max_size=6)


@given(words=st.lists(WORDS, max_size=60), word=WORDS, edits=st.integers(0, 3))
def test_those_within_so_many_edits_are_near_and_no_others(words, word, edits):
    expected = {other for other in words if OSA.distance(word, other) <= edits}
    assert set(Vocabulary(words).near(word, edits)) == expected


def test_each_edit_is_one():
    held = ("banjir", "bnjir", "banjirr", "bamjir", "bnajir", "banjri", "njir", "banijr")
    assert Vocabulary(held).near("banjir", 1) == {*held} - {"njir"}
    assert Vocabulary(held).near("banjir", 0) == {"banjir"}
    assert Vocabulary(held).near("sungai", 1) == set()
    assert Vocabulary(()).near("sungai", 1) == set()
