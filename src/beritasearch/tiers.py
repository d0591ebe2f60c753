"""The tiers of a query: all words as typed, then typos, then some of the words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from beritasearch.language.typos import MOST_EDITS
from beritasearch.query.tree import And, DateRange, Nothing, Or, Query, Word, any_of
from beritasearch.variants import Edits, Variants

Fuzzy = Literal["off", "auto", "on"]


@dataclass(frozen=True, slots=True)
class Tier:
    """Articles that `query` matches, and that of no tier before it does."""

    query: Query
    edits: Edits = Edits()  # noqa: RUF009 - it can't be changed
    """How far the spellings that it takes may be from those typed."""
    optional: tuple[tuple[Query, Query], ...] = ()
    """Parts of which some may be missing: as typed, and as this tier takes them."""


LIKELY_WRONG = tuple(Edits(edits, edits) for edits in range(1, MOST_EDITS + 1))
OTHERS = tuple(Edits(MOST_EDITS, MOST_EDITS, edits) for edits in range(1, MOST_EDITS + 1))
"""First the words that are likely wrong are changed, only then the others: "kebakarn pasar" is of
a market before it is of a pusar."""
FITTING = Edits(fitting=True)
"""Then one word, known or not, to what the rest of the query speaks for."""


def tiers(query: Query, variants: Variants, fuzzy: Fuzzy) -> Iterator[Tier]:
    """The tiers in order; one may hold what those before it hold."""
    yield Tier(query)
    typed = _optional(query)
    if fuzzy != "off":
        # Where some of the words will do, an article of what is hardly meant is no better.
        yield from _of_typos(query, variants, unlikely=fuzzy == "on" or not typed)
        yield from _fitting(query, variants)
    if typed:
        wide = Edits(unknown=MOST_EDITS, unlikely=True, farther=True)
        edits = Edits() if fuzzy == "off" else wide
        # Only for words that the index lacks: an article with one of two words as typed is
        # nearer to what was meant than one with a typo of it and without the other.
        some = variants.loosened(query, edits)
        yield Tier(_some_of(some), edits, tuple(zip(typed, _optional(some), strict=True)))


def _of_typos(query: Query, variants: Variants, *, unlikely: bool) -> Iterator[Tier]:
    """One word changed before several, and by one letter before two."""
    seen = {query, Nothing()}
    wrong, others = (
        [replace(edits, unlikely=unlikely) for edits in steps] for steps in (LIKELY_WRONG, OTHERS)
    )
    for base, steps in ((Edits(), wrong), (wrong[-1], others)):
        # Made when asked for, not before: each reads words of the index.
        one = ((variants.with_one_loosened(query, base, step), step) for step in steps)
        several = ((variants.loosened(query, step), step) for step in steps)
        for loosened, step in chain(one, several):
            if loosened not in seen:
                seen.add(loosened)
                yield Tier(loosened, step)


def _fitting(query: Query, variants: Variants) -> Iterator[Tier]:
    fitting = variants.with_one_loosened(query, Edits(), FITTING)
    if fitting not in (query, Nothing()):
        yield Tier(fitting, FITTING)


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
            return any_of(*map(_written, parts))
        case And(parts):
            return And(tuple(map(_some_of, parts)))
        case _:
            return query


def _written(part: Query) -> Query:
    """What scores of a part: of `2019` the word, not all articles of that year."""
    match part:
        case Or((Word() as year, DateRange())):
            return year
        case _:
            return part
