"""The index as one commit left it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from math import log
from pathlib import Path

from tantivy import DocAddress, Query, Searcher

from beritasearch.engines.tantivy.files import (
    CONTENTS,
    has_deleted,
    open_index,
    readable,
    translated,
)
from beritasearch.engines.tantivy.schema import KEPT, facet_field, schema, words_of
from beritasearch.engines.vocabulary import Vocabulary

MOST_IDS = 20_000
"""Ids that are remembered: to read one, an article is unpacked."""
_TOO_MANY = "bucket limit"
Stamp = tuple[int, int, int]


class Snapshot:
    """One commit, opened. Safe to be asked from many threads."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.stamp = stamp(directory)  # before it is opened: a commit in between is seen later
        with translated(directory), readable(directory) as place:
            self.searcher: Searcher = open_index(place).searcher()
            # True only where both are of one commit, as the stamp tells.
            self._whole = not has_deleted(place) and stamp(directory) == self.stamp
        self._ids: dict[tuple[int, int], str] = {}
        self._vocabularies: dict[str, Vocabulary] = {}

    @property
    def count(self) -> int:
        """How many documents it holds."""
        return self.searcher.num_docs

    def total(self, query: Query) -> int:
        """How many documents match."""
        with translated(self._directory):
            return int(self.searcher.search(query, limit=1).count)  # type: ignore[attr-defined]

    def rarity(self, holding: int) -> float:
        """BM25's weight of what stands in so many documents."""
        return log(1 + (self.count - holding + 0.5) / (holding + 0.5))

    def id(self, address: DocAddress) -> str:
        """The id of a document."""
        key = address.segment_ord, address.doc
        found = self._ids.get(key)
        if found is None:
            found = str(self.searcher.doc(address).get_first("id"))
            if len(self._ids) < MOST_IDS:
                self._ids[key] = found
        return found

    def texts(self, query: Query, field: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Id and words, with their gaps, of every document that matches."""
        with translated(self._directory):
            hits = self.searcher.search(query, limit=max(1, self.count)).hits
            for _, address in hits:
                held = self.searcher.doc(address)
                kept = held.get_first(KEPT)
                yield str(held.get_first("id")), words_of(bytes(kept or b""), field)

    def words(self, field: str, prefix: str) -> Iterable[str]:
        """The words of a field that start so; some may be held by deleted documents only."""
        with translated(self._directory):
            return [word for word, _ in self.searcher.terms_with_prefix(field, prefix)]

    def vocabulary(self, field: str) -> Vocabulary:
        """The words of a field."""
        if field not in self._vocabularies:
            self._vocabularies[field] = Vocabulary(self.words(field, ""))
        return self._vocabularies[field]

    def frequency(self, field: str, word: str) -> int:
        """How many documents hold the word. Tantivy's own count includes deleted ones."""
        if self._whole:
            return self.searcher.doc_freq(field, word)
        return self.total(Query.term_query(schema(), field, word, "basic"))

    def facets(self, query: Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many of the matching documents have each value, the commonest first."""
        if not names:
            return {}
        with translated(self._directory):
            return {name: _commonest_first(counts) for name, counts in self._counts(query, names)}

    def _counts(
        self, query: Query, names: Sequence[str]
    ) -> Iterator[tuple[str, Iterable[tuple[str, int]]]]:
        wanted = {n: {"terms": {"field": facet_field(n), "size": 1 << 31}} for n in names}
        try:
            found = self.searcher.aggregate(query, wanted)
        except ValueError as error:
            if _TOO_MANY not in str(error):
                raise
            # More than 65,000 values, of people most likely: exact as well, but slower.
            for name in names:
                yield name, self.searcher.terms_with_prefix(facet_field(name), "", query)
            return
        for name in names:
            buckets = found[name]["buckets"]
            yield name, [(bucket["key"], bucket["doc_count"]) for bucket in buckets]


def stamp(directory: Path) -> Stamp:
    """What changes with every commit."""
    with translated(directory):
        about = os.stat(f"{directory}/{CONTENTS}")  # noqa: PTH116 # as fast as can be: at every search
    return about.st_ino, about.st_mtime_ns, about.st_size


def _commonest_first(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(counts, key=lambda item: (-item[1], item[0])))
