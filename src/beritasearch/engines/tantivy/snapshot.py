"""The index as one commit left it."""

from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path

from tantivy import DocAddress, Query, Searcher

from beritasearch.engines.tantivy.files import CONTENTS, open_index, readable, translated
from beritasearch.engines.tantivy.schema import KEPT, facet_field, schema, words_of
from beritasearch.engines.vocabulary import ByLength, by_length

_TOO_MANY = "bucket limit"
Stamp = tuple[int, int, int]


class Snapshot:
    """One commit, opened. Safe to be asked from many threads."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.stamp = stamp(directory)  # before it is opened: a commit in between is seen later
        with translated(directory), readable(directory) as place:
            self.searcher: Searcher = open_index(place).searcher()
        self._buckets: dict[str, ByLength] = {}

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
        return str(self.searcher.doc(address).get_first("id"))

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

    def words_by_length(self, field: str) -> ByLength:
        """The words of a field, by how many characters they have."""
        if field not in self._buckets:
            self._buckets[field] = by_length(self.words(field, ""))
        return self._buckets[field]

    def frequency(self, field: str, word: str) -> int:
        """How many documents hold the word. Tantivy's own count includes deleted ones."""
        return self.total(Query.term_query(schema(), field, word, "basic"))

    def facets(self, query: Query, names: Iterable[str]) -> dict[str, dict[str, int]]:
        """How many of the matching documents have each value, the commonest first."""
        return {name: _commonest_first(self._counts(query, facet_field(name))) for name in names}

    def _counts(self, query: Query, field: str) -> Iterable[tuple[str, int]]:
        wanted = {"found": {"terms": {"field": field, "size": 1 << 31}}}
        with translated(self._directory):
            try:
                buckets = self.searcher.aggregate(query, wanted)["found"]["buckets"]
            except ValueError as error:
                if _TOO_MANY not in str(error):
                    raise
                # More than 65,000 values, of people most likely: exact as well, but slower.
                return self.searcher.terms_with_prefix(field, "", filter_query=query)
        return [(bucket["key"], bucket["doc_count"]) for bucket in buckets]


def stamp(directory: Path) -> Stamp:
    """What changes with every commit."""
    with translated(directory):
        about = (directory / CONTENTS).stat()
    return about.st_ino, about.st_mtime_ns, about.st_size


def _commonest_first(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(counts, key=lambda item: (-item[1], item[0])))
