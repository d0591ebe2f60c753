"""A query, term at a time: which documents match, and their scores.

Not Whoosh's matchers: they ignore boosts on prefixes and wildcards, walk a document at a time
(2.5 µs a posting, where a list costs .6) and give no exact totals with a limit.
"""

from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from math import log
from typing import assert_never

from beritasearch.document import DAY, GAP, first_minute
from beritasearch.engine import BM25_K1
from beritasearch.engines.vocabulary import fits, head
from beritasearch.engines.whoosh.postings import Postings
from beritasearch.engines.whoosh.snapshot import Snapshot
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

Scores = dict[int, float]
"""Document → score, for those that match."""


class Evaluation:
    """Queries over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def scores(self, query: Query, weight: float = 1.0) -> Scores:  # noqa: C901, PLR0911, PLR0912 # a case a node
        """Every document that matches, with its score times `weight`."""
        match query:
            case All():
                return dict.fromkeys(self._snapshot.documents, 0.0)
            case Nothing():
                return {}
            case Term(field, text):
                return self._ranked(field, self._snapshot.postings(field, text), weight)
            case Word():
                return self.scores(query.lowered, weight)
            case Phrase():
                return self._ranked(query.field, self._phrase(query), weight)
            case Prefix(field, text):
                return self._any_word(field, self._snapshot.words(field, text), weight)
            case Wildcard(field, pattern):
                return self._any_word(field, self._fitting(field, pattern), weight)
            case DateRange():
                return dict.fromkeys(self._published(query), 0.0)
            case And(parts):
                return self._all_of(parts, weight)
            case Or(parts):
                return _sum([self.scores(part, weight) for part in parts])
            case Not(part):
                return dict.fromkeys(self._snapshot.documents - self.scores(part).keys(), 0.0)
            case Boost(part, factor):
                return self.scores(part, weight * factor)
            case Prefer(must, should):
                return self._raised(self.scores(must, weight), should, weight)
        assert_never(query)

    def _all_of(self, parts: Iterable[Query], weight: float) -> Scores:
        wanted: list[Scores] = []
        preferred: list[Query] = []
        barred: list[Query] = []
        for part in parts:
            match part.lowered if isinstance(part, Word) else part:
                case Not(barring):
                    barred.append(barring)
                case Prefer(must, should):  # adding the scores of `should` can wait for the few
                    wanted.append(self.scores(must, weight))
                    preferred.extend(should)
                case other:
                    wanted.append(self.scores(other, weight))
        found = _common(wanted) if wanted else dict.fromkeys(self._snapshot.documents, 0.0)
        for part in barred:
            for doc in self.scores(part).keys() & found.keys():
                del found[doc]
        return self._raised(found, preferred, weight)

    def _raised(self, found: Scores, preferred: Iterable[Query], weight: float) -> Scores:
        """What was found, higher where it matches something preferred."""
        for part in preferred:
            more = self.scores(part, weight)
            for doc in more.keys() & found.keys():
                found[doc] += more[doc]
        return found

    def _ranked(self, field: str, postings: Postings, weight: float) -> Scores:
        """BM25 of the documents that hold a term (or phrase) so and so often."""
        documents, frequencies = postings
        held, absent = len(documents), self._snapshot.count - len(documents)
        top = weight * log(1 + (absent + 0.5) / (held + 0.5)) * (BM25_K1 + 1)
        norms = self._snapshot.norms(field)
        pairs = zip(documents, frequencies, strict=True)
        if norms is None:
            return {doc: top * often / (often + BM25_K1) for doc, often in pairs}
        return {doc: top * often / (often + norms[doc]) for doc, often in pairs}

    def _any_word(self, field: str, words: Iterable[str], weight: float) -> Scores:
        """Documents that hold one of the words: all of them are taken for one word."""
        often: dict[int, float] = defaultdict(float)
        for word in words:
            for doc, frequency in zip(*self._snapshot.postings(field, word), strict=True):
                often[doc] += frequency
        return self._ranked(field, Postings(list(often), list(often.values())), weight)

    def _fitting(self, field: str, pattern: str) -> list[str]:
        return list(filter(fits(pattern), self._snapshot.words(field, head(pattern))))

    def _published(self, query: DateRange) -> Collection[int]:
        first = first_minute(query.since) if query.since else 1
        end = first_minute(query.until) + DAY if query.until else float("inf")
        published = enumerate(self._snapshot.published)
        return {doc for doc, when in published if first <= when < end} & self._snapshot.documents

    def _phrase(self, query: Phrase) -> Postings:
        field, words = query.field, query.words
        holders = [set(self._snapshot.postings(field, word).documents) for word in {*words}]
        documents = set.intersection(*holders)
        places = {word: self._snapshot.positions(field, word, documents) for word in {*words}}
        gaps = self._snapshot.positions(field, GAP, documents) if query.slop else {}
        often = {
            doc: _chains([places[word][doc] for word in words], query.slop, gaps.get(doc, ()))
            for doc in documents
        }
        found = [doc for doc in often if often[doc]]
        return Postings(found, [often[doc] for doc in found])


def _chains(places: Sequence[Sequence[int]], slop: int, gaps: Sequence[int]) -> int:
    """How many positions of the last word end a chain of all words in order.

    Between a word and the next lie at most `slop` others, and no gap.
    """
    ends: Sequence[int] = places[0]
    for following in places[1:]:
        ends = [place for place in following if _follows(place, ends, slop, gaps)]
    return len(ends)


def _follows(place: int, ends: Sequence[int], slop: int, gaps: Sequence[int]) -> bool:
    """Does `place` come soon after one of `ends`? The last one before it is the nearest."""
    before = bisect_left(ends, place)
    if not before:
        return False
    end = ends[before - 1]
    return place - end <= slop + 1 and bisect(gaps, end) == bisect(gaps, place)


def _common(parts: Sequence[Scores]) -> Scores:
    found, *others = sorted(parts, key=len)
    for part in others:
        found = {doc: score + part[doc] for doc, score in found.items() if doc in part}
    return found


def _sum(parts: Sequence[Scores]) -> Scores:
    longest, *others = sorted(parts, key=len, reverse=True)
    total = dict(longest)
    for part in others:
        for doc, score in part.items():
            total[doc] = total.get(doc, 0.0) + score
    return total
