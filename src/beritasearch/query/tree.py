"""The nodes of a query. Engines compile them with match/case and assert_never.

A node refuses nonsense when it is built (ValueError), so nothing downstream checks again.
Sets and totals mean the same in every engine; scores only order.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date

from beritasearch.document import FIELD, Kind
from beritasearch.query.node import Node

MOST_WEIGHT = 1000
_OF_WORDS = frozenset(name for name, field in FIELD.items() if field.kind is Kind.WORDS)
_OF_TERMS = frozenset(name for name, field in FIELD.items() if field.kind is not Kind.DATE)


class All(Node):
    """Every article, scored alike."""


class Nothing(Node):
    """No article: a city that doesn't exist, a word that has no neighbours."""


class Term(Node):
    """One finished term of a WORDS, STEMS or KEYWORD field."""

    field: str
    text: str

    def __post_init__(self) -> None:
        _require(self.text, "a term needs text")
        _require_field(self.field, _OF_TERMS)


class Word(Node):
    """A word as a reader means it, in title or body.

    With a stem it matches every article that holds any form of it; without one (stopwords)
    only the word as written. `lowered` says how it is scored.
    """

    text: str
    stem: str | None

    def __post_init__(self) -> None:
        _require(self.text, "a word needs text")
        _require(self.stem != "", "a stem is None or text")

    @property
    def lowered(self) -> "Query":
        """The same in plain terms: stems decide, the word as written adds to the score."""
        written = tuple(
            Boost(Term(field, self.text), FIELD[field].weight) for field in ("body", "title")
        )
        return Prefer(Term("stems", self.stem), written) if self.stem else Or(written)


class Phrase(Node):
    """Words in this order, at most `slop` other words between each and the next."""

    field: str
    words: tuple[str, ...]
    slop: int = 0

    def __post_init__(self) -> None:
        _require(len(self.words) > 1 and all(self.words), "a phrase needs two words or more")
        _require(self.slop >= 0, "slop is 0 or more")
        _require_field(self.field, _OF_WORDS)


class Prefix(Node):
    """Any word of the field that starts so."""

    field: str
    text: str

    def __post_init__(self) -> None:
        _require(self.text, "a prefix needs text")
        _require_field(self.field, _OF_WORDS)


class Wildcard(Node):
    """Any word of the field that fits: `*` any characters, `?` one; never in first place."""

    field: str
    pattern: str

    def __post_init__(self) -> None:
        _require(self.pattern[:1] not in ("", "*", "?"), "a wildcard needs a letter in front")
        _require_field(self.field, _OF_WORDS)


class DateRange(Node):
    """Published from `since` to `until`, both included; None: open. Undated articles: never."""

    since: date | None
    until: date | None

    def __post_init__(self) -> None:
        _require(self.since or self.until, "a range of dates needs one end")
        if self.since and self.until:
            _require(self.since <= self.until, "a range of dates ends after it starts")


class And(Node):
    """All of `parts`. `loose`: typed side by side, so some may do when all find too little."""

    parts: tuple["Query", ...]
    loose: bool = False

    def __post_init__(self) -> None:
        _require(len(self.parts) > 1, "and needs two parts or more")


class Or(Node):
    """Any of `parts`; the more, the higher."""

    parts: tuple["Query", ...]

    def __post_init__(self) -> None:
        _require(len(self.parts) > 1, "or needs two parts or more")


class Not(Node):
    """Every article that `part` doesn't match; adds nothing to the score."""

    part: "Query"


class Boost(Node):
    """`part`, its score times `weight`."""

    part: "Query"
    weight: float

    def __post_init__(self) -> None:
        _require(0 < self.weight <= MOST_WEIGHT, f"a weight lies above 0, at most {MOST_WEIGHT}")


class Prefer(Node):
    """What `must` matches; those that also match one of `should` score higher."""

    must: "Query"
    should: tuple["Query", ...]

    def __post_init__(self) -> None:
        _require(self.should, "prefer needs something to prefer")


Query = (
    All | Nothing | Term | Word | Phrase | Prefix | Wildcard | DateRange
    | And | Or | Not | Boost | Prefer
)  # fmt: skip


def all_of(*parts: Query, loose: bool = False) -> Query:
    """The parts joined by And; one alone as it is; none: All."""
    return And(parts, loose) if len(parts) > 1 else parts[0] if parts else All()


def any_of(*parts: Query) -> Query:
    """The parts joined by Or, each once; one alone as it is; none: Nothing."""
    distinct = tuple(dict.fromkeys(parts))
    return Or(distinct) if len(distinct) > 1 else distinct[0] if distinct else Nothing()


def narrowed(query: Query, by: Query) -> Query:
    """What `query` finds of what `by` matches; `by` adds nothing to the score."""
    return all_of(query, Not(Not(by)))


def narrowings(query: Query) -> Iterator[Query]:
    """What the query is narrowed by."""
    match query:
        case Not(Not(by)):
            yield by
        case And(parts) | Or(parts):
            for part in parts:
                yield from narrowings(part)
        case Boost(part, _) | Prefer(part, _):
            yield from narrowings(part)
        case _:
            pass


def _require(condition: object, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _require_field(field: str, searchable: Collection[str]) -> None:
    if field not in searchable:
        raise ValueError(f"{field!r} can't be searched so")


def leaves(query: Query) -> Iterator[Query]:
    """The leaves that count for a match: all but those under Not."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Boost(part, _) | Prefer(part, _):
            yield from leaves(part)
        case Not(_):
            pass
        case _:
            yield query


def with_leaves(query: Query, change: Callable[[Query], Query]) -> Query:
    """The same query, each leaf that counts for a match replaced by `change(leaf)`."""
    match query:
        case And(parts, loose):
            return And(tuple(with_leaves(part, change) for part in parts), loose)
        case Or(parts):
            return any_of(*(with_leaves(part, change) for part in parts))
        case Boost(part, weight):
            return Boost(with_leaves(part, change), weight)
        case Prefer(must, should):
            return Prefer(with_leaves(must, change), should)
        case Not(_):
            return query
        case _:
            return change(query)
