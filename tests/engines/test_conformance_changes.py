"""How every engine changes, opens and closes: the one suite, part two."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from tests.engines.conftest import Opener
from tests.engines.samples import BANJIR, PASAR, PILKADA, document, ids, names

from beritasearch.engine import Engine
from beritasearch.errors import EngineError
from beritasearch.query.tree import (
    All,
    And,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Term,
)

# ── Putting, replacing, removing ──


def test_what_is_put_is_found_at_once(engine: Engine) -> None:
    assert engine.count() == 0
    assert engine.search(All(), facets=("city",)).total == 0
    engine.put([PASAR])
    assert ids(engine, All()) == {"pasar"}
    engine.put([BANJIR])
    assert ids(engine, All()) == {"banjir", "pasar"}


def test_a_document_replaces_the_one_with_its_id(archive: Engine) -> None:
    archive.put([document("banjir", "surut")])
    assert ids(archive, Term("body", "rob")) == set()
    assert ids(archive, Term("body", "surut")) == {"banjir"}
    assert archive.count() == archive.search(All()).total == 3
    assert archive.search(All(), facets=("city",)).facets["city"] == {
        "Kota Semarang": 1, "Kota Surakarta": 1,
    }  # fmt: skip


def test_putting_twice_changes_nothing(archive: Engine) -> None:
    before = archive.search(Prefix("body", "s"), limit=None, facets=("city",))
    archive.put([BANJIR, PILKADA, PASAR])
    after = archive.search(Prefix("body", "s"), limit=None, facets=("city",))
    assert (names(after), after.total, after.facets) == (
        names(before), before.total, before.facets,
    )  # fmt: skip


def test_of_two_documents_with_one_id_the_last_stays(engine: Engine) -> None:
    engine.put([document("1", "first"), document("2", "other"), document("1", "last")])
    assert engine.count() == 2
    assert ids(engine, Term("body", "first")) == set()
    assert ids(engine, Term("body", "last")) == {"1"}


def test_removed_documents_are_gone_and_unknown_ids_ignored(archive: Engine) -> None:
    archive.remove(["banjir", "unknown", "banjir"])
    assert ids(archive, All()) == ids(archive, Not(Nothing())) == {"pilkada", "pasar"}
    assert archive.count() == 2
    archive.remove([])
    archive.remove(["pilkada", "pasar"])
    assert archive.count() == 0
    assert archive.search(All(), facets=("city",)).facets == {"city": {}}
    archive.put([BANJIR])
    assert ids(archive, All()) == {"banjir"}


def test_putting_nothing_is_nothing(archive: Engine) -> None:
    archive.put([])
    archive.put(iter(()))
    assert archive.count() == 3


def test_a_failing_source_leaves_the_engine_usable(archive: Engine) -> None:
    def failing() -> Iterable[object]:
        yield document("new", "new")
        raise KeyError("the caller's own")

    with pytest.raises(KeyError, match="the caller's own"):
        archive.put(failing())
    archive.put([document("later", "later")])
    assert {"banjir", "pilkada", "pasar", "later"} <= ids(archive, All())


def test_many_small_puts_stay_exact(engine: Engine) -> None:
    for number in range(40):  # the last ten replace the first
        engine.put([document(str(number % 30), f"w{number}")])
        if number % 7 == 0:
            engine.remove([str(number - 3)])
    held = {str(n) for n in range(30)} - {"11", "18", "25"}  # 4 came back
    assert ids(engine, All()) == held
    assert ids(engine, Prefix("body", "w3")) == set(map(str, range(10)))


# ── Typos ──


def test_similar_finds_words_by_optimal_string_alignment(engine: Engine) -> None:
    engine.put([
        document("1", "antisipasi antisipasi anrisipasi antispasi"),
        document("2", "antisipasi antisiapsi antisip banjir"),
    ])  # fmt: skip
    assert sorted(engine.similar("body", "antisipasi", 0)) == [("antisipasi", 2)]
    assert sorted(engine.similar("body", "antisipasi", 1)) == [
        ("anrisipasi", 1), ("antisiapsi", 1), ("antisipasi", 2), ("antispasi", 1),
    ]  # fmt: skip
    assert ("anrisipasi", 1) in engine.similar("body", "antispasi", 2)
    assert engine.similar("title", "antisipasi", 2) == []
    assert engine.similar("body", "xyzzy", 2) == []


def test_similar_counts_no_removed_articles(engine: Engine) -> None:
    engine.put([document("1", "kata kota"), document("2", "kata"), document("3", "x")])
    engine.remove(["2"])
    assert sorted(engine.similar("body", "kata", 1)) == [("kata", 1), ("kota", 1)]
    engine.put([document("1", "kota")])
    assert sorted(engine.similar("body", "kata", 1)) == [("kota", 1)]


def test_similar_never_offers_a_gap(archive: Engine) -> None:
    assert archive.similar("person", "a", 1) == []


# ── Opening, closing, threads ──


def test_a_reopened_engine_holds_what_was_put(opener: Opener, tmp_path: Path) -> None:
    with closing(opener(tmp_path)) as engine:
        engine.put([BANJIR, PASAR])
        engine.remove(["pasar"])
    with closing(opener(tmp_path)) as engine:
        assert ids(engine, All()) == {"banjir"}
        engine.put([PILKADA])
        assert ids(engine, Term("body", "kota")) == {"banjir", "pilkada"}


def test_a_search_sees_what_another_engine_put(opener: Opener, tmp_path: Path) -> None:
    with closing(opener(tmp_path)) as one, closing(opener(tmp_path)) as other:
        one.put([BANJIR])
        assert ids(other, All()) == {"banjir"}
        other.put([PASAR])
        assert ids(one, All()) == {"banjir", "pasar"}
        one.remove(["banjir"])
        assert ids(other, All()) == {"pasar"}
        assert other.count() == 1
        assert [word for word, _ in other.similar("body", "banjir", 1)] == []


def test_a_closed_engine_refuses(archive: Engine) -> None:
    archive.close()
    archive.close()
    for ask in (
        archive.count,
        lambda: archive.search(All()),
        lambda: archive.similar("body", "a", 1),
        lambda: archive.put([PASAR]),
        lambda: archive.remove(["pasar"]),
    ):
        with pytest.raises(EngineError, match="closed"):
            ask()


def test_threads_read_the_same_while_another_writes(engine: Engine) -> None:
    engine.put(document(f"{n:03}", f"a b{n % 10} " * (n % 4 + 1)) for n in range(300))

    def read(number: int) -> tuple[int, int, int]:
        word = f"b{number % 10}"
        return (
            engine.search(And((Term("body", "a"), Term("body", word))), facets=("city",)).total,
            engine.search(Phrase("body", ("a", word)), sort="newest").total,
            dict(engine.similar("body", word, 0))[word],
        )

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(read, number) for number in range(200)]
        for number in range(5):
            engine.put([document(f"new-{number}", "c")])
        assert {answer.result() for answer in answers} == {(30, 30, 30)}
    assert engine.count() == 305
