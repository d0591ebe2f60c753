"""Words that were typed side by side: articles that hold them side by side rank higher."""

from collections.abc import Iterator
from itertools import islice, pairwise

from beritasearch import weights
from beritasearch.query.tree import And, Boost, Or, Phrase, Prefer, Query, Word

MOST_PAIRS = 32
"""Pairs of one query that are looked for, the first ones."""


def preferring_neighbours(query: Query, typed: Query) -> Query:
    """`query`, what holds words as `typed` side by side ranked higher.

    Only in the text: headlines are short, and most of a query stands side by side in them.
    """
    pairs = islice(dict.fromkeys(neighbours(typed)), MOST_PAIRS)
    phrases = (Phrase("body", (first.text, second.text)) for first, second in pairs)
    wished = tuple(Boost(phrase, weights.NEIGHBOURS) for phrase in phrases)
    return Prefer(query, wished) if wished else query


def neighbours(query: Query) -> Iterator[tuple[Word, Word]]:
    """The pairs of words that may be missing, each with the one behind it."""
    match query:
        case And(parts, loose):
            for first, second in pairwise(parts) if loose else ():
                if isinstance(first, Word) and isinstance(second, Word):
                    yield first, second
            for part in parts:
                yield from neighbours(part)
        case Or(parts):
            for part in parts:
                yield from neighbours(part)
        case Boost(part, _) | Prefer(part, _):
            yield from neighbours(part)
        case _:
            pass
