"""What a misspelt word may have meant."""

import pytest

from beritasearch.language.typos import allowed_edits, ranked


@pytest.mark.parametrize(
    ("word", "edits"),
    [("", 0), ("kpu", 0), ("solo", 0), ("bupat", 1), ("karanga", 1), ("pemilihan", 2), ("2024", 0),
     ("1500000000", 0), ("covid19a", 0)],
)  # fmt: skip
def test_longer_words_may_have_more_typos_and_numbers_none(word, edits):
    assert allowed_edits(word) == edits


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("anrisipasi", {"antisipasi": 80, "partisipasi": 400}, "antisipasi"),
        ("lemungkinan", {"kemungkinan": 90, "lingkungan": 500}, "kemungkinan"),
        ("bernagai", {"berbagai": 900, "bernilai": 30}, "berbagai"),
        ("kembli", {"kembali": 900, "kembi": 1}, "kembali"),
        ("polsii", {"polisi": 900, "polsi": 3}, "polisi"),
    ],
)
def test_fewer_edits_first_then_the_commoner_word(typed, known, meant):
    assert ranked(typed, known.items())[0].word == meant


def test_a_known_word_stays_itself_unless_another_is_far_commoner():
    assert ranked("kampus", [("kampus", 50), ("kampung", 900)])[0].word == "kampus"
    assert ranked("behenti", [("behenti", 2), ("berhenti", 900)])[0].word == "berhenti"


def test_the_order_is_the_same_whatever_the_order_of_the_index():
    known = [("sata", 5), ("satu", 5), ("sate", 5)]
    assert ranked("satx", known) == ranked("satx", reversed(known))
