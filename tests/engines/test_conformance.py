"""What every engine finds, in which order and how often: the one suite, part one."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.engines.conftest import Opener
from tests.engines.samples import document, ids, names

from beritasearch.engine import Engine, Matches
from beritasearch.query.tree import (
    All,
    And,
    Boost,
    DateRange,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Term,
    Wildcard,
    Word,
)

# ── What each node finds ──


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (All(), {"banjir", "pilkada", "pasar"}),
        (Nothing(), set()),
        (Term("body", "kota"), {"banjir", "pilkada"}),
        (Term("body", "Kota"), set()),
        (Term("stems", "bakar"), {"pasar"}),
        (Term("city", "Kota Semarang"), {"banjir", "pilkada"}),
        (Term("city", "Semarang"), set()),
        (Term("id", "pasar"), {"pasar"}),
        (Word("terbakar", "bakar"), {"pasar"}),
        (Word("membakar", "bakar"), {"pasar"}),
        (Word("terbakar", None), {"pasar"}),
        (Word("membakar", None), set()),
        (Phrase("body", ("kota", "solo")), {"pilkada"}),
        (Phrase("body", ("solo", "solo")), set()),
        (Phrase("body", ("solo", "solo"), slop=1), {"pilkada"}),
        (Phrase("body", ("banjir", "semarang"), slop=2), set()),
        (Phrase("body", ("banjir", "semarang"), slop=3), {"banjir"}),
        (Phrase("body", ("semarang", "banjir"), slop=9), set()),
        (Phrase("body", ("polres", "jelang", "solo"), slop=1), {"pilkada"}),
        (Prefix("body", "pas"), {"pasar"}),
        (Prefix("title", "pas"), set()),
        (Wildcard("body", "p*a"), {"pilkada"}),
        (Wildcard("body", "s?lo"), {"pilkada"}),
        (Wildcard("body", "s?l"), set()),
        (Wildcard("body", "solo*"), {"pilkada"}),
        (DateRange(date(2024, 8, 21), date(2024, 8, 21)), {"pilkada"}),
        (DateRange(None, date(2024, 2, 14)), {"banjir"}),
        (DateRange(date(2024, 2, 14), None), {"banjir", "pilkada"}),
        (DateRange(date(2024, 2, 15), None), {"pilkada"}),
        (And((Term("body", "kota"), Term("body", "rob"))), {"banjir"}),
        (Or((Term("body", "pasar"), Term("body", "rob"))), {"banjir", "pasar"}),
        (Not(Term("body", "kota")), {"pasar"}),
        (Not(Not(Term("body", "pasar"))), {"pasar"}),
        (Not(DateRange(date(1, 1, 1), None)), {"pasar"}),
        (And((Not(Term("body", "pasar")), Not(Term("body", "rob")))), {"pilkada"}),
        (Or((Not(Term("body", "kota")), Term("body", "rob"))), {"banjir", "pasar"}),
        (Boost(Term("body", "pasar"), 2), {"pasar"}),
        (Prefer(Term("body", "kota"), (Term("body", "pasar"),)), {"banjir", "pilkada"}),
    ],
)
def test_a_query_finds(archive: Engine, query: Query, expected: set[str]) -> None:
    assert ids(archive, query) == expected


@pytest.mark.parametrize("slop", [0, 1, 5])
def test_a_phrase_never_runs_from_one_person_into_the_next(archive: Engine, slop: int) -> None:
    assert ids(archive, Phrase("person", ("widodo", "ganjar"), slop)) == set()
    assert ids(archive, Phrase("person", ("joko", "widodo"), slop)) == {"banjir"}
    assert ids(archive, Phrase("person", ("ganjar", "pranowo"), slop)) == {"banjir"}


def test_a_phrase_finds_its_words_behind_a_false_start(engine: Engine) -> None:
    engine.put([document("1", "a x x a b c"), document("2", "a b b c"), document("3", "a | b c")])
    assert ids(engine, Phrase("body", ("a", "b", "c"))) == {"1"}
    assert ids(engine, Phrase("body", ("a", "b", "c"), slop=1)) == {"1", "2"}


@pytest.mark.parametrize("odd", ["*", "a*b", "[ab]", "a?", "not", '"', "日本", "🏛", "a" * 1_000])
def test_any_characters_make_a_word(engine: Engine, odd: str) -> None:
    engine.put([document("1", odd), document("2", "ab axb")])
    assert ids(engine, Term("body", odd)) == {"1"}
    assert ids(engine, Prefix("body", odd)) == {"1"}
    assert (odd, 1) in engine.similar("body", odd, 0)


@pytest.mark.parametrize(
    "query",
    [
        Term("body", "a\ud83c"),
        Term("id", "a\ud83c"),
        Prefix("body", "a\ud83c"),
        Wildcard("body", "a\ud83c*"),
        Phrase("body", ("a", "\ud83c")),
    ],
)
def test_half_a_character_finds_nothing(engine: Engine, query: Query) -> None:
    engine.put([document("a", "a 🏛")])
    assert ids(engine, query) == set()
    assert engine.similar("body", "\ud83c\ud83c\ud83c", 1) == []


def test_an_article_without_words_is_found_by_none_but_all(engine: Engine) -> None:
    engine.put([document("empty")])
    assert ids(engine, All()) == ids(engine, Not(Term("body", "a"))) == {"empty"}


# ── Scores, order and pages ──


@pytest.mark.parametrize(
    ("query", "first"),
    [
        (Or((Term("body", "a"), Boost(Term("body", "b"), 9))), "b"),
        (Or((Term("body", "b"), Boost(Term("body", "a"), 9))), "a"),
        (Or((Prefix("body", "a"), Boost(Prefix("body", "b"), 9))), "b"),
        (Or((Prefix("body", "b"), Boost(Wildcard("body", "a*"), 9))), "a"),
        (Or((Term("body", "b"), Boost(Phrase("body", ("a", "x")), 9))), "a"),
        (Or((Prefix("body", "a"), Boost(And((Term("body", "b"), All())), 9))), "b"),
        (Prefer(All(), (Term("body", "a"),)), "a"),
        (Prefer(Prefix("body", "x"), (Term("body", "b"),)), "b"),
        (Prefer(Or((Term("body", "a"), Term("body", "b"))), (Boost(Term("body", "b"), 2),)), "b"),
    ],
)
def test_weights_and_preferences_decide_the_order(engine: Engine, query: Query, first: str) -> None:
    engine.put([document("a", "a x"), document("b", "b x")])
    assert names(engine.search(query))[0] == first


def test_relevance_rewards_rare_words_repetition_and_short_texts(
    real_opener: Opener, tmp_path: Path
) -> None:
    filler = "c d e f"
    with closing(real_opener(tmp_path)) as engine:
        engine.put([
            document("rare", f"x {filler}"), document("common", f"y {filler}"),
            document("often", f"y y y {filler}"), document("long", f"y {filler * 5}"),
        ])  # fmt: skip
        assert names(engine.search(Or((Term("body", "x"), Term("body", "y"))))) == [
            "rare", "often", "common", "long",
        ]  # fmt: skip


def test_equal_scores_are_ordered_by_id(engine: Engine) -> None:
    engine.put(document(name, "a") for name in ("b", "10", "é", "a", "9", "B"))
    assert names(engine.search(Term("body", "a"))) == ["10", "9", "B", "a", "b", "é"]
    assert names(engine.search(All(), limit=2, offset=1)) == ["9", "B"]


def test_undated_articles_come_last_whether_newest_or_oldest_first(engine: Engine) -> None:
    engine.put([
        document("undated-b"), document("undated-a"), document("noon", published=202401011200),
        document("old", published=197001010000), document("day", published=202401010000),
        document("day-2", published=202401010000),
    ])  # fmt: skip
    undated = ["undated-a", "undated-b"]
    assert names(engine.search(All(), sort="newest")) == ["noon", "day", "day-2", "old", *undated]
    assert names(engine.search(All(), sort="oldest")) == ["old", "day", "day-2", "noon", *undated]
    assert names(engine.search(All(), sort="newest", limit=2)) == ["noon", "day"]


def test_ids_are_ordered_by_their_characters(engine: Engine) -> None:
    engine.put(document(name) for name in ("b", "a10", "a9", "🏛", "ï"))
    assert names(engine.search(All(), sort="id")) == ["a10", "a9", "b", "ï", "🏛"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "id"])
def test_pages_follow_one_another_without_overlap(engine: Engine, sort: str) -> None:
    engine.put(
        document(f"{n:03}", "a " * (n % 7 + 1), published=202401010000 + n % 5) for n in range(60)
    )
    whole = engine.search(Term("body", "a"), limit=None, sort=sort)
    pages = [
        engine.search(Term("body", "a"), limit=7, offset=start, sort=sort)
        for start in range(0, 60, 7)
    ]
    assert [match for page in pages for match in page.page] == list(whole.page)
    assert {page.total for page in pages} == {60}


def test_totals_are_exact_whatever_the_page(archive: Engine) -> None:
    for limit, offset in ((0, 0), (1, 0), (1, 2), (10, 99), (None, 99), (0, 99)):
        assert archive.search(All(), limit=limit, offset=offset).total == 3
    assert archive.search(All(), limit=0).page == ()
    assert archive.search(All(), offset=99).page == ()
    assert archive.search(Nothing(), limit=None) == Matches(page=(), total=0)


# ── Facets ──


def test_facets_count_all_matches_not_the_page(archive: Engine) -> None:
    facets = archive.search(All(), limit=1, facets=("city", "month", "outlet", "person")).facets
    assert facets == {
        "city": {"Kota Semarang": 2, "Kota Surakarta": 1},
        "month": {"2024-02": 1, "2024-08": 1},
        "outlet": {"suara pantura": 2},
        "person": {},
    }


def test_facets_count_matches_only(archive: Engine) -> None:
    assert archive.search(Term("body", "rob"), facets=("city",)).facets == {
        "city": {"Kota Semarang": 1}
    }
    assert archive.search(Nothing(), facets=("city",)).facets == {"city": {}}
    assert archive.search(All()).facets == {}
