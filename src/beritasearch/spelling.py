"""Other spellings of a query's words: typos of them in the index, and what they may be typos of."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from beritasearch.engine import Engine
from beritasearch.language.analysis import Language
from beritasearch.language.tokens import tokens, words
from beritasearch.language.typos import Candidate, allowed_edits, ranked
from beritasearch.query.tree import Boost, Query, Term, Word, any_of, leaves, with_leaves

MOST_SPELLINGS = 50
"""Other spellings of one word that are searched for, likeliest first."""
RARE = 2
TIMES_RARER = 20
"""A typo stands in few articles, or in far fewer than the word that was meant: of two common
words that are alike (semarang, sekarang) neither is a typo of the other."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word of the index that a word may have meant."""

    word: str
    count: int
    """How many articles hold it."""


def suggest(engine: Engine, word: str) -> list[Suggestion]:
    """Words of the index that the first word of `word` may have meant, best first."""
    for typed in words(word)[:1]:
        near = engine.similar("body", typed, max(1, allowed_edits(typed)))
        return [Suggestion(candidate.word, candidate.count) for candidate in ranked(typed, near)]
    return []


def may_be_misspelt(leaf: Query) -> TypeGuard[Term | Word]:
    """Words and names are; stopwords, numbers, short words and what is quoted aren't."""
    match leaf:
        case Word(text, str()) | Term("person", text):
            return allowed_edits(text) > 0
        case _:
            return False


class Spelling:
    """The spellings of words in one index, each word looked up once."""

    def __init__(self, engine: Engine, language: Language) -> None:
        self._engine, self._language = engine, language
        self._near: dict[tuple[str, str], list[Candidate]] = {}

    def loosened(self, query: Query, edits: int) -> Query:
        """The query with every word or any spelling within `edits` of it in its place."""
        return with_leaves(query, lambda leaf: self._or_misspelt(leaf, edits))

    def _or_misspelt(self, leaf: Query, edits: int) -> Query:
        if not may_be_misspelt(leaf):
            return leaf
        others = [o for o in self._others(leaf) if o.edits <= edits][:MOST_SPELLINGS]
        if not others:
            return leaf
        # The commoner spelling is the likelier, but BM25 takes the rarer for the better.
        most = math.log1p(max(other.count for other in others))
        weighed = ((self._respelt(leaf, o.word), math.log1p(o.count) / most) for o in others)
        return any_of(leaf, *(Boost(other, weight) for other, weight in weighed))

    def others(self, leaf: Term | Word) -> list[Term | Word]:
        """The leaf in its other spellings, likeliest first."""
        return [self._respelt(leaf, other.word) for other in self._others(leaf)]

    def _others(self, leaf: Term | Word) -> list[Candidate]:
        candidates = self._candidates(leaf)
        own = next((c.count for c in candidates if c.word == leaf.text), 0)
        is_name = leaf.text in self._language.places.words
        return [
            other
            for other in candidates
            if other.word != leaf.text
            and other.word not in self._language.stopwords
            and (isinstance(leaf, Term) or self._language.stem(other.word) != leaf.stem)
            and (_is_rare(other.count, own) or (_is_rare(own, other.count) and not is_name))
        ]

    def _respelt(self, leaf: Term | Word, word: str) -> Term | Word:
        if isinstance(leaf, Term):
            return Term(leaf.field, word)
        return Word(word, self._language.stem(word))

    def _candidates(self, leaf: Term | Word) -> list[Candidate]:
        """The index's words near to the leaf's, itself among them, likeliest first."""
        field = leaf.field if isinstance(leaf, Term) else "body"
        key = (field, leaf.text)
        if key not in self._near:
            known = dict(self._engine.similar(field, leaf.text, allowed_edits(leaf.text)))
            if isinstance(leaf, Word) and not known.keys() - {leaf.text}:
                known |= self._stems(leaf)
            self._near[key] = ranked(leaf.text, known.items())
        return self._near[key]

    def _stems(self, leaf: Word) -> Mapping[str, int]:
        """Stems near to the word.

        In a small archive `antisipasi` may stand only inside `mengantisipasi`, which is too far
        from `anrisipasi`.
        """
        near = self._engine.similar("stems", leaf.text, allowed_edits(leaf.text))
        return {stem: count for stem, count in near if self._language.stem(stem) == stem}

    # ── Mungkin maksud Anda ───────────────────────────────────────────────────────────────

    def suggestion(self, query: Query, text: str) -> str | None:
        """`text` (what `query` was read from) with the words set right that are likely typos."""
        meant: dict[str, str] = {}
        for leaf in leaves(query):
            if may_be_misspelt(leaf) and (likelier := self._likelier(leaf)):
                meant[leaf.text] = likelier
            elif isinstance(leaf, Term) and leaf.field == "city":
                meant |= self._city(leaf.text)
        return _with(text, meant) if meant else None

    def _likelier(self, leaf: Term | Word) -> str | None:
        """The spelling that is far commoner than the one typed, in any form of it."""
        if leaf.text in self._language.places.words:
            return None
        held = leaf if isinstance(leaf, Term) else Term("stems", leaf.stem or leaf.text)
        own = self._engine.search(held, limit=0).total
        others = (other for other in self._others(leaf) if own * TIMES_RARER <= other.count)
        likeliest = next(others, None)
        return likeliest.word if likeliest else None

    def _city(self, name: str) -> Mapping[str, str]:
        places, typed = self._language.places, words(name)
        if len(typed) != 1 or places.canonical(name):
            return {}
        nearest = places.nearest(name)
        return {typed[0]: nearest} if nearest else {}


def _is_rare(count: int, beside: int) -> bool:
    return count <= max(RARE, beside // TIMES_RARER)


def _with(text: str, meant: Mapping[str, str]) -> str:
    parts, last = [], 0
    for token in tokens(text):
        written = text[token.start : token.end]
        parts += [text[last : token.start], meant.get(token.term, written)]
        last = token.end
    return "".join((*parts, text[last:]))
