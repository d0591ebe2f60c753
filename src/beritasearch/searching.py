"""A query answered in strict tiers: all words as typed, then typos, then some of the words.

A tier is asked only while those before it hold too few articles, and holds none of theirs.
Every hit below the first tier says why it is there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING

from beritasearch.article import Article
from beritasearch.articles import Articles
from beritasearch.document import FIELD, Kind
from beritasearch.doubts import doubts
from beritasearch.engine import Engine, Match, Matches, Sort
from beritasearch.excerpt import Excerpt, Marker, excerpt
from beritasearch.language.analysis import Language
from beritasearch.language.tokens import normalise
from beritasearch.query.describe import describe
from beritasearch.query.neighbours import preferring_neighbours
from beritasearch.query.recency import ageing
from beritasearch.query.tree import (
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
)  # fmt: skip
from beritasearch.reasons import Reasons
from beritasearch.spelling import Spelling
from beritasearch.suggesting import suggestion
from beritasearch.tiers import Fuzzy, Tier, tiers
from beritasearch.variants import Edits, Variants

if TYPE_CHECKING:
    from beritasearch.explaining import Explanation, Share

ENOUGH = 10
"""Articles that end the search for others: a page as it is shown where nothing else is asked for.

Not the limit of the page asked for: then totals, and counts of cities and months, would change with
it, and so from page to page.
"""
LONGEST_SHOWN = 2000
"""Characters of a query that are shown as it was understood."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found."""

    article: Article
    score: float
    """Orders the hits of one tier; no more."""
    excerpt: Excerpt
    title_marks: tuple[tuple[int, int], ...] = ()
    """Where in the title the words stand that were asked for."""
    because: tuple[str, ...] = ()
    """Why it is there although it doesn't hold every word as typed: "anrisipasi → antisipasi"
    (another spelling), "tanpa: kerawanan" (without that word)."""
    shares: "tuple[Share, ...]" = ()
    """What each part of the query gave to the score, where an explanation was asked for."""
    body_marks: tuple[tuple[int, int], ...] = ()
    """Where in the whole body those words stand, where an explanation was asked for."""


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
    notes: tuple[str, ...] = ()
    """What stands in the way of the query: a city that no place is called."""
    searched: int = 0
    """How many articles were looked through."""
    waiting: int = 0
    """How many stored ones weren't: an `index` run is at work, or was stopped half-way."""


class Searching:
    """One query to one generation."""

    def __init__(
        self, engine: Engine, articles: Articles, language: Language, query: Query, *texts: str
    ) -> None:
        """`query` is what `texts` were understood as; suggestions are made for the first."""
        self._engine, self._articles, self._language = engine, articles, language
        self._query, self._texts = query, texts or ("",)
        self._spelling = Spelling(engine, language)
        typed = frozenset(word for text in texts for word in language.words(normalise(text)))
        self._variants = Variants(query, typed, self._spelling, language)
        self._reasons = Reasons(query, self._texts, self._variants, language)

    def page(
        self,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        fuzzy: Fuzzy = "auto",
        facets: Sequence[str] = (),
        recent: date | None = None,
        partial: bool = True,
        explain: bool = False,
    ) -> Page:
        """The hits from `offset` on, at most `limit`; with `recent` the newer, seen from that day,
        the higher.
        """
        if sort == "relevance" and not any(map(_is_ranked, leaves(self._query))):
            sort = "newest"  # a city or a month alone makes no article better than another
        hits: list[Hit] = []
        totals: list[int] = []
        counts: dict[str, Counter[str]] = {name: Counter() for name in facets}
        before: Query = Nothing()
        for tier in tiers(self._query, self._variants, fuzzy):
            total = sum(totals)
            is_last = bool(tier.optional)
            if is_last and (total >= ENOUGH or not partial):
                break
            wanted = preferring_neighbours(tier.query, self._meant(tier))
            found = self._engine.search(
                _without(before, ageing(wanted, recent) if recent else wanted),
                limit=max(0, ENOUGH - total, offset + limit - total),
                sort=sort,
                facets=facets,
            )
            shown = found.page[max(0, offset - total) : max(0, offset + limit - total)]
            hits += self._hits(shown, tier, explain=explain)
            totals.append(found.total)
            for name, values in found.facets.items():
                counts[name].update(values)
            before = _with_found(before, found, tier)
            if sum(totals) >= ENOUGH and fuzzy != "on":
                break  # before another tier is made, for which the words of the index are read
        return Page(
            tuple(hits),
            sum(totals),
            self._suggestion(totals[0]),
            {name: dict(counter.most_common()) for name, counter in counts.items()},
            shorten(describe(self._query), LONGEST_SHOWN, placeholder=" …") if explain else "",
            doubts(self._query, self._spelling, self._language.places),
            self._engine.count(),
            self._articles.pending_count(),
        )

    def _meant(self, tier: Tier) -> Query:
        """The words of which those side by side rank higher."""
        return self._variants.likeliest(self._query) if tier.edits != Edits() else self._query

    def _suggestion(self, found: int) -> str | None:
        return suggestion(
            self._query, self._texts[0], self._variants, self._spelling, self._language.places,
            found=found,
        )  # fmt: skip

    # ── hits ──────────────────────────────────────────────────────────────────────────────

    def _explanation(self, found: Iterable[str]) -> "Explanation":
        from beritasearch.explaining import Explanation  # few ask for one

        return Explanation(self._engine, found)

    def _hits(self, found: Sequence[Match], tier: Tier, *, explain: bool) -> Iterator[Hit]:
        articles = self._articles.get_many([match.id for match in found])
        explanation = self._explanation(articles) if explain else None
        for match in found:
            if article := articles.get(match.id):  # else removed since the engine was asked
                taken, because = self._reasons.taken(article, tier)
                marker = Marker(taken, self._language)
                passage = excerpt(article.body, marker)
                scored = preferring_neighbours(taken, self._query)
                parts = explanation.shares(scored, article.id) if explanation else ()
                title = marker.spans(article.title)
                body = marker.spans(article.body) if explanation else ()
                yield Hit(article, match.score, passage, title, because, parts, body)


def _without(before: Query, query: Query) -> Query:
    return query if before == Nothing() else all_of(query, Not(before))


def _with_found(before: Query, found: Matches, tier: Tier) -> Query:
    """What finds all that has been found so far.

    By id where the page holds all of it: a tier that doesn't fill a page finds few, and its
    query would take as long again.
    """
    if found.total > len(found.page):
        return any_of(before, tier.query)
    return any_of(before, *(Term("id", match.id) for match in found.page))


def _is_ranked(leaf: Query) -> bool:
    """Does it tell how well an article matches, not only whether?"""
    match leaf:
        case Word() | Prefix() | Wildcard() | Phrase():
            return True
        case Term(field, _):
            return FIELD[field].kind is not Kind.KEYWORD
        case _:
            return False
