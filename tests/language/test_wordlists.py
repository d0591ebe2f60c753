"""The shipped word lists."""

import pytest

from beritasearch.language import wordlists

SHIPPED = ("stopwords.yaml", "question_words.yaml", "stems.yaml", "synonyms.yaml")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_lists_are_sound(name):
    assert wordlists.shipped(name)


def test_no_stopword_stands_twice():
    stopwords = wordlists.shipped("stopwords.yaml")
    assert len(stopwords) == len(set(stopwords))
