"""WhooshEngine: the port over Whoosh's files."""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from threading import Lock

from whoosh.index import FileIndex

from beritasearch.document import Document
from beritasearch.engine import Match, Matches, Sort
from beritasearch.engines.whoosh import writing
from beritasearch.engines.whoosh.evaluation import Evaluation, Scores
from beritasearch.engines.whoosh.files import DurableStorage, translated
from beritasearch.engines.whoosh.schema import schema
from beritasearch.engines.whoosh.snapshot import INDEX_NAME, Snapshot, is_current, take
from beritasearch.errors import EngineError, IndexDamaged
from beritasearch.query.tree import Query


class WhooshEngine:
    """A Whoosh index in a directory, made when the directory is empty or missing.

    Searches see every commit made before them, by this engine or another process.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._storage = DurableStorage(str(directory))
        self._opening, self._writing = Lock(), Lock()
        self._closed = False
        with translated(directory):
            self._make()
        self._snapshot = take(directory, {})
        self._index = FileIndex(self._storage, indexname=INDEX_NAME)

    def put(self, documents: Iterable[Document]) -> None:
        """Add, replacing those with the same id; durable and visible on return."""
        self._refuse_if_closed()
        with self._writing:
            writing.put(self._index, self._directory, documents)

    def remove(self, ids: Iterable[str]) -> None:
        """Take out; unknown ids are ignored; durable and visible on return."""
        self._refuse_if_closed()
        with self._writing:
            writing.remove(self._index, self._directory, ids)

    def search(
        self,
        query: Query,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
    ) -> Matches:
        """The matches from `offset` on, at most `limit` (None: all)."""
        snapshot = self._current()
        scores = Evaluation(snapshot).scores(query)
        end = len(scores) if limit is None else min(offset + limit, len(scores))
        page = _ordered(snapshot, scores, sort, end)[offset:] if offset < end else []
        return Matches(
            page=tuple(Match(name, scores[doc]) for name, doc in page),
            total=len(scores),
            facets={name: _counts(snapshot.facet(name), scores) for name in facets},
        )

    def similar(self, field: str, word: str, edits: int) -> Sequence[tuple[str, int]]:
        """Words of a WORDS field within `edits` of `word`, and how many articles hold each."""
        snapshot = self._current()
        alike = snapshot.vocabulary(field).near(word, edits)
        counted = ((found, snapshot.frequency(field, found)) for found in alike)
        return [(found, count) for found, count in counted if count]

    def count(self) -> int:
        """How many articles it holds."""
        return self._current().count

    def close(self) -> None:
        """Let go of files, as soon as the searches under way are done."""
        with self._opening:
            self._closed = True
            self._snapshot = Snapshot(-1, ())

    def _make(self) -> None:
        self._storage.create()
        names = self._storage.list()
        if any(name.endswith(".toc") for name in names):
            return
        if any(name.startswith(f"{INDEX_NAME}_") and name.endswith(".trm") for name in names):
            raise IndexDamaged(
                f"{self._directory} holds an index without its table of contents (.toc); "
                "rebuild it from the stored articles: beritasearch reindex"
            )
        FileIndex.create(self._storage, schema(), INDEX_NAME)

    def _current(self) -> Snapshot:
        with self._opening:
            self._refuse_if_closed()
            if not is_current(self._snapshot, self._directory):
                known = self._snapshot.segments
                self._snapshot = take(self._directory, known)
            return self._snapshot

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise EngineError(f"the index in {self._directory} has been closed; open it again")


def _ordered(
    snapshot: Snapshot, scores: Scores, sort: Sort, count: int
) -> Sequence[tuple[str, int]]:
    """The first `count` documents as (id, document), in the order of the port."""
    ranks = _ranks(snapshot, scores, sort)
    # Only those that can be on the page need their ids: the rest rank below the last.
    last = min(heapq.nlargest(count, ranks.values()))
    names = snapshot.ids([doc for doc, rank in ranks.items() if rank >= last])
    return heapq.nsmallest(
        count, ((name, doc) for doc, name in names.items()), key=lambda n: (-ranks[n[1]], n[0])
    )


def _ranks(snapshot: Snapshot, scores: Scores, sort: Sort) -> Mapping[int, float]:
    """Document → what falls along the order; equal ones are told apart by id."""
    if sort == "relevance":
        return scores
    if sort == "id":
        return dict.fromkeys(scores, 0.0)
    published = snapshot.published
    if sort == "newest":
        return {doc: published[doc] for doc in scores}
    return {doc: -published[doc] or float("-inf") for doc in scores}


def _counts(values: Sequence[tuple[str, ...]], documents: Iterable[int]) -> dict[str, int]:
    """How many of the documents have each value, the commonest first."""
    counter = Counter(chain.from_iterable(map(values.__getitem__, documents)))
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
