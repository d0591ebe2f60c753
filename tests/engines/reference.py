"""The reference engine: what each query means, as plainly as it can be said.

It keeps the documents in a dict and looks at every one for every query. Other engines must
find the same sets of ids, totals and facets; scores only by the order that they promise.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import assert_never

from beritasearch.document import GAP, Document
from beritasearch.engine import Match, Matches, Sort
from beritasearch.errors import EngineError
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


class ReferenceEngine:
    """The oracle. Two of them over one `documents` are an index opened twice."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self._documents = documents
        self._closed = False

    def put(self, documents: Iterable[Document]) -> None:
        self._refuse_if_closed()
        self._documents.update({document.id: document for document in documents})

    def remove(self, ids: Iterable[str]) -> None:
        self._refuse_if_closed()
        for name in ids:
            self._documents.pop(name, None)

    def search(
        self,
        query: Query,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
    ) -> Matches:
        self._refuse_if_closed()
        found = [held for held in list(self._documents.values()) if matches(query, held)]
        found.sort(key=lambda document: order(query, document, sort))
        page = found[offset:] if limit is None else found[offset : offset + limit]
        return Matches(
            page=tuple(Match(document.id, score(query, document)) for document in page),
            total=len(found),
            facets={
                facet: Counter(value for d in found for value in set(d.facets.get(facet, ())))
                for facet in facets
            },
        )

    def similar(self, field: str, word: str, edits: int) -> Sequence[tuple[str, int]]:
        self._refuse_if_closed()
        holders = Counter(w for d in list(self._documents.values()) for w in set(terms(field, d)))
        del holders[GAP]
        return [(w, count) for w, count in holders.items() if distance(w, word) <= edits]

    def count(self) -> int:
        self._refuse_if_closed()
        return len(self._documents)

    def close(self) -> None:
        self._closed = True

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise EngineError("closed")


def matches(query: Query, document: Document) -> bool:  # noqa: C901, PLR0911, PLR0912 # a case a node
    """Whether a document is among what the query finds."""
    match query:
        case All():
            return True
        case Nothing():
            return False
        case Term(field, text):
            return text in terms(field, document)
        case Word():
            return matches(query.lowered, document)
        case Phrase(field, words, slop):
            return has_phrase(terms(field, document), words, slop)
        case Prefix(field, text):
            return any(word.startswith(text) for word in terms(field, document) if word)
        case Wildcard(field, pattern):
            parts = [{"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern]
            fits = re.compile("".join(parts), re.DOTALL).fullmatch
            return any(fits(word) for word in terms(field, document) if word)
        case DateRange(since, until):
            if document.published is None:
                return False
            day = document.published // 10_000
            return (since is None or yyyymmdd(since) <= day) and (
                until is None or day <= yyyymmdd(until)
            )
        case And(parts):
            return all(matches(part, document) for part in parts)
        case Or(parts):
            return any(matches(part, document) for part in parts)
        case Not(part):
            return not matches(part, document)
        case Boost(part):
            return matches(part, document)
        case Prefer(must):
            return matches(must, document)
    assert_never(query)


def yyyymmdd(day: date) -> int:
    return int(day.isoformat().replace("-", ""))


def has_phrase(words: Sequence[str], phrase: Sequence[str], slop: int) -> bool:
    """Whether the phrase's words stand in order, at most `slop` others (no GAP) between two."""
    return any(_starts_here(words, phrase, slop, place) for place in range(len(words)))


def _starts_here(words: Sequence[str], phrase: Sequence[str], slop: int, place: int) -> bool:
    if words[place] != phrase[0]:
        return False
    if len(phrase) == 1:
        return True
    for following in range(place + 1, min(place + slop + 2, len(words))):
        if words[following] == GAP:
            return False
        if _starts_here(words, phrase[1:], slop, following):
            return True
    return False


def terms(field: str, document: Document) -> Sequence[str]:
    """What a document holds in a field, in order; GAP where no word stands."""
    if field == "id":
        return (document.id,)
    if field == "stems":
        return document.stems
    return document.words.get(field) or document.keywords.get(field) or ()


def order(query: Query, document: Document, sort: Sort) -> tuple[float, str]:
    """What documents are sorted by."""
    undated = float("inf")
    match sort:
        case "relevance":
            return -score(query, document), document.id
        case "newest":
            return -document.published if document.published else undated, document.id
        case "oldest":
            return document.published or undated, document.id
        case "id":
            return 0, document.id
    assert_never(sort)


def score(query: Query, document: Document) -> float:  # noqa: PLR0911 # a case a node
    """How well a document matches: the roughest score that keeps what the port promises."""
    if not matches(query, document):
        return 0.0
    match query:
        case All() | Nothing() | Not() | DateRange():
            return 0.0
        case Term() | Phrase() | Prefix() | Wildcard():
            return 1.0
        case Word():
            return score(query.lowered, document)
        case And(parts) | Or(parts):
            return sum(score(part, document) for part in parts)
        case Boost(part, weight):
            return weight * score(part, document)
        case Prefer(must, should):
            return score(must, document) + sum(score(part, document) for part in should)
    assert_never(query)


def distance(one: str, other: str) -> int:
    """Optimal string alignment, by its textbook recurrence."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, facing in enumerate(other, start=1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
