"""Words of a text: the traps of Indonesian news, and what must hold for any text."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from beritasearch.language.tokens import LONGEST, fold, normalise, tokens, words

GOLDEN = yaml.safe_load((Path(__file__).parent / "tokens.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "expected"), GOLDEN.items())
def test_words_of(text, expected):
    assert words(text) == expected


@given(st.text())
def test_tokens_and_words_agree_and_offsets_point_into_the_text(text):
    found = list(tokens(text))
    assert [token.term for token in found] == words(text)
    assert all(fold(text[token.start : token.end]) == token.term for token in found)


@given(st.text("aBé1.,:'’“(-/_…\"\u00a0\n "))
def test_what_stands_around_a_word_changes_nothing(text):
    assert words(text) == [token.term for token in tokens(text)]


@given(st.text())
def test_a_word_is_never_empty_and_analysing_it_again_changes_nothing(text):
    for word in words(normalise(text)):
        assert word
        assert words(word) in ([word], words(" ".join(words(word))))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u00a0b\u202fc", "a b c"),
        ("Ba\u200bca\ufeff ju\u00adga", "Baca juga"),
        ("e\u0301", "é"),
        ("nul\x00bel\x07", "nul bel "),
        ("Ma\x92ruf \x93kata\x94 \x96 lalu\x85", "Ma’ruf “kata” – lalu…"),
        ("tanpa\x81arti", "tanpa arti"),
        ("lone \ud800 surrogate", "lone   surrogate"),
        ("baris\nlain\t“kutip”", "baris\nlain\t“kutip”"),
    ],
)
def test_normalise(raw, clean):
    assert normalise(raw) == clean


def test_endless_words_count_by_their_beginning():
    endless = "x" * 100_000
    assert words(f"a {endless} b {endless}y") == ["a", "x" * LONGEST, "b", "x" * LONGEST]


def test_zero_width_and_nbsp_variants_give_the_same_words():
    assert words(normalise("ka\u200bbupaten\u00a0Pati")) == words("kabupaten Pati")
