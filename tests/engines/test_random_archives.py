"""Random small archives, random queries: every engine finds what the reference finds."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.conftest import Opener
from tests.engines.reference import ReferenceEngine
from tests.engines.samples import IDS, WORDS, documents, queries, word, word_field

from beritasearch.document import FACETS, Document
from beritasearch.engine import Engine
from beritasearch.query.tree import Query

batches = st.lists(
    st.lists(documents(), max_size=6)
    | st.sets(st.sampled_from(IDS), min_size=1, max_size=3).map(sorted),
    min_size=1,
    max_size=4,
)
"""What happens to an archive: batches put, and ids taken out."""


def apply(engine: Engine, batch: Iterable[Document | str]) -> None:
    items = list(batch)
    if items and isinstance(items[0], str):
        engine.remove(items)
    else:
        engine.put(items)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    batches=batches,
    asked=st.lists(queries, min_size=1, max_size=6),
    similar=st.tuples(word_field, word | st.text("abkot", max_size=5), st.integers(0, 2)),
)
def test_finds_what_the_reference_finds(
    real_opener: Opener,
    batches: list[list[Document | str]],
    asked: list[Query],
    similar: tuple[str, str, int],
) -> None:
    reference = ReferenceEngine({})
    with TemporaryDirectory() as directory, closing(real_opener(Path(directory))) as engine:
        for batch in batches:
            apply(reference, batch)
            apply(engine, batch)
        assert engine.count() == reference.count()
        assert sorted(engine.similar(*similar)) == sorted(reference.similar(*similar))
        for query in asked:
            agree(engine, reference, query)


def agree(engine: Engine, reference: ReferenceEngine, query: Query) -> None:
    expected = reference.search(query, limit=None, facets=FACETS)
    found = engine.search(query, limit=None, facets=FACETS)
    assert {match.id for match in found.page} == {match.id for match in expected.page}
    assert len(found.page) == found.total == expected.total
    assert found.facets == expected.facets
    for sort in ("newest", "oldest", "id"):
        one = engine.search(query, limit=3, offset=1, sort=sort)
        other = reference.search(query, limit=3, offset=1, sort=sort)
        assert [match.id for match in one.page] == [match.id for match in other.page]
    pages = [engine.search(query, limit=2, offset=start).page for start in range(0, len(IDS), 2)]
    assert [match for page in pages for match in page] == list(found.page)


def test_words_of_the_samples_are_distinct() -> None:
    assert len(set(WORDS)) == len(WORDS)
