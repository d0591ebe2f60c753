"""WhooshEngine: the port over Whoosh's files."""

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain, repeat
from pathlib import Path
from threading import Lock
from typing import TypeVar

from whoosh.index import FileIndex

from beritasearch.document import Document
from beritasearch.engine import Match, Matches, Sort
from beritasearch.engines.whoosh.evaluation import Evaluation
from beritasearch.engines.whoosh.files import DurableStorage, translated
from beritasearch.engines.whoosh.schema import schema
from beritasearch.engines.whoosh.snapshot import INDEX_NAME, TRIES, Snapshot, is_current, take
from beritasearch.errors import EngineError, IndexDamaged
from beritasearch.query.tree import Query

_Answer = TypeVar("_Answer")


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

    def put(self, documents: Iterable[Document]) -> None:
        """Add, replacing those with the same id; durable and visible on return."""
        self._refuse_if_closed()
        with self._writing:
            from beritasearch.engines.whoosh import writing  # no search needs it

            writing.put(self._index, self._directory, documents)

    def remove(self, ids: Iterable[str]) -> None:
        """Take out; unknown ids are ignored; durable and visible on return."""
        self._refuse_if_closed()
        with self._writing:
            from beritasearch.engines.whoosh import writing

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
        asked = partial(_search, query, limit=limit, offset=offset, sort=sort, facets=facets)
        return self._answer(asked)

    def similar(self, field: str, word: str, edits: int) -> Sequence[tuple[str, int]]:
        """Words of a WORDS field within `edits` of `word`, and how many articles hold each."""
        return self._answer(partial(_similar, field, word, edits))

    def count(self) -> int:
        """How many articles it holds."""
        return self._current().count

    def close(self) -> None:
        """Let go of files, as soon as the searches under way are done."""
        with self._opening:
            self._closed = True
            self._snapshot = Snapshot(-1, ())

    @cached_property
    def _index(self) -> FileIndex:
        """To be written to. It reads again what the snapshot has read: not for a search."""
        with translated(self._directory):
            return FileIndex(self._storage, indexname=INDEX_NAME)

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

    def _answer(self, ask: Callable[[Snapshot], _Answer]) -> _Answer:
        """What the newest commit answers.

        Columns are read when they are first needed. By then another process may have merged their
        segment into another and deleted it: what was read after that is no answer, and no damage.
        """
        for _ in range(TRIES):
            snapshot = self._current()
            read_before = snapshot.read
            try:
                answer = ask(snapshot)
            except IndexDamaged:
                if is_current(snapshot, self._directory):
                    raise
            else:
                if snapshot.read == read_before or is_current(snapshot, self._directory):
                    return answer
        raise EngineError(f"the index in {self._directory} changes faster than it can be read")

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


def _search(
    query: Query,
    snapshot: Snapshot,
    *,
    limit: int | None,
    offset: int,
    sort: Sort,
    facets: Sequence[str],
) -> Matches:
    evaluation = Evaluation(snapshot)
    found: Collection[int]
    if sort == "relevance":
        end = snapshot.count if limit is None else offset + limit
        found, scores = evaluation.best(query, end)
        page = _page(snapshot, _highest(scores, scores.values()), len(found), offset, limit)
    else:
        found = evaluation.matching(query)
        page = _page(snapshot, _sorted(snapshot, found, sort), len(found), offset, limit)
        scores = evaluation.scores(query, among={doc for _, doc in page})
    return Matches(
        page=tuple(Match(name, scores[doc]) for name, doc in page),
        total=len(found),
        facets={name: _counts(snapshot.facet(name), found) for name in facets},
    )


def _similar(field: str, word: str, edits: int, snapshot: Snapshot) -> list[tuple[str, int]]:
    alike = snapshot.vocabulary(field).near(word, edits)
    counted = ((found, snapshot.frequency(field, found)) for found in alike)
    return [(found, count) for found, count in counted if count]


_Ranked = Callable[[int], Mapping[int, float]]
"""So many documents → all that can be among so many first ones, with what falls along the order."""


def _page(
    snapshot: Snapshot, ranked: _Ranked, total: int, offset: int, limit: int | None
) -> Sequence[tuple[str, int]]:
    """A page of documents as (id, document), in the order of the port."""
    end = total if limit is None else min(offset + limit, total)
    if offset >= end:
        return ()
    # Only those that can be on the page need their ids.
    ranks = ranked(end)
    names = ((name, doc) for doc, name in snapshot.ids(ranks).items())
    return heapq.nsmallest(end, names, key=lambda n: (-ranks[n[1]], n[0]))[offset:]


def _sorted(snapshot: Snapshot, found: Collection[int], sort: Sort) -> _Ranked:
    published = snapshot.published
    match sort:
        case "newest":
            return partial(_newest, snapshot, found)
        case "oldest":
            return _highest(found, [-published[doc] or float("-inf") for doc in found])
    return _highest(found, repeat(0.0, len(found)))


def _highest(found: Collection[int], ranks: Iterable[float]) -> _Ranked:
    def ranked(count: int) -> Mapping[int, float]:
        held = list(ranks)
        last = heapq.nlargest(count, held)[-1]
        return {doc: rank for doc, rank in zip(found, held, strict=True) if rank >= last}

    return ranked


def _newest(snapshot: Snapshot, found: Collection[int], count: int) -> Mapping[int, float]:
    published = snapshot.published
    if len(found) ** 2 < count * snapshot.count:
        return _highest(found, map(published.__getitem__, found))(count)
    # Many: they are soon met where all documents are gone through, the newest first.
    kept: dict[int, float] = {}
    last = 0
    for doc in filter(set(found).__contains__, snapshot.by_time):
        if len(kept) >= count and published[doc] < last:
            break
        kept[doc] = last = published[doc]
    return kept


def _counts(values: Sequence[tuple[str, ...]], documents: Iterable[int]) -> dict[str, int]:
    """How many of the documents have each value, the commonest first."""
    counter = Counter(chain.from_iterable(map(values.__getitem__, documents)))
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
