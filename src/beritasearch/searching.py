"""A query answered in strict tiers: all words as typed, then typos, then some of the words.

A tier is asked only while those before it don't fill the page, and holds no article of theirs.
Every hit below the first tier says why it is there.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeGuard

from beritasearch.article import Article
from beritasearch.document import Document, document
from beritasearch.engine import Engine, Matches, Sort
from beritasearch.excerpt import Excerpt, Marker, excerpt
from beritasearch.language.analysis import Language
from beritasearch.language.tokens import tokens, words
from beritasearch.language.typos import Candidate, allowed_edits, ranked
from beritasearch.query.describe import describe
from beritasearch.query.tree import (
    And,
    Boost,
    Not,
    Query,
    Term,
    Word,
    all_of,
    any_of,
    leaves,
    with_leaves,
)
from beritasearch.store import Store

Fuzzy = Literal["off", "auto", "on"]

MOST_SPELLINGS = 50
"""Other spellings of one word that are searched for, likeliest first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found."""

    article: Article
    score: float
    """Orders the hits of one tier; no more."""
    excerpt: Excerpt
    because: tuple[str, ...] = ()
    """Why it is there although it doesn't hold every word as typed: "anrisipasi → antisipasi"
    (another spelling), "tanpa: kerawanan" (without that word)."""


@dataclass(frozen=True, slots=True)
class Page:
    """The hits from `offset` on, and what holds for all of them."""

    hits: tuple[Hit, ...]
    total: int
    """How many articles can be paged through."""
    suggestion: str | None = None
    """The query with misspelt words set right, when that is likelier what was meant."""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Facet → value → how many of all hits have it, most first."""


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


@dataclass(frozen=True, slots=True)
class _Tier:
    """Articles that `query` matches, and no tier before it."""

    query: Query
    typos: bool = False
    optional: tuple[tuple[Query, Query], ...] = ()
    """Parts of which some may be missing: as typed, and as this tier takes them."""


class Searching:
    """One query to one generation."""

    def __init__(
        self, engine: Engine, store: Store, language: Language, query: Query, text: str = ""
    ) -> None:
        """`query` is what `text` was understood as."""
        self._engine, self._store, self._language = engine, store, language
        self._query, self._text = query, text
        self._candidates: dict[tuple[str, str], list[Candidate]] = {}

    def page(
        self,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        fuzzy: Fuzzy = "auto",
        facets: Sequence[str] = (),
    ) -> Page:
        """The hits from `offset` on, at most `limit`."""
        hits: list[Hit] = []
        total = 0
        counts: dict[str, Counter[str]] = {name: Counter() for name in facets}
        before: list[Query] = []  # the tier before; each tier holds all that those before it do
        for tier in self._tiers(fuzzy):
            if before and total >= limit and not (fuzzy == "on" and tier.typos):
                break
            found = self._engine.search(
                all_of(tier.query, *map(Not, before)),
                limit=max(0, limit - len(hits)),
                offset=max(0, offset - total),
                sort=sort,
                facets=facets,
            )
            hits += self._hits(found, tier)
            total += found.total
            before = [tier.query]
            for name, values in found.facets.items():
                counts[name].update(values)
        return Page(
            tuple(hits),
            total,
            self._suggestion() if total < limit or fuzzy != "off" and not before else None,
            {name: dict(counter.most_common()) for name, counter in counts.items()},
        )

    def _suggestion(self) -> str | None:
        """The text with those words set right that are likelier typos than meant so."""
        meant = {}
        for leaf in leaves(self._query):
            if _may_be_misspelt(leaf) and (likeliest := self._similar(leaf)[:1]):
                meant[leaf.text] = likeliest[0].word
        if all(word == typed for typed, word in meant.items()):
            return None
        parts, last = [], 0
        for token in tokens(self._text):
            written = self._text[token.start : token.end]
            parts += [self._text[last : token.start], meant.get(token.term, written)]
            last = token.end
        return "".join((*parts, self._text[last:]))

    # ── tiers ─────────────────────────────────────────────────────────────────────────────

    def _tiers(self, fuzzy: Fuzzy) -> Iterator[_Tier]:
        yield _Tier(self._query)
        loosest = self._query
        for edits in (1, 2) if fuzzy != "off" else ():
            misspelt = with_leaves(self._query, lambda leaf: self._spellings(leaf, edits))
            if misspelt != loosest:
                yield _Tier(misspelt, typos=True)
                loosest = misspelt
        match self._query, loosest:
            case And(typed, loose=True), And(parts, loose=True):
                optional = [i for i, part in enumerate(typed) if _may_be_missing(part)]
                if len(optional) > 1:
                    kept = [part for i, part in enumerate(parts) if i not in optional]
                    some = any_of(*(parts[i] for i in optional))
                    pairs = tuple((typed[i], parts[i]) for i in optional)
                    yield _Tier(all_of(*kept, some), optional=pairs)

    def _spellings(self, leaf: Query, edits: int) -> Query:
        """The leaf or one of its other spellings; commoner ones weigh more."""
        if not _may_be_misspelt(leaf):
            return leaf
        others = [candidate for candidate in self._others(leaf) if candidate.edits <= edits]
        if not others:
            return leaf
        most = math.log1p(max(other.count for other in others))
        return any_of(
            leaf,
            *(
                Boost(self._respelt(leaf, other.word), math.log1p(other.count) / most)
                for other in others[:MOST_SPELLINGS]
            ),
        )

    def _others(self, leaf: Term | Word) -> list[Candidate]:
        """Other words that the leaf may be a typo of, or that may be a typo of it."""
        return [
            candidate
            for candidate in self._similar(leaf)
            if candidate.word != leaf.text
            and candidate.word not in self._language.stopwords
            and self._respelt(leaf, candidate.word) != leaf
            and (isinstance(leaf, Term) or self._language.stem(candidate.word) != leaf.stem)
        ]

    def _similar(self, leaf: Term | Word) -> list[Candidate]:
        """The index's words near to the leaf's (itself among them), likeliest first."""
        searched = leaf.field if isinstance(leaf, Term) else "body"
        key = (searched, leaf.text)
        if key not in self._candidates:
            known = self._engine.similar(searched, leaf.text, allowed_edits(leaf.text))
            self._candidates[key] = ranked(leaf.text, known)
        return self._candidates[key]

    def _respelt(self, leaf: Term | Word, word: str) -> Term | Word:
        return (
            Term(leaf.field, word)
            if isinstance(leaf, Term)
            else Word(word, self._language.stem(word))
        )

    # ── hits ──────────────────────────────────────────────────────────────────────────────

    def _hits(self, found: Matches, tier: _Tier) -> Iterator[Hit]:
        articles = self._store.get_many([match.id for match in found.page])
        marker = Marker(tier.query, self._language)
        for match in found.page:
            if article := articles.get(match.id):  # else removed since the engine was asked
                passage = excerpt(article.body, marker)
                yield Hit(article, match.score, passage, tuple(self._because(article, tier)))

    def _because(self, article: Article, tier: _Tier) -> Iterator[str]:
        if tier.query == self._query:
            return
        held = document(article, self._language)
        for leaf in filter(_may_be_misspelt, leaves(self._query)):
            if not _holds(held, leaf):
                others = (other.word for other in self._others(leaf))
                found = (word for word in others if _holds(held, self._respelt(leaf, word)))
                if spelling := next(found, None):
                    yield f"{leaf.text} → {spelling}"
        for typed, taken in tier.optional:
            if not self._engine.search(And((Term("id", article.id), taken)), limit=0).total:
                yield f"tanpa: {describe(typed)}"


def _may_be_misspelt(leaf: Query) -> TypeGuard[Term | Word]:
    """Words are, and names; not what is quoted (Term and Phrase of other fields), nor stopwords."""
    match leaf:
        case Word(text, str()) | Term("person", text):
            return allowed_edits(text) > 0
        case _:
            return False


def _may_be_missing(part: Query) -> bool:
    """A part that asks for words; filters, quoted phrases and what Not names always hold."""
    return any(isinstance(leaf, Word) for leaf in leaves(part))


def _holds(held: Document, leaf: Term | Word) -> bool:
    if isinstance(leaf, Term):
        return leaf.text in held.words[leaf.field]
    return leaf.stem in held.stems
