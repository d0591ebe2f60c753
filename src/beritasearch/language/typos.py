"""Which words of the index a misspelt word may have meant, best first."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

EDIT_COST = 6.0
"""One edit outweighs e^6 ≈ 400 times as many articles. Measured (docs/decisions/0004-typos.md):
edits weighted by the keyboard don't pay."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the index near to the one asked for."""

    word: str
    count: int
    """How many articles hold it."""
    edits: int
    """Letters inserted, dropped, replaced, or swapped with their neighbour."""

    @property
    def likelihood(self) -> float:
        """Orders candidates: the more articles and the fewer edits, the higher."""
        return math.log(self.count) - EDIT_COST * self.edits


def allowed_edits(word: str) -> int:
    """How many typos a word may have: 1–4 letters none, 5–8 one, 9 and more two; numbers none.

    Measured (docs/decisions/0004-typos.md): two edits at any length cost clean queries.
    """
    if any(character.isdigit() for character in word):
        return 0
    return 0 if len(word) < 5 else 1 if len(word) < 9 else 2  # noqa: PLR2004


def ranked(word: str, known: Iterable[tuple[str, int]]) -> list[Candidate]:
    """The words `known` (with their counts) as what `word` may have meant, likeliest first."""
    candidates = (Candidate(k, count, OSA.distance(word, k)) for k, count in known)
    return sorted(candidates, key=lambda c: (-c.likelihood, c.word))
