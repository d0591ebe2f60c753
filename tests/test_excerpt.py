"""The passage shown of an article: what it holds, where it is cut, what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritasearch.excerpt import LENGTH, Marker, excerpt
from beritasearch.language.analysis import Language
from beritasearch.query.tree import All, And, Boost, Not, Or, Phrase, Prefix, Term, Wildcard, Word

LANGUAGE = Language()
BODY = (
    "Warga Desa Sukamaju mengeluhkan jalan yang rusak. Kepala desa menjanjikan perbaikan.\n"
    "Sementara itu, polisi mengantisipasi kemacetan di pasar. Petugas Komisi Pemilihan Umum "
    "menunggu berbagai kemungkinan, termasuk hujan deras yang turun sejak pagi hari.\n"
    + "Warga lain hanya menonton dari jauh. " * 12
    + "Pemungutan suara ulang digelar pekan depan."
)


def word(text):
    return Word(text, LANGUAGE.stem(text))


def marked(query, body=BODY):
    return excerpt(body, Marker(query, LANGUAGE)).marked("[", "]")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (word("antisipasi"), "[mengantisipasi]"),
        (Word("yang", None), "[yang]"),
        (Phrase("body", ("komisi", "pemilihan", "umum")), "[Komisi] [Pemilihan] [Umum]"),
        (Phrase("body", ("hujan", "turun"), 2), "[hujan] deras yang [turun]"),
        (Prefix("body", "macet"), "…"),
        (Prefix("body", "kemacet"), "[kemacetan]"),
        (Wildcard("body", "kem?ng*nan"), "[kemungkinan]"),
        (Or((word("banjir"), Boost(word("pasar"), 2.0))), "[pasar]"),
        (And((word("hujan"), Not(word("deras")))), "[hujan] deras"),
        (word("ulang"), "suara [ulang] digelar"),
    ],
)
def test_what_the_query_asks_for_is_marked(query, shown):
    assert shown in marked(query)


@pytest.mark.parametrize("query", [All(), word("gempa"), Term("city", "Kota Solo")])
def test_without_a_word_in_the_body_it_is_its_beginning(query):
    assert marked(query).startswith("Warga Desa Sukamaju")
    assert "[" not in marked(query)


def test_it_takes_the_passage_with_the_most_different_words():
    query = And((word("warga"), word("hujan"), word("kemungkinan")))
    shown = marked(query)
    assert "[kemungkinan]" in shown
    assert "[hujan]" in shown


def test_it_begins_with_a_sentence_where_one_is_near():
    assert marked(word("kemacetan")).startswith("…Sementara itu, polisi")


def test_it_is_one_line():
    assert "\n" not in marked(word("perbaikan"))


TEXT = st.text(alphabet="abc  \n.!“”é🙂", max_size=900)


@given(TEXT, st.sampled_from(["a", "ab", "abc", "b"]))
def test_it_is_short_and_its_marks_lie_on_words(body, asked):
    found = excerpt(body, Marker(Word(asked, asked), LANGUAGE))
    assert len(found.text) <= LENGTH
    assert all(found.text[start:end] == asked for start, end in found.marks)
    assert found.marked("", "") == found.text
    assert found.text.strip("…") in " ".join(body.split("\n"))
