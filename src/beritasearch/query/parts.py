"""Things typed side by side, and how they join: what may be missing and what may not."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from beritasearch.query.tree import All, And, Not, Or, Query, all_of, any_of


class Role(Enum):
    """What becomes of a part that stands beside others."""

    LIGHT = auto()
    """Weighs nothing (`yang`, `siapa`): left out when anything else remains."""
    LOOSE = auto()
    """Wanted, but may be missing when too few articles hold all."""
    STRICT = auto()
    """Insisted on: "quoted", in a field, behind a +."""
    EXCLUDED = auto()


class Part(NamedTuple):
    """One of several things that were typed side by side."""

    query: Query
    role: Role


def conditions(parts: Sequence[Part]) -> list[Query]:
    """What an article must fulfil to have parts that were typed side by side."""
    wanted = [part for part in parts if part.role is not Role.EXCLUDED]
    wanted = [part for part in wanted if part.role is not Role.LIGHT] or wanted
    loose = dict.fromkeys(_spliced(part for part in wanted if part.role is not Role.STRICT))
    together = [all_of(*loose, loose=True)] if loose else []
    strict = [part.query for part in wanted if part.role is Role.STRICT]
    excluded = [Not(part.query) for part in parts if part.role is Role.EXCLUDED]
    return [*together, *strict, *excluded]


def _spliced(parts: Iterable[Part]) -> Iterator[Query]:
    """The parts, those that are loose groups themselves opened: `(a b) c` is `a b c`."""
    for part in parts:
        match part.query:
            case And(inner, loose=True):
                yield from inner
            case query:
                yield query


def all_conditions(conditions: Iterable[Query]) -> Query:
    """All conditions as one query; `All` only where nothing else is wanted."""
    flat: dict[Query, None] = {}
    for condition in conditions:
        match condition:
            case And(inner, loose=False):
                flat |= dict.fromkeys(inner)
            case _:
                flat[condition] = None
    wanted: list[Query] = [query for query in flat if not isinstance(query, Not | All)]
    excluded = [query for query in flat if isinstance(query, Not)]
    return all_of(*(wanted or [All()]), *excluded)


def either(alternatives: Iterable[Query]) -> Query:
    """Any of the alternatives, those that are alternatives themselves opened."""
    flat: dict[Query, None] = {}
    for alternative in alternatives:
        match alternative:
            case Or(inner):
                flat |= dict.fromkeys(inner)
            case _:
                flat[alternative] = None
    return any_of(*flat)
