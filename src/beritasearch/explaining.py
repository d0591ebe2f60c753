"""Why a hit stands where it does: what each part of the query gave to its score."""

from collections.abc import Iterator
from dataclasses import dataclass

from beritasearch.engine import Engine
from beritasearch.query.describe import describe
from beritasearch.query.tree import And, Boost, Or, Prefer, Query, Term, Word, narrowed


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the query that a hit matches."""

    part: str
    """As `describe` writes it: `stems=banjir`, `title=banjir^0.25`, `city="Kota Semarang"`."""
    score: float
    share: float
    """Of the hit's whole score, from 0 to 1; 0 for what only decides whether it matches."""


def shares(engine: Engine, query: Query, article_id: str) -> tuple[Share, ...]:
    """What each part of `query` gave to the score of one article, the weightiest first."""
    this = Term("id", article_id)
    parts = dict.fromkeys(_parts(query))
    found = ((part, engine.search(narrowed(part, this), limit=1).page) for part in parts)
    scores = [(describe(part), matches[0].score) for part, matches in found if matches]
    whole = sum(score for _, score in scores) or 1.0
    all_shares = (Share(part, score, score / whole) for part, score in scores)
    return tuple(sorted(all_shares, key=lambda share: (-share.score, share.part)))


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
