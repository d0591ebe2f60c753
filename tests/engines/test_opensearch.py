"""What is OpenSearch's own: many shards, many values, many words, and what it can't be asked."""

from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from tests.cluster.nodes import Node
from tests.engines.agreement import Batch, agrees, batches, questions, typos
from tests.engines.conftest import ClusterArchive, installed
from tests.engines.reference import ReferenceEngine
from tests.engines.samples import document, fill, ids, names

from beritasearch.document import FACETS
from beritasearch.engine import Engine
from beritasearch.engines.opensearch import answers
from beritasearch.engines.opensearch.address import Address
from beritasearch.errors import EngineError
from beritasearch.query.tree import All, DateRange, Not, Or, Phrase, Prefix, Query, Term, any_of


def empty(cluster: ClusterArchive, directory: Path) -> Engine:
    cluster.emptied_for(directory)
    return installed("opensearch", directory)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lived=batches, asked=questions, typo=typos)
def test_finds_what_the_reference_finds(
    cluster_archive: ClusterArchive,
    lived: list[Batch],
    asked: list[Query],
    typo: tuple[str, str, int],
) -> None:
    with TemporaryDirectory() as folder, closing(empty(cluster_archive, Path(folder))) as engine:
        agrees(engine, lived, asked, typo)


def test_answers_are_exact_over_many_shards(
    node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So few that pages, facets and words have to be read in several goes.
    monkeypatch.setattr(answers, "WINDOW", 20)
    monkeypatch.setattr(answers, "SCANNED_AT_ONCE", 7)
    monkeypatch.setattr(answers, "VALUES", 3)
    Address(f"{node.url}/shards", shards=4).write(tmp_path)
    documents = [
        document(
            f"{n:02}", f"banjir w{n % 9} rob", title="banjir " * (n % 3), outlet=f"media {n % 11}",
            city=[f"Kota {n % 7}"], published=202401010000 + n % 5 if n % 4 else None,
        )
        for n in range(60)
    ]  # fmt: skip
    reference = ReferenceEngine({})
    reference.put(documents)
    with closing(installed("opensearch", tmp_path)) as engine:
        engine.put(documents)
        for query in (
            All(),
            Prefix("body", "w"),
            Or((Term("body", "w1"), Term("title", "banjir"))),
            Not(Term("body", "w3")),
            DateRange(date(2024, 1, 1), None),
        ):
            found = engine.search(query, limit=None, facets=FACETS)
            expected = reference.search(query, limit=None, facets=FACETS)
            assert set(names(found)) == set(names(expected))
            assert (found.total, found.facets) == (expected.total, expected.facets)
            pages = [engine.search(query, limit=7, offset=start).page for start in range(0, 60, 7)]
            assert [match for page in pages for match in page] == list(found.page)
            for sort in ("newest", "oldest", "id"):
                one = engine.search(query, limit=9, offset=15, sort=sort)
                assert names(one) == names(reference.search(query, limit=9, offset=15, sort=sort))
        assert sorted(engine.similar("body", "w", 1)) == sorted(reference.similar("body", "w", 1))


def test_a_loose_phrase_of_many_words_is_read_from_the_texts(
    cluster_archive: ClusterArchive, tmp_path: Path
) -> None:
    with closing(empty(cluster_archive, tmp_path)) as engine:
        engine.put([
            document("near", "a x x b x x c x x d"),
            document("far", "a x x x x x x b x x c x x d"),
            document("gap", "", person="a x | b c d"),
        ])  # fmt: skip
        assert ids(engine, Phrase("body", ("a", "b", "c", "d"), slop=4)) == {"near"}
        assert ids(engine, Phrase("person", ("a", "b", "c", "d"), slop=50)) == set()


def test_thousands_of_ids_may_be_asked_for(cluster_archive: ClusterArchive, tmp_path: Path) -> None:
    with closing(empty(cluster_archive, tmp_path)) as engine:
        fill(engine, 3)
        thousands = any_of(*(Term("id", str(number)) for number in range(5_000)))
        assert names(engine.search(thousands, sort="id")) == ["0", "1", "2"]


def test_a_query_of_too_many_words_is_refused_with_its_cure(
    cluster_archive: ClusterArchive, tmp_path: Path
) -> None:
    with closing(empty(cluster_archive, tmp_path)) as engine:
        engine.put([document("one", "a")])
        many = Or(tuple(Term("body", f"w{number}") for number in range(1_100)))
        with pytest.raises(EngineError, match=r"ask for fewer, or raise indices\.query\.bool"):
            engine.search(many)


def test_long_ids_and_words_are_kept_whole(cluster_archive: ClusterArchive, tmp_path: Path) -> None:
    long = "https://berita.example/" + "日" * 400
    with closing(empty(cluster_archive, tmp_path)) as engine:
        engine.put([document(long, "z" * 5_000), document(f"{long}2", "z" * 5_001)])
        engine.put([document(long, "z" * 5_000)])
        assert ids(engine, Term("body", "z" * 5_000)) == ids(engine, Term("id", long)) == {long}
        engine.remove([long])
        assert ids(engine, All()) == {f"{long}2"}


def test_a_document_that_is_refused_is_named_and_the_others_are_kept(
    cluster_archive: ClusterArchive, tmp_path: Path
) -> None:
    with closing(empty(cluster_archive, tmp_path)) as engine:
        immense = document("immense", city=["x" * 40_000])
        with pytest.raises(EngineError, match=r"refuses 1 articles: immense: .*immense term"):
            engine.put([document("one", "a"), immense, document("two", "a")])
        engine.put([])
        assert ids(engine, All()) == {"one", "two"}
