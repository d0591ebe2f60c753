"""Matches in the order of the port: Tantivy's, and among equals by id."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from tantivy import DocAddress, Occur, Order, Query

from beritasearch.engine import Match, Sort
from beritasearch.engines.tantivy.schema import schema
from beritasearch.engines.tantivy.snapshot import Snapshot

SPARE = 16
"""Hits fetched beyond the page, which tell whether its last one has equals."""
MANY = 1_000
"""Hits from which on all ids, or all scores, are read rather than those that are needed."""


class Found(NamedTuple):
    """A document on a page."""

    id: str
    place: DocAddress
    score: float | None = None


Hits = Sequence[tuple[Any, DocAddress]]
"""What each was sorted by, and where it is."""


class Ordering:
    """What one query finds, in order; `total`: how many documents that are."""

    def __init__(self, snapshot: Snapshot, query: Query, *, flat: bool, ahead: int) -> None:
        """`flat`: all that it finds score alike. `ahead`: how many may be asked for by score."""
        self._snapshot, self._searcher = snapshot, snapshot.searcher
        self._query, self._flat = query, flat
        # One search counts them and finds the first.
        found = self._searcher.search(query, limit=1 if flat else ahead + SPARE)
        self.total = int(found.count)  # type: ignore[attr-defined]
        self._first = found.hits

    def page(self, sort: Sort, start: int, end: int | None) -> tuple[Match, ...]:
        """The matches from `start` on, before `end` (None: all)."""
        end = self.total if end is None else min(end, self.total)
        if start >= end:
            return ()
        found = self._found(sort, start, end)
        if found[0].score is None:
            found = self._scored(found)
        return tuple(Match(one.id, one.score or 0.0) for one in found)

    def _found(self, sort: Sort, start: int, end: int) -> list[Found]:
        if sort == "id" or (sort == "relevance" and self._flat):
            return self._by_id(self._query, start, end)
        if sort == "relevance":
            return self._by_value(self._best, start, end, scored=True)
        dated = _both(self._query, Query.exists_query("date"))
        order = Order.Desc if sort == "newest" else Order.Asc
        many = self._snapshot.total(dated)
        found = self._by_value(
            lambda count: (
                self._searcher.search(dated, limit=count, order_by_field="date", order=order).hits
            ),
            start,
            min(end, many),
        )
        undated = Query.boolean_query(
            [(Occur.Must, self._query), (Occur.MustNot, Query.exists_query("date"))]
        )
        return found + self._by_id(undated, max(start - many, 0), end - many)

    def _best(self, count: int) -> Hits:
        if count <= len(self._first) or len(self._first) == self.total:
            return self._first[:count]
        return self._searcher.search(self._query, limit=count).hits

    def _by_id(self, query: Query, start: int, end: int) -> list[Found]:
        if start >= end:
            return []
        if end > MANY:
            hits = self._searcher.search(query, limit=self.total).hits
            every = sorted(
                (Found(self._snapshot.id(place), place) for _, place in hits), key=lambda f: f.id
            )
            return every[start:end]
        hits = self._searcher.search(
            query, limit=end - start, offset=start, order_by_field="id", order=Order.Asc
        ).hits
        return [Found(name, place) for name, place in hits]

    def _by_value(
        self, first: Callable[[int], Hits], start: int, end: int, *, scored: bool = False
    ) -> list[Found]:
        """Hits of falling rank, of which `first` gives so many; those of one rank by id."""
        if start >= end:
            return []
        hits = _with_equals(first, end)
        # Only hits that share a rank with one on the page need their ids.
        skipped = next(n for n, hit in enumerate(hits) if hit[0] == hits[start][0])
        last = hits[end - 1][0]
        found: list[Found] = []
        for value, equals in groupby(hits[skipped:], key=lambda hit: hit[0]):
            score = value if scored else None
            named = [Found(self._snapshot.id(place), place, score) for _, place in equals]
            found += sorted(named, key=lambda one: one.id)
            if value == last:
                break
        return found[start - skipped : end - skipped]

    def _scored(self, found: list[Found]) -> list[Found]:
        scores = self._scores(found)
        return [one._replace(score=scores[_key(one.place)]) for one in found]

    def _scores(self, found: list[Found]) -> dict[tuple[int, int], float]:
        if self._flat:
            [(score, _)] = self._best(1)
            return {_key(one.place): score for one in found}
        among = self._query
        if len(found) <= MANY:
            ids = [one.id for one in found]
            among = _both(self._query, Query.term_set_query(schema(), "id", ids))
        hits = self._searcher.search(among, limit=self.total).hits
        return {_key(place): score for score, place in hits}


def _with_equals(first: Callable[[int], Hits], end: int) -> Hits:
    """The first `end` hits, and all that rank as the last of them."""
    count = end + SPARE
    while len(hits := first(count)) == count and hits[-1][0] == hits[end - 1][0]:
        count *= 4
    return hits


def _both(query: Query, narrowing: Query) -> Query:
    unscored = Query.const_score_query(narrowing, 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, unscored)])


def _key(place: DocAddress) -> tuple[int, int]:
    return place.segment_ord, place.doc
