"""The index as one commit left it: all segments under one numbering, without the deleted."""

import time
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import chain, compress, repeat
from pathlib import Path
from typing import NamedTuple

from whoosh.index import TOC

from beritasearch.engine import BM25_B, BM25_K1
from beritasearch.engines.vocabulary import Vocabulary
from beritasearch.engines.whoosh.files import OpeningStorage, translated
from beritasearch.engines.whoosh.postings import Postings
from beritasearch.engines.whoosh.schema import LENGTHS
from beritasearch.engines.whoosh.segments import LENGTH_OF, Segment

INDEX_NAME = "MAIN"  # Whoosh's default, which whoosh.index.open_dir looks for
TRIES = 20
"""How often what another process deletes meanwhile is read anew."""
_MOST_KEPT = 4_000_000  # postings that stay decoded, five bytes each
_MANY = 1000  # ids, from which on reading all of them at once pays


class Part(NamedTuple):
    """A segment's place in a snapshot, and which of its documents are deleted."""

    name: str
    segment: Segment
    base: int
    deleted: frozenset[int]


class Snapshot:
    """One generation. Documents are numbered across segments; segments outlive snapshots."""

    def __init__(self, generation: int, parts: Sequence[Part]) -> None:
        self.generation, self._parts = generation, parts
        self._bases = [part.base for part in parts]
        self._size = sum(part.segment.count for part in parts)
        self._deleted = frozenset(p.base + number for p in parts for number in p.deleted)
        self._postings: dict[tuple[str, str], Postings] = {}
        self._kept = 0
        self._norms: dict[str, Sequence[float]] = {}
        self._facets: dict[str, Sequence[tuple[str, ...]]] = {}
        self._vocabularies: dict[str, Vocabulary] = {}

    @property
    def count(self) -> int:
        """How many documents it holds."""
        return self._size - len(self._deleted)

    @property
    def read(self) -> int:
        """How many files of its segments were read since they were opened."""
        return sum(part.segment.read for part in self._parts)

    @cached_property
    def documents(self) -> frozenset[int]:
        """All of them."""
        return frozenset(range(self._size)) - self._deleted

    @property
    def segments(self) -> dict[str, Segment]:
        """Its segments by name, for the next snapshot to take over."""
        return {part.name: part.segment for part in self._parts}

    def postings(self, field: str, word: str) -> Postings:
        """The documents that hold a term, and how often; every tier of a query asks again."""
        found = self._postings.get((field, word))
        if found is None:
            found = self._postings[field, word] = _compact(self._read(field, word))
            self._kept += 1 + len(found.documents)
            self._forget()
        return found

    def _forget(self) -> None:
        """Let go of the lists that were read first, when there are too many."""
        for known in list(self._postings) if self._kept > _MOST_KEPT else ():
            # Another thread may have let go of it.
            if (old := self._postings.pop(known, None)) is not None:
                self._kept -= 1 + len(old.documents)
            if self._kept < _MOST_KEPT // 2:
                return

    def _read(self, field: str, word: str) -> Postings:
        documents: list[int] = []
        frequencies: list[float] = []
        for _, segment, base, deleted in self._parts:
            held, often = segment.postings(field, word, base)
            if deleted:
                alive = [number - base not in deleted for number in held]
                held, often = list(compress(held, alive)), list(compress(often, alive))
            documents.extend(held)
            frequencies.extend(often)
        return Postings(documents, frequencies)

    def positions(
        self, field: str, word: str, documents: Iterable[int]
    ) -> dict[int, Sequence[int]]:
        """Where the word stands in each of `documents` that holds it."""
        wanted: dict[int, list[int]] = {}
        for number in sorted(documents):
            wanted.setdefault(bisect_right(self._bases, number) - 1, []).append(number)
        found: dict[int, Sequence[int]] = {}
        for place, numbers in wanted.items():
            _, segment, base, _ = self._parts[place]
            local = segment.positions(field, word, [number - base for number in numbers])
            found |= {base + number: positions for number, positions in local.items()}
        return found

    def words(self, field: str, prefix: str) -> set[str]:
        """The words of a field that start so; some may be held by deleted documents only."""
        return set(chain.from_iterable(part.segment.words(field, prefix) for part in self._parts))

    def vocabulary(self, field: str) -> Vocabulary:
        """The words of a field."""
        if field not in self._vocabularies:
            vocabularies = (part.segment.vocabulary(field) for part in self._parts)
            self._vocabularies[field] = Vocabulary(chain.from_iterable(vocabularies))
        return self._vocabularies[field]

    def frequency(self, field: str, word: str) -> int:
        """How many documents hold the word. Whoosh's own count includes deleted ones."""
        return sum(
            sum(number not in part.deleted for number in part.segment.postings(field, word, 0)[0])
            if part.deleted
            else part.segment.frequency(field, word)
            for part in self._parts
        )

    @cached_property
    def published(self) -> Sequence[int]:
        """Document → when it was published; 0: undated."""
        return list(chain.from_iterable(part.segment.published for part in self._parts))

    @cached_property
    def by_time(self) -> Sequence[int]:
        """All documents, deleted ones too, the newest first and the undated last."""
        times = self.published
        return array("I", sorted(range(self._size), key=times.__getitem__, reverse=True))

    def norms(self, field: str) -> Sequence[float]:
        """Document → the part of BM25 that its length decides, where length counts."""
        if field not in self._norms:
            self._norms[field] = list(self._normed(field))
        return self._norms[field]

    def _normed(self, field: str) -> Iterable[float]:
        if field not in LENGTHS:
            return repeat(BM25_K1, self._size)
        lengths = b"".join(part.segment.lengths(field) for part in self._parts)
        words = sum(LENGTH_OF[byte] * often for byte, often in Counter(lengths).items())
        average = words / (len(lengths) or 1) or 1
        norm = [BM25_K1 * (1 - BM25_B + BM25_B * length / average) for length in LENGTH_OF]
        return map(norm.__getitem__, lengths)

    def ids(self, documents: Collection[int]) -> dict[int, str]:
        """Document → its id."""
        if len(documents) > _MANY:
            return {number: self._ids[number] for number in documents}
        found = {}
        for number in documents:
            _, segment, base, _ = self._parts[bisect_right(self._bases, number) - 1]
            found[number] = segment.id(number - base)
        return found

    @cached_property
    def _ids(self) -> Sequence[str]:
        return list(chain.from_iterable(part.segment.names() for part in self._parts))

    def facet(self, name: str) -> Sequence[tuple[str, ...]]:
        """Document → its values of a facet."""
        if name not in self._facets:
            values = chain.from_iterable(part.segment.facet(name) for part in self._parts)
            self._facets[name] = list(values)
        return self._facets[name]


def _compact(postings: Postings) -> Postings:
    """The same in five bytes a posting, where they hold it."""
    documents, frequencies = postings
    with suppress(ValueError, TypeError):  # above 255, or no whole number
        frequencies = bytes(frequencies)  # type: ignore[arg-type]
    return Postings(array("I", documents), frequencies)


def is_current(snapshot: Snapshot, directory: Path) -> bool:
    """Whether nothing was committed since.

    A commit writes the next table of contents, then deletes the older ones. (Not Whoosh's
    latest_generation: it lists the directory, which takes as long as a small query.)
    """
    return not _contents(directory, snapshot.generation + 1).exists() and (
        _contents(directory, snapshot.generation).exists()
    )


def _contents(directory: Path, generation: int) -> Path:
    return directory / f"_{INDEX_NAME}_{generation}.toc"


def take(directory: Path, known: Mapping[str, Segment]) -> Snapshot:
    """The index as the last commit left it. Segments that are in `known` aren't read again.

    Not Whoosh's refresh(): the forks of 2.7.4 bring deleted documents back with it. What is
    taken over here are files that never change; the deletions are read anew.
    """
    with translated(directory):
        for attempt in range(TRIES):
            try:
                return _take(directory, known)
            except FileNotFoundError:  # a writer merged a segment away between the two reads
                if attempt + 1 == TRIES:
                    raise
                time.sleep(0.01)
    raise AssertionError  # the loop returns or raises


def _take(directory: Path, known: Mapping[str, Segment]) -> Snapshot:
    storage, parts, base = OpeningStorage(str(directory)), [], 0
    with storage.opening():
        contents = TOC.read(storage, INDEX_NAME)
        for stored in contents.segments:
            name = stored.segment_id()
            segment = known.get(name) or Segment(storage, stored, directory)
            parts.append(Part(name, segment, base, frozenset(stored.deleted_docs())))
            base += segment.count
    return Snapshot(contents.generation, parts)
