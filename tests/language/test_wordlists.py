"""The shipped word lists."""

import pytest

from beritasearch.language import wordlists

SHIPPED = ("stopwords.yaml", "question_words.yaml", "stems.yaml", "synonyms.yaml")


def test_a_word_is_listed_as_it_stands_there():
    lines = (wordlists.DATA / "known_words.txt").read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if not line.startswith("#")]
    sought = (*listed[:3], *listed[-3:], listed[0][:-1] + "qqq", "", "#", "zzzzzz", lines[0])
    for word in sought:
        assert wordlists.is_listed(word, "known_words.txt") == (word in listed)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_lists_are_sound(name):
    assert wordlists.shipped(name)


def test_no_stopword_stands_twice():
    stopwords = wordlists.shipped("stopwords.yaml")
    assert len(stopwords) == len(set(stopwords))
