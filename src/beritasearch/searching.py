"""A query answered in strict tiers: all words as typed, then typos, then some of the words.

A tier is asked only while those before it don't fill the page, and holds no article of theirs.
Every hit below the first tier says why it is there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from beritasearch.article import Article
from beritasearch.document import FIELD, Kind, document
from beritasearch.engine import Engine, Match, Matches, Sort
from beritasearch.excerpt import Excerpt, Marker, excerpt
from beritasearch.explaining import Share, shares
from beritasearch.language.analysis import Language
from beritasearch.matching import Held
from beritasearch.query.describe import describe
from beritasearch.query.neighbours import preferring_neighbours
from beritasearch.query.tree import (
    And,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Query,
    Term,
    Wildcard,
    Word,
    all_of,
    any_of,
    leaves,
    with_leaves,
)  # fmt: skip
from beritasearch.spelling import Spelling
from beritasearch.store import Store
from beritasearch.suggesting import suggestion
from beritasearch.variants import Variants

Fuzzy = Literal["off", "auto", "on"]


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
    shares: tuple[Share, ...] = ()
    """What each part of the query gave to the score, where an explanation was asked for."""


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
    understood: str = ""
    """The query as it was understood, where an explanation was asked for."""


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
        self._spelling = Spelling(engine, language)
        self._variants = Variants(query, self._spelling, language)

    def page(
        self,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        fuzzy: Fuzzy = "auto",
        facets: Sequence[str] = (),
        explain: bool = False,
    ) -> Page:
        """The hits from `offset` on, at most `limit`."""
        if sort == "relevance" and not any(map(_is_ranked, leaves(self._query))):
            sort = "newest"  # a city or a month alone makes no article better than another
        hits: list[Hit] = []
        totals: list[int] = []
        counts: dict[str, Counter[str]] = {name: Counter() for name in facets}
        before: Query = Nothing()
        for tier in self._tiers(fuzzy):
            total = sum(totals)
            if totals and total >= limit and not (fuzzy == "on" and tier.typos):
                break
            found = self._engine.search(
                _without(before, preferring_neighbours(tier.query, self._query)),
                limit=max(0, offset + limit - total),
                sort=sort,
                facets=facets,
            )
            hits += self._hits(found.page[max(0, offset - total) :], tier, explain=explain)
            totals.append(found.total)
            for name, values in found.facets.items():
                counts[name].update(values)
            before = _with_found(before, found, tier)
        return Page(
            tuple(hits),
            sum(totals),
            self._suggestion(totals[0]) if totals[0] < limit else None,
            {name: dict(counter.most_common()) for name, counter in counts.items()},
            describe(self._query) if explain else "",
        )

    def _suggestion(self, found: int) -> str | None:
        return suggestion(
            self._query, self._text, self._variants, self._spelling, self._language.places,
            found=found,
        )  # fmt: skip

    def _tiers(self, fuzzy: Fuzzy) -> Iterator[_Tier]:
        """Each holds all that those before it hold."""
        yield _Tier(self._query)
        loosest = self._query
        for edits in (1, 2) if fuzzy != "off" else ():
            loosened = self._variants.loosened(self._query, edits)
            if loosened != loosest:
                yield _Tier(loosened, typos=True)
                loosest = loosened
        optional = tuple(zip(_optional(self._query), _optional(loosest), strict=True))
        if optional:
            yield _Tier(_some_of(loosest), optional=optional)

    # ── hits ──────────────────────────────────────────────────────────────────────────────

    def _hits(self, found: Sequence[Match], tier: _Tier, *, explain: bool) -> Iterator[Hit]:
        articles = self._store.get_many([match.id for match in found])
        for match in found:
            if article := articles.get(match.id):  # else removed since the engine was asked
                taken, because = self._taken(article, tier)
                passage = excerpt(article.body, Marker(taken, self._language))
                scored = preferring_neighbours(taken, self._query)
                parts = shares(self._engine, scored, article.id) if explain else ()
                yield Hit(article, match.score, passage, tuple(because), parts)

    def _taken(self, article: Article, tier: _Tier) -> tuple[Query, Iterable[str]]:
        """The query in the spellings that the article holds; what differs from the one typed."""
        if tier.query == self._query:
            return self._query, ()
        held = Held(document(article, self._language))
        because: dict[str, None] = {}

        def spelt(leaf: Query) -> Query:
            if held.matches(leaf):
                return leaf
            variants = (v for v in self._variants.of(leaf) if held.matches(v.query))
            if not (variant := next(variants, None)):
                return leaf
            because[f"{variant.typed} → {variant.written}"] = None
            return variant.query

        taken = with_leaves(self._query, spelt)
        for typed, loosened in tier.optional:
            if not held.matches(loosened):
                because[f"tanpa: {_named(typed)}"] = None
        return taken, because


def _without(before: Query, query: Query) -> Query:
    return query if before == Nothing() else all_of(query, Not(before))


def _with_found(before: Query, found: Matches, tier: _Tier) -> Query:
    """What finds all that has been found so far.

    By id where the page holds all of it: a tier that doesn't fill a page finds few, and its
    query would take as long again.
    """
    if found.total > len(found.page):
        return tier.query
    return any_of(before, *(Term("id", match.id) for match in found.page))


def _optional(query: Query) -> tuple[Query, ...]:
    """What was typed side by side: parts of which some may do."""
    match query:
        case And(parts, loose=True):
            return parts
        case And(parts):
            return tuple(inner for part in parts for inner in _optional(part))
        case _:
            return ()


def _some_of(query: Query) -> Query:
    """The query with any of what was typed side by side; what was insisted on still holds."""
    match query:
        case And(parts, loose=True):
            return any_of(*parts)
        case And(parts):
            return And(tuple(map(_some_of, parts)))
        case _:
            return query


def _named(part: Query) -> str:
    """What was typed for the part: it comes before what is searched with it."""
    match next(leaves(part)):
        case Word(text) | Term(_, text) | Prefix(_, text) | Wildcard(_, text):
            return text
        case Phrase(_, words):
            return " ".join(words)
        case leaf:
            return describe(leaf)


def _is_ranked(leaf: Query) -> bool:
    """Does it tell how well an article matches, not only whether?"""
    match leaf:
        case Word() | Prefix() | Wildcard() | Phrase():
            return True
        case Term(field, _):
            return FIELD[field].kind is not Kind.KEYWORD
        case _:
            return False
