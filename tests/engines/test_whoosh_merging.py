"""Another process merges segments away while a search that has begun reads them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.engines.samples import document

from beritasearch.document import Document
from beritasearch.engines.whoosh import WhooshEngine
from beritasearch.engines.whoosh.snapshot import Snapshot
from beritasearch.query.tree import Query, Term

BANJIR: Query = Term("body", "banjir")
CORPUS = range(12)


def written(year: int) -> Iterator[Document]:
    for number in CORPUS:
        when = (year * 10_000 + 101 + number) * 10_000
        yield document(str(number), "banjir", published=when, city=(f"kota {year}",))


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[tuple[WhooshEngine, WhooshEngine]]:
    """One that reads an index, and one that writes it."""
    with closing(WhooshEngine(tmp_path)) as writer:
        writer.put(written(2023))
        with closing(WhooshEngine(tmp_path)) as reader:
            yield reader, writer


@pytest.mark.parametrize(
    ("asked", "of_2024"),
    [
        ({}, {}),
        ({"sort": "newest"}, {}),
        ({"sort": "oldest", "limit": None}, {}),
        ({"facets": ("city", "year")}, {"city": {"kota 2024": 12}, "year": {"2024": 12}}),
    ],
)
def test_a_search_that_reads_what_was_merged_away_is_answered_from_what_is_there(
    engines: tuple[WhooshEngine, WhooshEngine],
    asked: dict[str, Any],
    of_2024: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, writer = engines
    writes_once(monkeypatch, "postings", lambda: writer.put(written(2024)))
    found = reader.search(BANJIR, **asked)
    assert found == writer.search(BANJIR, **asked)
    assert (found.total, found.facets) == (len(CORPUS), of_2024)


def test_so_is_what_is_alike(
    engines: tuple[WhooshEngine, WhooshEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = engines
    others = [document(str(number), "longsor") for number in CORPUS]
    writes_once(monkeypatch, "vocabulary", lambda: writer.put(others))
    assert reader.similar("body", "lonsor", 1) == [("longsor", len(CORPUS))]


def writes_once(monkeypatch: pytest.MonkeyPatch, name: str, write: Callable[[], None]) -> None:
    """Have somebody write as soon as a snapshot is asked for that."""
    real = getattr(Snapshot, name)

    def first_written(snapshot: Snapshot, *asked: str) -> Any:
        monkeypatch.setattr(Snapshot, name, real)
        write()
        return real(snapshot, *asked)

    monkeypatch.setattr(Snapshot, name, first_written)
