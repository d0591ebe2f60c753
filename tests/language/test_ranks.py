import pytest

from beritasearch.language.ranks import without_ranks
from beritasearch.language.tokens import normalise, words


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("presiden prabowo", "prabowo"),
        ("gubernur ganjar", "ganjar"),
        ("jenderal listyo sigit", "listyo sigit"),
        ("dr sri mulyani", "sri mulyani"),
        ("pak prabowo", "prabowo"),
        ("h. ahmad", "ahmad"),
        ("AKBP Danang", "danang"),
        ("wakil wali kota gibran", "gibran"),
        ("Ahmad Fauzi, S.H., M.Hum.", "ahmad fauzi"),
        ("ratu tisha", "ratu tisha"),
        ("kapolres", "kapolres"),
        ("listyo", "listyo"),
    ],
)
def test_ranks_and_degrees_are_no_part_of_a_name(asked, name):
    assert " ".join(without_ranks(words(normalise(asked)))) == name


def test_nothing_is_left_as_it_is():
    assert without_ranks(()) == ()
