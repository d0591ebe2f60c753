"""Our query trees as Tantivy's.

Sets are exact. Scores are Tantivy's BM25 where length counts; names, prefixes and wildcards
score by their rarity alone.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import assert_never

from tantivy import FieldType, Occur
from tantivy import Query as Compiled

from beritasearch.document import DAY, Document, first_minute
from beritasearch.engines.tantivy.schema import LENGTHS, schema
from beritasearch.engines.tantivy.snapshot import Snapshot
from beritasearch.engines.vocabulary import fits, head
from beritasearch.matching import Held
from beritasearch.query.tree import (
    All,
    And,
    Boost,
    DateRange,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Term,
    Wildcard,
    Word,
)

MOST_SPACINGS = 128
"""Ways to space a phrase's words that are asked for one by one; beyond, texts are read."""

LONGEST_PATTERN = 100
"""Letters of a prefix, from which on Tantivy may refuse its regular expression."""


def is_flat(query: Query) -> bool:
    """Do all documents that match score alike?"""
    match query:
        case All() | Nothing() | DateRange() | Not() | Prefix() | Wildcard():
            return True
        case Term(field) | Phrase(field):
            return field not in LENGTHS
        case And(parts):
            return all(map(is_flat, parts))
        case Boost(part):
            return is_flat(part)
        case _:
            return False


class Compiler:
    """Queries for one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def compiled(self, query: Query, weight: float = 1.0) -> Compiled:  # noqa: C901, PLR0911, PLR0912 # a case a node
        """What Tantivy is asked; scores are times `weight`."""
        match query:
            case All():
                return _unscored(Compiled.all_query())
            case Nothing():
                return Compiled.empty_query()
            case Term(field, text):
                return self._term(field, text, weight)
            case Word():
                return self.compiled(query.lowered, weight)
            case Phrase():
                return self._phrase(query, weight)
            case Prefix(field, text):
                return self._prefix(field, text, weight)
            case Wildcard(field, pattern):
                return self._any_word(field, self._fitting(field, pattern), weight)
            case DateRange():
                return _published(query)
            case And(parts):
                return _joined(self._clauses(parts, weight))
            case Or(parts):
                return _joined((Occur.Should, self.compiled(part, weight)) for part in parts)
            case Not():
                return _joined(self._clauses((query,), weight))
            case Boost(part, factor):
                return self.compiled(part, weight * factor)
            case Prefer(must, should):
                preferred = ((Occur.Should, self.compiled(part, weight)) for part in should)
                return _joined([(Occur.Must, self.compiled(must, weight)), *preferred])
        assert_never(query)

    def _clauses(self, parts: Iterable[Query], weight: float) -> Iterator[tuple[Occur, Compiled]]:
        only_barred = True
        for part in parts:
            match part:
                case Not(Not(narrowing)):
                    yield Occur.Must, _unscored(self.compiled(narrowing))
                    only_barred = False
                case Not(barred):
                    yield Occur.MustNot, self.compiled(barred)
                case And(inner):  # as narrowed() makes them: what is flat is faster
                    yield from self._clauses(inner, weight)
                    only_barred = False
                case _:
                    yield Occur.Must, self.compiled(part, weight)
                    only_barred = False
        if only_barred:
            yield Occur.Must, _unscored(Compiled.all_query())

    def _term(self, field: str, text: str, weight: float) -> Compiled:
        if not _is_text(text):
            return Compiled.empty_query()
        if field in LENGTHS:
            return _weighed(Compiled.term_query(schema(), field, text, "freq"), weight)
        rarity = self._snapshot.rarity(self._snapshot.frequency(field, text))
        holding = Compiled.term_query(schema(), field, text, "basic")
        return Compiled.const_score_query(holding, weight * rarity)

    def _any_word(self, field: str, words: list[str], weight: float) -> Compiled:
        """Documents that hold one of the words: all of them are taken for one word."""
        return self._by_rarity(Compiled.term_set_query(schema(), field, words), weight)

    def _prefix(self, field: str, text: str, weight: float) -> Compiled:
        if not _is_text(text) or len(text) > LONGEST_PATTERN:
            return self._any_word(field, self._starting(field, text), weight)
        # A typo, none allowed: faster than a regular expression, or than word by word.
        starting = Compiled.fuzzy_term_query(schema(), field, text, distance=0, prefix=True)
        return self._by_rarity(starting, weight)

    def _by_rarity(self, compiled: Compiled, weight: float) -> Compiled:
        rarity = self._snapshot.rarity(self._snapshot.total(compiled))
        return Compiled.const_score_query(compiled, weight * rarity)

    def _starting(self, field: str, text: str) -> list[str]:
        return list(self._snapshot.words(field, text)) if _is_text(text) else []

    def _fitting(self, field: str, pattern: str) -> list[str]:
        # Not Tantivy's regular expressions: they refuse long words and many wildcards.
        return list(filter(fits(pattern), self._starting(field, head(pattern))))

    def _phrase(self, phrase: Phrase, weight: float) -> Compiled:
        field, words, slop = phrase.field, phrase.words, phrase.slop
        if not all(map(_is_text, words)):
            return Compiled.empty_query()
        if (slop + 1) ** (len(words) - 1) > MOST_SPACINGS:
            return self._read(phrase, weight)
        # Not Tantivy's own slop: it is a sum over all words, and swaps them too.
        spaced = [
            Compiled.phrase_query(schema(), field, list(zip(places, words, strict=True)))
            for places in _spacings(len(words), slop)
        ]
        either = spaced[0] if len(spaced) == 1 else Compiled.disjunction_max_query(spaced)
        if field in LENGTHS:
            return _weighed(either, weight)
        return self._by_rarity(either, weight)

    def _read(self, phrase: Phrase, weight: float) -> Compiled:
        """A phrase with too many spacings to ask for: read what holds its words."""
        terms = (Compiled.term_query(schema(), phrase.field, w, "basic") for w in {*phrase.words})
        holding = _joined((Occur.Must, term) for term in terms)
        found = [
            name for name, text in self._snapshot.texts(holding, phrase.field) if _has(phrase, text)
        ]
        return self._by_rarity(Compiled.term_set_query(schema(), "id", found), weight)


def _has(phrase: Phrase, text: tuple[str, ...]) -> bool:
    document = Document("", {phrase.field: text}, (), {}, {}, None)
    return Held(document).matches(phrase)


def _spacings(words: int, slop: int) -> Iterator[list[int]]:
    """Where the words of a phrase may stand, from the first one on."""
    for steps in product(range(1, slop + 2), repeat=words - 1):
        yield [sum(steps[:end]) for end in range(words)]


def _published(query: DateRange) -> Compiled:
    within = Compiled.range_query(
        schema(),
        "date",
        FieldType.Unsigned,
        lower_bound=first_minute(query.since) if query.since else None,
        upper_bound=first_minute(query.until) + DAY - 1 if query.until else None,
    )
    return _unscored(within)


def _weighed(compiled: Compiled, weight: float) -> Compiled:
    return compiled if weight == 1 else Compiled.boost_query(compiled, weight)


def _unscored(compiled: Compiled) -> Compiled:
    return Compiled.const_score_query(compiled, 0.0)


def _joined(clauses: Iterable[tuple[Occur, Compiled]]) -> Compiled:
    return Compiled.boolean_query(list(clauses))


def _is_text(word: str) -> bool:
    # A query may hold half a surrogate pair; no document does, so it finds nothing.
    return word.isascii() or not re.search("[\ud800-\udfff]", word)
