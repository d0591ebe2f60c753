"""TantivyEngine: the port over Tantivy's files."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock

from beritasearch.document import Document
from beritasearch.engine import Matches, Sort
from beritasearch.engines.tantivy.compiling import Compiler, is_flat
from beritasearch.engines.tantivy.files import CONTENTS, open_index, translated, writer
from beritasearch.engines.tantivy.ordering import Ordering
from beritasearch.engines.tantivy.schema import row
from beritasearch.engines.tantivy.snapshot import Snapshot, stamp
from beritasearch.errors import EngineError
from beritasearch.query.tree import Query


class TantivyEngine:
    """A Tantivy index in a directory, made when the directory is empty or missing.

    Searches see every commit made before them, by this engine or another process.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._opening, self._writing = Lock(), Lock()
        if not (directory / CONTENTS).exists():
            open_index(directory)
        self._snapshot: Snapshot | None = Snapshot(directory)

    def put(self, documents: Iterable[Document]) -> None:
        """Add, replacing those with the same id; durable and visible on return."""
        self._current()
        with self._writing, writer(self._directory) as opened:
            for document in documents:
                with translated(self._directory):
                    made = row(document)
                    opened.delete_documents_by_term("id", document.id)
                    opened.add_document(made)

    def remove(self, ids: Iterable[str]) -> None:
        """Take out; unknown ids are ignored; durable and visible on return."""
        self._current()
        with self._writing, writer(self._directory) as opened, translated(self._directory):
            for name in ids:
                opened.delete_documents_by_term("id", name)

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
        with translated(self._directory):
            compiled = Compiler(snapshot).compiled(query)
            ordering = Ordering(snapshot, compiled, sort, flat=is_flat(query))
            page, total = ordering.page(offset, None if limit is None else offset + limit)
            return Matches(page, total, snapshot.facets(compiled, facets))

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
            self._snapshot = None

    def _current(self) -> Snapshot:
        with self._opening:
            if self._snapshot is None:
                raise EngineError(f"the index in {self._directory} has been closed; open it again")
            if self._snapshot.stamp != stamp(self._directory):
                self._snapshot = Snapshot(self._directory)
            return self._snapshot
