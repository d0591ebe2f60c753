"""Which words of the index a misspelt word may have meant, best first."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from beritasearch.language import wordlists

LEFT_OUT = 4.5
"""A letter left out, or one that should stand once or twice: the commonest of slips."""
REORDERED = 5.0
ANOTHER_VOWEL = 5.0
BESIDE = 6.0
"""The key beside."""
PUT_IN = 7.5
ANOTHER_LETTER = 8.0
"""A letter from elsewhere on the keyboard: 1 of 94 real typos."""
EACH_OF_TWO = 6.5
"""What slips cost: e^cost times as many articles outweigh one: docs/decisions/0004-typos.md."""

VOWELS = frozenset("aiueo")
SHORTEST_LACKING = 4
MOST_EDITS = 2
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


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
    return 0 if len(word) < 5 else 1 if len(word) < 9 else MOST_EDITS  # noqa: PLR2004


def may_lack_a_letter(word: str) -> bool:
    """Is it too short for other typos, but no word, so that `dolr` may be dolar?"""
    return len(word) == SHORTEST_LACKING and word.isalpha() and not is_known(word)


def may_be_misspelt(word: str) -> bool:
    """Is it long enough for a typo, where other words tell of one?"""
    return len(word) >= SHORTEST_LACKING and word.isalpha()


def is_known(word: str) -> bool:
    """Is it a common word of Indonesian news, and so hardly a typo, whatever an archive holds?"""
    return wordlists.is_listed(word, "known_words.txt")


def ranked(word: str, known: Iterable[tuple[str, int]]) -> list[Candidate]:
    """The words `known` (with their counts) as what `word` may have meant, likeliest first."""
    candidates = (_candidate(word, other, count) for other, count in known)
    return sorted(candidates, key=lambda c: (-c.likelihood, c.word))


def _candidate(typed: str, word: str, count: int) -> Candidate:
    from rapidfuzz.distance import OSA  # most searches find enough without

    edits = OSA.distance(typed, word)
    return Candidate(word, count, edits, _cost(typed, word, edits))


def _cost(typed: str, word: str, edits: int) -> float:
    if edits > 1:
        # Letters in another order are one slip, however far they moved.
        return REORDERED if sorted(typed) == sorted(word) else EACH_OF_TWO * edits
    if len(typed) < len(word) or _letters_once(typed) == _letters_once(word):
        return LEFT_OUT
    if len(typed) > len(word):
        return PUT_IN
    return _cost_of_other_letters(typed, word)


def _letters_once(word: str) -> list[str]:
    return [letter for letter, _ in groupby(word)]


def _cost_of_other_letters(typed: str, word: str) -> float:
    """The cost of one slip that leaves the length as it is."""
    match [pair for pair in zip(typed, word, strict=True) if pair[0] != pair[1]]:
        case [(one, other)] if VOWELS.issuperset((one, other)):
            return ANOTHER_VOWEL
        case [(one, other)] if any(_are_beside(one, other, row) for row in KEYBOARD):
            return BESIDE
        case [_]:
            return ANOTHER_LETTER
        case _:
            return REORDERED


def _are_beside(one: str, other: str, row: str) -> bool:
    return one + other in row or other + one in row
