"""Our query trees as OpenSearch's.

Sets are exact. Prefixes and wildcards score alike for every article that holds one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import assert_never

from beritasearch.document import DAY, first_minute
from beritasearch.engines.opensearch.schema import HOLE, Row
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

MOST_SPACINGS = 64
"""Ways to space a phrase's words that are asked for one by one; beyond, texts are read."""
NOTHING: Row = {"match_none": {}}
EVERYTHING: Row = {"match_all": {"boost": 0}}
Read = Callable[[Phrase, Row], Iterable[str]]
"""The ids of documents that have the phrase, of those that a query finds."""


def compiled(query: Query, read: Read) -> Row:  # noqa: C901, PLR0911, PLR0912 # a case a node
    """What OpenSearch is asked; `read` answers what lists of positions can't."""
    match query:
        case All():
            return EVERYTHING
        case Nothing():
            return NOTHING
        case Term(field, text):
            return {"term": {field: {"value": text}}} if _is_text(text) else NOTHING
        case Word():
            return compiled(query.lowered, read)
        case Phrase():
            return _phrase(query, read)
        case Prefix(field, text):
            asked = {field: {"value": text, "rewrite": "constant_score"}}
            return {"prefix": asked} if _is_text(text) else NOTHING
        case Wildcard(field, pattern):
            escaped = pattern.replace("\\", "\\\\")
            asked = {field: {"value": escaped, "rewrite": "constant_score"}}
            return {"wildcard": asked} if _is_text(pattern) else NOTHING
        case DateRange():
            return _published(query)
        case And(parts):
            return {"bool": _clauses(parts, read)}
        case Or(parts):
            return {"bool": {"should": list(_either(parts, read)), "minimum_should_match": 1}}
        case Not():
            return {"bool": _clauses((query,), read)}
        case Boost(part, weight):
            return {"bool": {"must": [compiled(part, read)], "boost": weight}}
        case Prefer(must, should):
            preferred = [compiled(part, read) for part in should]
            return {"bool": {"must": [compiled(must, read)], "should": preferred}}
    assert_never(query)


def all_words(phrase: Phrase) -> Row:
    """What finds the documents that may have the phrase."""
    words = sorted({*phrase.words})
    return {"bool": {"filter": [{"term": {phrase.field: {"value": word}}} for word in words]}}


def one_of(ids: Iterable[str]) -> Row:
    """What finds documents by their ids."""
    return {"terms": {"id": list(ids)}}


def _clauses(parts: Sequence[Query], read: Read) -> Row:
    clauses: dict[str, list[Row]] = {"must": [], "filter": [], "must_not": []}
    for part in parts:
        match part:
            case Not(Not(narrowing)):
                clauses["filter"].append(compiled(narrowing, read))
            case Not(barred):
                clauses["must_not"].append(compiled(barred, read))
            case _:
                clauses["must"].append(compiled(part, read))
    return {occurrence: held for occurrence, held in clauses.items() if held}


def _either(parts: Iterable[Query], read: Read) -> Iterator[Row]:
    ids = []
    for part in parts:
        match part:
            # Many at once, where a page is kept from showing what the one before it did; a
            # query of ours may have more of them than OpenSearch allows clauses.
            case Term("id", text) if _is_text(text):
                ids.append(text)
            case _:
                yield compiled(part, read)
    if ids:
        yield one_of(ids)


def _phrase(phrase: Phrase, read: Read) -> Row:
    words, slop = phrase.words, phrase.slop
    if not all(map(_is_text, words)):
        return NOTHING
    if (slop + 1) ** (len(words) - 1) > MOST_SPACINGS:
        return {"constant_score": {"filter": one_of(read(phrase, all_words(phrase)))}}
    # Not OpenSearch's own slop: it is a sum over all words, and swaps them too. Nor its
    # intervals and spans: they pass over matches that contain shorter ones.
    spaced = [
        {"match_phrase": {phrase.field: {"query": text, "analyzer": "phrase"}}}
        for text in _spacings(words, slop)
    ]
    return spaced[0] if len(spaced) == 1 else {"dis_max": {"queries": spaced}}


def _spacings(words: Sequence[str], slop: int) -> Iterator[str]:
    """The phrase's text, with each number of holes between its words."""
    first, *others = words
    for holes in product(range(slop + 1), repeat=len(others)):
        spaced = ((HOLE,) * many + (word,) for many, word in zip(holes, others, strict=True))
        yield " ".join([first, *(part for run in spaced for part in run)])


def _published(query: DateRange) -> Row:
    within = {}
    if query.since:
        within["gte"] = first_minute(query.since)
    if query.until:
        within["lt"] = first_minute(query.until) + DAY
    return {"constant_score": {"filter": {"range": {"date": within}}, "boost": 0}}


def _is_text(word: str) -> bool:
    # A query may hold half a surrogate pair; no document does, so it finds nothing.
    return not re.search("[\ud800-\udfff]", word)
