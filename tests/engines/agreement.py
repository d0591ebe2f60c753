"""Lives of small archives, and whether an engine finds what the reference engine finds."""

from collections.abc import Iterable

from hypothesis import strategies as st
from tests.engines.reference import ReferenceEngine
from tests.engines.samples import IDS, documents, queries, word, word_field

from beritasearch.document import FACETS, Document
from beritasearch.engine import Engine
from beritasearch.query.tree import Query

Batch = list[Document] | list[str]

batches: st.SearchStrategy[list[Batch]] = st.lists(
    st.lists(documents(), max_size=6)
    | st.sets(st.sampled_from(IDS), min_size=1, max_size=3).map(sorted),
    min_size=1,
    max_size=4,
)
"""What happens to an archive: batches put, and ids taken out."""
questions = st.lists(queries, min_size=1, max_size=6)
typos = st.tuples(word_field, word | st.text("abkot", max_size=5), st.integers(0, 2))


def agrees(
    engine: Engine, lived: Iterable[Batch], asked: Iterable[Query], typo: tuple[str, str, int]
) -> None:
    """Let the engine live through the batches; compare its answers with the reference's."""
    reference = ReferenceEngine({})
    for batch in lived:
        for one in (reference, engine):
            if batch and isinstance(batch[0], str):
                one.remove(batch)
            else:
                one.put(batch)
    assert engine.count() == reference.count()
    assert sorted(engine.similar(*typo)) == sorted(reference.similar(*typo))
    for query in asked:
        answers_alike(engine, reference, query)


def answers_alike(engine: Engine, reference: ReferenceEngine, query: Query) -> None:
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
