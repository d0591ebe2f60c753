"""Which words of the index a misspelt word may have meant, best first."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import OSA

EDIT_COST = 6.0
"""One edit outweighs e^6 ≈ 400 times as many articles."""
EASY_EDIT_COST = 4.5
"""Another vowel, or a letter once instead of twice: few ways to go wrong, often gone.

Chosen on the typos that it was tried on: docs/decisions/0004-typos.md. Not the keyboard's weights.
"""
VOWELS = frozenset("aiueo")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the index near to the one asked for."""

    word: str
    count: int
    """How many articles hold it."""
    edits: int
    """Letters inserted, dropped, replaced, or swapped with their neighbour."""
    cost: float
    """What the edits take from its likelihood."""

    @property
    def likelihood(self) -> float:
        """Orders candidates: the more articles and the fewer edits, the higher."""
        return math.log(self.count) - self.cost


def allowed_edits(word: str) -> int:
    """How many typos a word may have: 1–4 letters none, 5–8 one, 9 and more two; numbers none.

    More would spoil clean queries: docs/decisions/0004-typos.md.
    """
    if any(character.isdigit() for character in word):
        return 0
    return 0 if len(word) < 5 else 1 if len(word) < 9 else 2  # noqa: PLR2004


def ranked(word: str, known: Iterable[tuple[str, int]]) -> list[Candidate]:
    """The words `known` (with their counts) as what `word` may have meant, likeliest first."""
    candidates = (_candidate(word, other, count) for other, count in known)
    return sorted(candidates, key=lambda c: (-c.likelihood, c.word))


def _candidate(typed: str, word: str, count: int) -> Candidate:
    edits = OSA.distance(typed, word)
    return Candidate(word, count, edits, _cost(typed, word, edits))


def _cost(typed: str, word: str, edits: int) -> float:
    if edits > 1 and sorted(typed) == sorted(word):
        return EDIT_COST  # letters in another order are one slip, however far they moved
    if edits == 1 and _is_easy(typed, word):
        return EASY_EDIT_COST
    return EDIT_COST * edits


def _is_easy(typed: str, word: str) -> bool:
    if len(typed) == len(word):
        wrong = {
            letter for pair in zip(typed, word, strict=True) if len({*pair}) > 1 for letter in pair
        }
        return wrong <= VOWELS
    return [key for key, _ in groupby(typed)] == [key for key, _ in groupby(word)]
