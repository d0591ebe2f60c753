"""News ages: what `--recent` takes from the score of older articles."""

from collections.abc import Iterator
from datetime import date, timedelta

from beritasearch.query.tree import Boost, DateRange, Not, Query, all_of, any_of
from beritasearch.weights import AGES, OLDEST


def ageing(query: Query, today: date) -> Query:
    """`query`, its matches the higher the newer they are.

    In steps and as a query, not as a formula on scores: so engines need not know of it, each finds
    the same articles in the same order of ages, and totals stay exact.
    """
    return any_of(*_weighted(query, today))


def _weighted(query: Query, today: date) -> Iterator[Query]:
    until = None  # what is dated tomorrow is new
    for days, weight in AGES:
        since = today - timedelta(days=min(days, (today - date.min).days))
        yield Boost(all_of(query, DateRange(since, until)), weight)
        until = since - timedelta(days=1) if since > date.min else None
    yield Boost(all_of(query, Not(DateRange(since, None))), OLDEST)
