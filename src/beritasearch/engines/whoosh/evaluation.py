"""A query, term at a time: which documents match, and their scores.

Two questions, for what is asked first is cheap: sets alone give totals, facets and other orders,
and only what is left of several words is scored. Not Whoosh's matchers: they ignore boosts on
prefixes and wildcards, walk a document at a time (2.5 µs a posting, where a list costs .6) and
give no exact totals with a limit.
"""

from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nlargest
from itertools import compress
from math import inf, log
from operator import itemgetter
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
Documents = AbstractSet[int]

_LOOK_UP = 16
"""How many postings are passed over in the time that one takes to be looked up."""


class Evaluation:
    """Queries over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._gathered: dict[Query, Postings] = {}

    def matching(self, query: Query, among: Documents | None = None) -> Collection[int]:  # noqa: PLR0911 # a case a node
        """The documents that match, each once, of all or `among` those."""
        match query:
            case All():
                return self._all(among)
            case Nothing():
                return ()
            case Term() | Phrase() | Prefix() | Wildcard():
                held = self._postings(query)
                return (held if among is None else _restricted(held, among)).documents
            case Word():
                return self.matching(query.lowered, among)
            case DateRange():
                return self._published(query, self._all(among))
            case And(parts):
                return self._all_of(parts, among)
            case Or(parts):
                return set().union(*(self.matching(part, among) for part in parts))
            case Not(part):
                documents = self._all(among)
                return documents - set(self.matching(part, documents))
            case Boost(part) | Prefer(part):
                return self.matching(part, among)
        assert_never(query)

    def _all(self, among: Documents | None) -> Documents:
        return self._snapshot.documents if among is None else among

    def _all_of(self, parts: Iterable[Query], among: Documents | None) -> Collection[int]:
        # Dates and what is barred are looked up for each document: for the fewer, the better.
        for part in sorted(parts, key=_looks_at_each):
            among = set(self.matching(part, among))
        return self._all(among)

    def scores(  # noqa: PLR0911 # a case a node
        self, query: Query, weight: float = 1.0, among: Documents | None = None
    ) -> Scores:
        """Every document that matches (of `among` those), with its score times `weight`."""
        match query:
            case Term() | Phrase() | Prefix() | Wildcard():
                return self._ranked(query.field, self._postings(query), weight, among)
            case Word():
                return self.scores(query.lowered, weight, among)
            case And(parts):
                return self._summed(parts, weight, set(self.matching(query, among)))
            case Or(parts):
                return _sum([self.scores(part, weight, among) for part in parts])
            case Boost(part, factor):
                return self.scores(part, weight * factor, among)
            case Prefer(must, should):
                found = self.scores(must, weight, among)
                for part in should:
                    _add(self.scores(part, weight, found.keys()), found)
                return found
            case All() | Nothing() | DateRange() | Not():
                return dict.fromkeys(self.matching(query, among), 0.0)
        assert_never(query)

    def best(self, query: Query, count: int) -> tuple[Collection[int], Scores]:
        """The documents that match, and the scores of all that can be among the `count` best."""
        match query:
            case Word():
                return self.best(query.lowered, count)
            case Prefer(must, should):
                scores = self.scores(must)
                *others, longest = sorted(should, key=lambda part: len(self.matching(part)))
                for part in others:
                    _add(self.scores(part, among=scores.keys()), scores)
                return scores, self._best(scores, longest, count)
        scores = self.scores(query)
        return scores, scores

    def _best(self, scores: Scores, longest: Query, count: int) -> Scores:
        """The last part is looked up for those that it can still bring among the best."""
        best = dict(nlargest(count, scores.items(), key=itemgetter(1)))
        _add(self.scores(longest, among=best.keys()), best)
        enough = min(best.values(), default=0.0) - self._most(longest)
        kept = {doc: score for doc, score in scores.items() if score >= enough}
        _add(self.scores(longest, among=kept.keys()), kept)
        return kept

    def _most(self, query: Query, weight: float = 1.0) -> float:
        """No document scores higher."""
        match query:
            case Boost(part, factor):
                return self._most(part, weight * factor)
            case Term():
                return self._top(self._postings(query), weight)
        return inf

    def _summed(self, parts: Iterable[Query], weight: float, found: Documents) -> Scores:
        scores = dict.fromkeys(found, 0.0)
        for part in parts:
            match part:
                case And(inner):  # that all match is known
                    _add(self._summed(inner, weight, found), scores)
                case All() | Not() | DateRange():
                    pass
                case _:
                    _add(self.scores(part, weight, found), scores)
        return scores

    def _ranked(
        self, field: str, postings: Postings, weight: float, among: Documents | None
    ) -> Scores:
        """BM25 of the documents that hold a term (or phrase) so and so often."""
        top = self._top(postings, weight)
        norms = self._snapshot.norms(field)
        pairs = zip(*(postings if among is None else _restricted(postings, among)), strict=True)
        return {doc: top * often / (often + norms[doc]) for doc, often in pairs}

    def _top(self, postings: Postings, weight: float) -> float:
        """What BM25 comes near to, the oftener a document holds the term."""
        held, absent = len(postings.documents), self._snapshot.count - len(postings.documents)
        return weight * log(1 + (absent + 0.5) / (held + 0.5)) * (BM25_K1 + 1)

    def _postings(self, leaf: Term | Phrase | Prefix | Wildcard) -> Postings:
        """The documents that match, and how often they do."""
        if isinstance(leaf, Term):
            return self._snapshot.postings(leaf.field, leaf.text)
        if leaf not in self._gathered:
            self._gathered[leaf] = self._gather(leaf)
        return self._gathered[leaf]

    def _gather(self, leaf: Phrase | Prefix | Wildcard) -> Postings:
        match leaf:
            case Phrase():
                return self._phrase(leaf)
            case Prefix(field, text):
                return self._any_word(field, self._snapshot.words(field, text))
            case Wildcard(field, pattern):
                return self._any_word(field, self._fitting(field, pattern))

    def _any_word(self, field: str, words: Iterable[str]) -> Postings:
        """Documents that hold one of the words: all of them are taken for one word."""
        often: dict[int, float] = defaultdict(float)
        for word in words:
            for doc, frequency in zip(*self._snapshot.postings(field, word), strict=True):
                often[doc] += frequency
        return _rising(often)

    def _fitting(self, field: str, pattern: str) -> list[str]:
        return list(filter(fits(pattern), self._snapshot.words(field, head(pattern))))

    def _published(self, query: DateRange, among: Documents) -> Documents:
        first = first_minute(query.since) if query.since else 1
        end = first_minute(query.until) + DAY if query.until else float("inf")
        published = self._snapshot.published
        return {doc for doc in among if first <= published[doc] < end}

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
        return _rising({doc: count for doc, count in often.items() if count})


def _looks_at_each(part: Query) -> bool:
    """Is it answered for one document after another, and adds nothing to the score?"""
    return isinstance(part, All | Not | DateRange)


def _rising(often: Mapping[int, float]) -> Postings:
    documents = sorted(often)
    return Postings(documents, [often[doc] for doc in documents])


def _restricted(postings: Postings, among: Documents) -> Postings:
    """Those of the postings that are `among` the documents."""
    documents, frequencies = postings
    if len(among) * _LOOK_UP > len(documents):
        held = list(map(among.__contains__, documents))
        return Postings(list(compress(documents, held)), list(compress(frequencies, held)))
    size = len(documents)
    places = ((doc, bisect_left(documents, doc)) for doc in among)
    found = [(doc, at) for doc, at in places if at < size and documents[at] == doc]
    return Postings([doc for doc, _ in found], [frequencies[at] for _, at in found])


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


def _sum(parts: Sequence[Scores]) -> Scores:
    total, *others = sorted(parts, key=len, reverse=True)
    for part in others:
        for doc, score in part.items():
            total[doc] = total.get(doc, 0.0) + score
    return total


def _add(more: Scores, found: Scores) -> None:
    for doc, score in more.items():
        found[doc] += score
