"""What the rest of a query tells of one of its words: what stands in its place in the articles."""

import math
from collections.abc import Sequence

from beritasearch.language.analysis import Language
from beritasearch.language.typos import Candidate, may_be_misspelt
from beritasearch.query.tree import All, And, Query, Word, all_of, leaves
from beritasearch.spelling import Spelling

CERTAIN = 4.5
"""Odds, as a logarithm, from which another word is taken for what was meant."""
MOST_TRIED = 16
"""Words that may have been meant instead of one, the likeliest: each is a search."""
_HARDLY_HELD = 0.5
"""Articles that a word of none is taken to stand in."""


class Context:
    """The words of one query, each seen from the others."""

    def __init__(self, query: Query, spelling: Spelling, language: Language) -> None:
        self._query, self._spelling, self._language = query, spelling, language

    def meant(self, word: Word) -> Sequence[tuple[Candidate, float]]:
        """What else `word` may have meant, where no article holds all that was typed, and the odds.

        Known words and names too: `tida` is somebody, but `jakarta tida sehat` is of tidak.
        """
        rest = without(self._query, word)
        count = self._spelling.count
        if rest is None or count(self._query) or not count(rest):
            return []
        held = count(word) if self._spelling.holds(word) else 0
        others = () if held else self._spelling.others("body", word.text)
        is_certain = not held and not others
        return [
            (other, chances)
            for other in (others or self._near(word.text, held=held > 0))[:MOST_TRIED]
            if (together := self._together(rest, other, word))
            and ((chances := self._odds(other, together, held)) > CERTAIN or is_certain)
        ]

    def _near(self, word: str, *, held: bool) -> Sequence[Candidate]:
        """Words of the index near to one, farther from one that it lacks."""
        if not held:
            return self._spelling.farther(word)
        return self._spelling.near(word, 1) if may_be_misspelt(word) else ()

    def _together(self, rest: Query, other: Candidate, word: Word) -> int:
        """How many articles hold the rest of the query and that; of another stem it must be."""
        stem = self._language.stem(other.word)
        if stem == word.stem:
            return 0
        return self._spelling.count(all_of(rest, Word(other.word, stem)))

    def _odds(self, other: Candidate, together: int, held: int) -> float:
        """How much likelier `other` was meant than a word that `held` articles have, these not."""
        articles = self._spelling.articles
        by_chance = max(held, _HARDLY_HELD) / articles
        return math.log((together + other.count / articles) / by_chance) - other.cost


def without(query: Query, leaf: Query) -> Query | None:
    """What the query asks for beside `leaf`; None where that is nothing, or can't be told apart."""
    rest = _without(query, leaf)
    return None if rest == All() or leaf in leaves(rest) else rest


def _without(query: Query, leaf: Query) -> Query:
    match query:
        case And(parts, loose):
            return all_of(*(_without(part, leaf) for part in parts if part != leaf), loose=loose)
        case _:
            return query
