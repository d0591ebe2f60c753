"""Matches in the order of the port: Tantivy's, and among equals by id."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from tantivy import DocAddress, Occur, Order, Query, SearchResult

from beritasearch.engine import Match, Sort
from beritasearch.engines.tantivy.schema import schema
from beritasearch.engines.tantivy.snapshot import Snapshot

SPARE = 16
"""Hits fetched beyond the page, which tell whether its last one has equals."""
MANY = 1_000
"""Hits from which on all ids, or all scores, are read rather than those that are needed."""

_BY_VALUE: Mapping[Sort, Mapping[str, Any]] = {
    "relevance": {},
    "newest": {"order_by_field": "date", "order": Order.Desc},
    "oldest": {"order_by_field": "date", "order": Order.Asc},
}
"""How Tantivy sorts; what has no value (no date) goes last."""


class Found(NamedTuple):
    """A document on a page."""

    id: str
    place: DocAddress
    value: Any = None
    """What it was sorted by; None: its id."""


Hits = Sequence[tuple[Any, DocAddress]]
"""What each was sorted by, and where it is."""


class Ordering:
    """What one query finds, in order."""

    def __init__(self, snapshot: Snapshot, query: Query, sort: Sort, *, flat: bool) -> None:
        """`flat`: all that it finds score alike."""
        self._snapshot, self._searcher = snapshot, snapshot.searcher
        self._query, self._flat = query, flat
        self._sort: Sort = "id" if flat and sort == "relevance" else sort

    def page(self, start: int, end: int | None) -> tuple[tuple[Match, ...], int]:
        """The matches from `start` on, before `end` (None: all); and how many there are."""
        if start == end:
            return (), self._snapshot.total(self._query)
        if self._sort not in _BY_VALUE:
            found, total = self._by_id(self._query, start, end)
            return tuple(self._matches(found)) if found else (), total
        # One search counts them and, as a rule, finds those on the page.
        first = self._search(end + SPARE if end else 1)
        total = _count(first)
        end = total if end is None else min(end, total)
        if start >= end:
            return (), total
        hits = first.hits
        if len(hits) < end:
            hits = self._search(end + SPARE).hits
        return tuple(self._matches(self._by_value(hits, start, end))), total

    def _search(self, count: int) -> SearchResult:
        return self._searcher.search(self._query, limit=count, **_BY_VALUE.get(self._sort, {}))

    def _by_value(self, hits: Hits, start: int, end: int) -> list[Found]:
        """Those from `start` on, before `end`; `hits` are the first ones, at least `end`."""
        if hits[end - 1][0] is None:
            return self._dated_first(start, end)
        last = hits[end - 1][0]
        count = end + SPARE
        while len(hits) >= count and hits[-1][0] == last:
            count *= 4
            hits = self._search(count).hits
        # Only hits that share a value with one on the page need their ids.
        skipped = next(n for n, hit in enumerate(hits) if hit[0] == hits[start][0])
        found: list[Found] = []
        for value, equals in groupby(hits[skipped:], key=lambda hit: hit[0]):
            named = [Found(self._snapshot.id(place), place, value) for _, place in equals]
            found += sorted(named, key=lambda one: one.id)
            if value == last:
                break
        return found[start - skipped : end - skipped]

    def _dated_first(self, start: int, end: int) -> list[Found]:
        """A page that reaches into those without a date, which all are equals."""
        dated = self._snapshot.total(_both(self._query, Query.exists_query("date")))
        undated = Query.boolean_query(
            [(Occur.Must, self._query), (Occur.MustNot, Query.exists_query("date"))]
        )
        before = []
        if start < dated:
            before = self._by_value(self._search(dated + SPARE).hits, start, dated)
        return before + self._by_id(undated, max(start - dated, 0), end - dated)[0]

    def _by_id(self, query: Query, start: int, end: int | None) -> tuple[list[Found], int]:
        if end is None or end > MANY:
            hits = self._searcher.search(query, limit=max(1, self._snapshot.count)).hits
            every = [Found(self._snapshot.id(place), place) for _, place in hits]
            return sorted(every, key=lambda one: one.id)[start:end], len(every)
        found = self._searcher.search(
            query, limit=end - start, offset=start, order_by_field="id", order=Order.Asc
        )
        return [Found(name, place) for name, place in found.hits], _count(found)

    def _matches(self, found: Sequence[Found]) -> Iterable[Match]:
        if self._sort == "relevance":
            return (Match(one.id, one.value) for one in found)
        scores = self._scores(found)
        return (Match(one.id, scores[_key(one.place)]) for one in found)

    def _scores(self, found: Sequence[Found]) -> dict[tuple[int, int], float]:
        if self._flat:
            [(score, _)] = self._searcher.search(self._query, limit=1, count=False).hits
            return {_key(one.place): score for one in found}
        among = self._query
        if len(found) <= MANY:
            ids = [Query.term_query(schema(), "id", one.id, "basic") for one in found]
            among = _both(among, Query.boolean_query([(Occur.Should, name) for name in ids]))
        hits = self._searcher.search(among, limit=self._snapshot.count, count=False).hits
        return {_key(place): score for score, place in hits}


def _count(result: SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]


def _both(query: Query, narrowing: Query) -> Query:
    unscored = Query.const_score_query(narrowing, 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, unscored)])


def _key(place: DocAddress) -> tuple[int, int]:
    return place.segment_ord, place.doc
