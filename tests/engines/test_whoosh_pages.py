"""Pages of many matches, which Whoosh's engine doesn't score one by one: slices of all of them."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.engines.samples import document

from beritasearch.document import Document
from beritasearch.engine import Sort
from beritasearch.engines.whoosh import WhooshEngine
from beritasearch.query.tree import And, Not, Or, Phrase, Prefer, Prefix, Query, Term, Word

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "id")
WORDS = ["banjir", "rob", "pasar", "jalan", "warga", "bupati"]
QUERIES: list[Query] = [
    *(Word(word, word) for word in WORDS[:3]),
    Word("banjir", None),
    Term("body", "rob"),
    Prefix("body", "ba"),
    Or((Word("banjir", "banjir"), Word("rob", "rob"))),
    And((Word("banjir", "banjir"), Not(Term("body", "rob")))),
    Prefer(Term("stems", "banjir"), (Phrase("body", ("banjir", "rob")), Term("title", "pasar"))),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    drawing = random.Random(3)
    directory: Path = tmp_path_factory.mktemp("whoosh")
    with closing(WhooshEngine(directory)) as engine:
        for start in range(0, 900, 300):
            engine.put(_document(drawing, number) for number in range(start, start + 300))
        engine.remove(map(str, range(0, 900, 7)))
        yield engine


def _document(drawing: random.Random, number: int) -> Document:
    body = drawing.choices(WORDS, (9, 5, 3, 2, 1, 1), k=drawing.randrange(1, 60))
    title = drawing.choices(WORDS, k=2)
    day = drawing.choice((None, 202401010000 + 10_000 * drawing.randrange(28)))
    return document(
        str(number),
        " ".join(body),
        title=" ".join(title),
        stems=" ".join(title + body),
        published=day,
    )


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_page_is_a_slice_of_all_matches(engine: WhooshEngine, query: Query, sort: Sort) -> None:
    every = engine.search(query, limit=None, sort=sort)
    assert len(every.page) == every.total
    for offset, limit in ((0, 1), (0, 10), (5, 20), (0, 5000), (every.total - 3, 10), (0, 0)):
        found = engine.search(query, limit=limit, offset=offset, sort=sort)
        assert found.total == every.total
        expected = every.page[offset : offset + limit]
        assert [match.id for match in found.page] == [match.id for match in expected]
        scores = [match.score for match in found.page]
        assert scores == pytest.approx([match.score for match in expected])


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_order_scores_alike(engine: WhooshEngine, query: Query) -> None:
    by_sort = [
        {match.id: match.score for match in engine.search(query, limit=None, sort=sort).page}
        for sort in SORTS
    ]
    for other in by_sort[1:]:
        assert other == pytest.approx(by_sort[0])


def test_a_term_is_looked_up_as_whoosh_does(engine: WhooshEngine) -> None:
    for segment in engine._current().segments.values():
        for field in ("id", "title", "body", "stems"):
            words = [word for name, word in segment._terms.terms() if name == field]
            assert len(words) > 1
            for word in words:
                about, found = (
                    segment._terms.term_info(field, word),
                    segment._dictionary.find(field, word),
                )
                assert found is not None
                assert found.documents == about.doc_frequency()
                assert (found.offset, (found.length,)) == about.extent()
            assert segment._dictionary.find(field, b"no such word") is None


def test_lists_that_are_kept_are_bounded(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beritasearch.engines.whoosh.snapshot._MOST_KEPT", 50)
    snapshot = engine._current()
    before = [engine.search(Term("body", word)).total for word in WORDS]
    assert snapshot._kept <= 50
    assert [engine.search(Term("body", word)).total for word in WORDS] == before
