"""What a misspelt word may have meant."""

import pytest

from beritasearch.language.typos import allowed_edits, is_known, may_lack_a_letter, ranked


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
        ("pembunuan", {"pembunuhan": 5, "pembukuan": 9}, "pembunuhan"),  # left out, not replaced
        ("bantun", {"bantuan": 90, "banten": 90}, "bantuan"),
        ("indormasi", {"informasi": 5, "indoamasi": 9}, "informasi"),  # the key beside
        ("dikusi", {"diskusi": 5, "dikuasi": 5}, "dikuasi"),  # alike: by the alphabet
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


def test_common_words_of_news_are_known_whatever_an_archive_holds():
    assert is_known("pemilu")
    assert is_known("goreng")
    assert not is_known("anrisipasi")
    assert not is_known("kemudia")
    assert not is_known("kecelakan")


def test_only_a_short_word_that_is_none_may_lack_a_letter():
    assert may_lack_a_letter("dolr")
    assert not any(map(may_lack_a_letter, ("kota", "dlr", "12a4", "dollr")))
