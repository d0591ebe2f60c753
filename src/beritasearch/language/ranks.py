"""Ranks, offices and degrees around a name that is asked for: articles list people without."""

from collections.abc import Sequence
from functools import cache

from beritasearch.language import wordlists
from beritasearch.language.tokens import words

_BEFORE = ("titles", "other_titles", "titles_of_two_words")
# Not titles_or_names: Imam Nahrawi and Ratu Tisha are whole names.


def without_ranks(name: Sequence[str]) -> tuple[str, ...]:
    """The normalised words of a name without ranks before it and degrees behind it.

    "presiden prabowo" is Prabowo, "dr h ahmad sh" Ahmad. What holds nothing else stays as it is.
    """
    rest = tuple(name)
    while length := next((n for n in (2, 1) if rest[:n] in _titles() and rest[n:]), 0):
        rest = rest[length:]
    ends = (at for at in range(1, len(rest)) if _is_degree(rest[at:]))
    return rest[: next(ends, len(rest))]


def _is_degree(rest: tuple[str, ...]) -> bool:
    return any(rest[:length] in _degrees() for length in (2, 1))


@cache
def _titles() -> frozenset[tuple[str, ...]]:
    return _listed(*_BEFORE)


@cache
def _degrees() -> frozenset[tuple[str, ...]]:
    return _listed("degrees")


def _listed(*sections: str) -> frozenset[tuple[str, ...]]:
    # Not people.pieces.word_list: importing it loads the tagger, which no search needs.
    people = wordlists.shipped("people.yaml")
    return frozenset(tuple(words(entry)) for section in sections for entry in people[section])
