"""Documents into segments, through Whoosh's own writer."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import TermNotFound

from beritasearch.document import Document
from beritasearch.engines.whoosh.files import translated
from beritasearch.engines.whoosh.inversion import InvertingWriter
from beritasearch.engines.whoosh.schema import row
from beritasearch.errors import EngineError

CHUNK = 5_000
"""Documents a commit; a longer put makes several, so that memory doesn't grow with it."""
PATIENCE = 10.0
"""Seconds to wait for another writer."""
FAN = 10
"""Segments of one size that are merged into one of the next: each document is rewritten once a
power of ten, where Whoosh's own policy (Fibonacci) rewrites small ones with every commit."""


def put(index: FileIndex, directory: Path, documents: Iterable[Document]) -> None:
    """Add, replacing those with the same id; the last of several with one id stays."""
    for chunk in _chunks(documents):
        with _writer(index, directory) as writer:
            _delete(writer, chunk)
            for document in chunk.values():
                writer.add_document(**row(document))


def remove(index: FileIndex, directory: Path, ids: Iterable[str]) -> None:
    """Take out the documents with these ids."""
    if not (ids := list(ids)):
        return
    with _writer(index, directory) as writer:
        _delete(writer, ids)


def _chunks(documents: Iterable[Document]) -> Iterator[dict[str, Document]]:
    chunk: dict[str, Document] = {}
    for document in documents:
        chunk[document.id] = document
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = {}
    if chunk:
        yield chunk


@contextmanager
def _writer(index: FileIndex, directory: Path) -> Iterator[Any]:
    with translated(directory):
        # Not compound segments: a reader copies them whole into memory.
        writer = InvertingWriter(index, compound=False, timeout=PATIENCE)
        try:
            _sweep(writer, writer.newsegment)
            yield writer
            writer.commit(mergetype=_merge)
        except UnicodeEncodeError as error:
            _abandon(writer)
            raise EngineError(
                f"{error.object[:60]!r} holds half a character (U+D800–DFFF) and can't be indexed; "
                "clean the article's text"
            ) from error
        except BaseException:
            _abandon(writer)
            raise


def _sweep(writer: Any, *own: Any) -> None:
    """Delete what writers left that failed or were killed; on a full disk it is in the way.

    (Whoosh does that when the next commit succeeds, which on a full disk none does.)
    """
    contents = TOC.read(writer.storage, writer.indexname)
    kept = [*contents.segments, *own]
    clean_files(writer.storage, writer.indexname, contents.generation, kept)


def _abandon(writer: Any) -> None:
    """A failed commit leaves the index locked and its files open; let go of all of it."""
    writer.let_go()
    with suppress(Exception):
        _sweep(writer)
    with suppress(Exception):
        writer.cancel()
    lock = writer.writelock
    if lock is not None and lock.fd is not None:
        lock.release()


def _delete(writer: Any, ids: Iterable[str]) -> None:
    # Not delete_by_term: it opens every segment anew, or compiles a query, for every id.
    if not writer.segments:
        return
    reader = writer.reader()
    try:
        for name in ids:
            with suppress(TermNotFound):
                for number in list(reader.postings("id", name).all_ids()):
                    writer.delete_document(number)
    finally:
        reader.close()


def _merge(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's merge policy hook: merges FAN segments of one size, and the half-empty ones."""
    kept: list[Any] = []
    by_size = sorted(segments, key=_size)
    for _, group in groupby(by_size, key=_size):
        alike = list(group)
        crowded = len(alike) >= FAN
        for segment in alike:
            if not segment.doc_count():
                continue
            if crowded or segment.deleted_count() * 2 > segment.doc_count_all():
                writer.absorb(segment)
            else:
                kept.append(segment)
    return kept


def _size(segment: Any) -> int:
    size, documents = 0, segment.doc_count()
    while documents >= FAN:
        size, documents = size + 1, documents // FAN
    return size
