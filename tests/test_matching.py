"""One document asked by itself: it answers as every engine does."""

from hypothesis import given
from tests.engines import reference, samples
from tests.engines.agreement import questions

from beritasearch.document import Document
from beritasearch.matching import Held
from beritasearch.query.tree import Query


@given(document=samples.documents(), asked=questions)
def test_matches_what_an_engine_would_find(document: Document, asked: list[Query]) -> None:
    held = Held(document)
    for query in asked:
        assert held.matches(query) == reference.matches(query, document)
