"""Why a hit is there although it doesn't hold every word as typed."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from beritasearch.article import Article
from beritasearch.document import document
from beritasearch.language.analysis import Language
from beritasearch.language.tokens import Token, tokens
from beritasearch.matching import Held
from beritasearch.query.describe import describe
from beritasearch.query.tree import (
    Phrase,
    Prefix,
    Query,
    Term,
    Wildcard,
    Word,
    leaves,
    with_leaves,
)
from beritasearch.tiers import Tier
from beritasearch.variants import Variants

MOST_MISSING = 8
"""Missing words that a hit names; of more it tells how many."""


class Reasons:
    """What the hits of one query lack, and what they hold instead."""

    def __init__(
        self, query: Query, texts: Sequence[str], variants: Variants, language: Language
    ) -> None:
        """`query` is what `texts` were understood as."""
        self._query, self._texts = query, texts
        self._variants, self._language = variants, language

    def taken(self, article: Article, tier: Tier) -> tuple[Query, tuple[str, ...]]:
        """The query in the spellings that the article holds; what differs from the one typed."""
        if tier.query == self._query:
            return self._query, ()
        held = Held(document(article, self._language))
        because: dict[str, None] = {}

        def spelt(leaf: Query) -> Query:
            if held.matches(leaf):
                return leaf
            near = self._variants.within(leaf, tier.edits)
            variant = next((v for v in near if held.matches(v.query)), None)
            if variant is None:
                return leaf
            because[f"{variant.typed} → {variant.written}"] = None
            return variant.query

        taken = with_leaves(self._query, spelt)
        missing = [typed for typed, taken in tier.optional if not held.matches(taken)]
        return taken, (*because, *self._without(missing))

    def _without(self, missing: Sequence[Query]) -> Iterator[str]:
        for part in islice(missing, MOST_MISSING):
            yield f"tanpa: {self._as_typed(part)}"
        if len(missing) > MOST_MISSING:
            yield f"tanpa {len(missing) - MOST_MISSING} kata lain"

    def _as_typed(self, part: Query) -> str:
        """What was typed for the part: it comes before what is searched with it."""
        match next(leaves(part)):
            case Word(text) | Term(_, text) | Prefix(_, text) | Wildcard(_, text):
                words: Sequence[str] = (text,)
            case Phrase(_, words):
                pass
            case leaf:
                return describe(leaf)
        for text, found in zip(self._texts, self._tokens, strict=True):
            for start in range(len(found) - len(words) + 1):
                run = found[start : start + len(words)]
                if all(token.term == word for token, word in zip(run, words, strict=True)):
                    return text[run[0].start : run[-1].end]
        return " ".join(words)

    @cached_property
    def _tokens(self) -> list[list[Token]]:
        return [list(tokens(text)) for text in self._texts]
