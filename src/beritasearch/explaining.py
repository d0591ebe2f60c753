"""Why a hit stands where it does: what each part of the query gave to its score."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from beritasearch.engine import Engine
from beritasearch.query.describe import describe
from beritasearch.query.tree import And, Boost, Or, Prefer, Query, Term, Word, any_of, narrowed

MOST_PARTS = 200
"""Parts of a query that are looked at, the first ones: each is a search of its own."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the query that a hit matches."""

    part: str
    """As `describe` writes it: `stems=banjir`, `title=banjir^0.25`, `city="Kota Semarang"`."""
    score: float
    share: float
    """Of the hit's whole score, from 0 to 1; 0 for what only decides whether it matches."""


class Explanation:
    """The scores of each part of a query in the articles of one page."""

    def __init__(self, engine: Engine, article_ids: Iterable[str]) -> None:
        self._engine = engine
        self._these = any_of(*(Term("id", name) for name in article_ids))
        self._known: dict[Query, Mapping[str, float]] = {}

    def shares(self, query: Query, article_id: str) -> tuple[Share, ...]:
        """What each part of `query` gave to the score of one article, the weightiest first."""
        parts = islice(dict.fromkeys(_parts(query)), MOST_PARTS)
        found = ((part, self._scores(part)) for part in parts)
        scores = [(describe(p), held[article_id]) for p, held in found if article_id in held]
        whole = sum(score for _, score in scores) or 1.0
        all_shares = (Share(part, score, score / whole) for part, score in scores)
        return tuple(sorted(all_shares, key=lambda share: (-share.score, share.part)))

    def _scores(self, part: Query) -> Mapping[str, float]:
        """Article → what the part gave to its score; asked once for all of them."""
        if part not in self._known:
            found = self._engine.search(narrowed(part, self._these), limit=None).page
            self._known[part] = {match.id: match.score for match in found}
        return self._known[part]


def _parts(query: Query, weight: float = 1.0) -> Iterator[Query]:
    """What scores or decides by itself, each with the weight that it has in the whole."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _parts(part, weight)
        case Prefer(must, should):
            for part in (must, *should):
                yield from _parts(part, weight)
        case Boost(part, factor):
            yield from _parts(part, weight * factor)
        case Word():
            yield from _parts(query.lowered, weight)
        case _:
            yield query if weight == 1.0 else Boost(query, weight)
