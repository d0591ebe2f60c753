"""The order of tiers, what each hit says, and that no query takes long."""

import time
from datetime import date

import pytest

from beritasearch import Archive, Article
from beritasearch.errors import QueryError


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("tiers") / "index") as opened:
        opened.put([
            Article("semua", "Kabar", "Banjir dan longsor terjadi di lereng."),
            Article("typo", "Kabar", "Banjir dan lomgsor terjadi di lereng."),
            *(Article(f"banjir{i}", "Kabar", "Banjir lagi, banjir lagi.") for i in range(5)),
            *(Article(f"longsor{i}", "Kabar", "Longsor menutup jalan.") for i in range(20)),
        ])  # fmt: skip
        yield opened


def because(archive, query, **options):
    return [(hit.article.id, hit.because) for hit in archive.search(query, **options).hits]


def test_all_words_then_typos_then_some_of_them(archive):
    hits = because(archive, "banjir longsor", limit=10)
    assert hits[0] == ("semua", ())
    assert hits[1] == ("typo", ("longsor → lomgsor",))
    assert {why for _, why in hits[2:]} == {("tanpa: banjir",), ("tanpa: longsor",)}


def test_a_typo_never_stands_above_a_word_as_typed(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            *(Article(f"goreng{i}", "Kabar", "Pisang goreng dijual di pasar.") for i in range(3)),
            Article("gorang", "Kabar", "Gorang, gorang, gorang, gorang."),
            *(Article(f"minyak{i}", "Kabar", "Minyak tanah langka.") for i in range(3)),
        ])  # fmt: skip
        hits = because(archive, "minyak goreng", limit=20)
        assert {why for _, why in hits} == {("tanpa: minyak",), ("tanpa: goreng",)}
        assert "gorang" not in dict(hits)


def test_an_unknown_word_is_taken_as_the_likeliest_one_where_words_are_missing(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            Article("meant", "Kabar", "Pertumbuhan melambat."),
            Article("alike", "Kabar", "Perumbukan, perumbukan."),
        ])  # fmt: skip
        hits = because(archive, "ekonomi perumbuhan")
        assert hits[0] == ("meant", ("perumbuhan → pertumbuhan", "tanpa: ekonomi"))


def test_a_word_that_is_likely_right_is_changed_last(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            Article("1-both", "Pusar kebakaran", "Pusar, pusar. Kebakaran, kebakaran."),
            Article("2-meant", "Kabar", "Kebakaran melanda sebuah pasar lama di tepi kota."),
            *(Article(f"pasar{i}", "Kabar", "Pasar itu ramai sejak pagi.") for i in range(40)),
        ])  # fmt: skip
        hits = because(archive, "kebakarn pasar", limit=3)
        assert hits[:2] == [
            ("2-meant", ("kebakarn → kebakaran",)),
            ("1-both", ("kebakarn → kebakaran", "pasar → pusar")),
        ]


def test_a_rare_word_far_from_common_is_changed_before_a_known_one(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            Article("1-both", "Kabar", "Timnax Indonesia. Timnax Indonesia."),
            Article("2-meant", "Kabar", "Kemarin timnas berlatih, Indonesia menang di kandang."),
            Article("3-typo", "Kabar", "Indonesa kalah."),
            *(Article(f"a{i}", "Kabar", "Indonesia ramai sejak pagi.") for i in range(60)),
            *(Article(f"b{i}", "Kabar", "Latihan timnas ditunda.") for i in range(40)),
        ])  # fmt: skip
        hits = because(archive, "timnas indonesa", limit=3)
        assert hits[:2] == [
            ("2-meant", ("indonesa → indonesia",)),
            ("1-both", ("timnas → timnax", "indonesa → indonesia")),
        ]


def test_one_changed_word_comes_before_two(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            Article("1-two", "Kabar", "Banjr lomgsor, banjr lomgsor, banjr lomgsor."),
            Article("2-one", "Kabar", "Banjir datang sejak pagi, kemudian lomgsor menutup jalan."),
            *(Article(f"b{i}", "Kabar", "Banjir lagi.") for i in range(30)),
            *(Article(f"l{i}", "Kabar", "Longsor lagi.") for i in range(30)),
        ])  # fmt: skip
        assert because(archive, "banjir longsor", limit=2) == [
            ("2-one", ("longsor → lomgsor",)),
            ("1-two", ("banjir → banjr", "longsor → lomgsor")),
        ]


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("gawat covid-19", "tanpa: covid-19"),
        ("gawat Jum'at", "tanpa: Jum'at"),
        ("gawat COVID–19!", "tanpa: COVID–19"),
    ],
)
def test_a_missing_word_is_named_as_it_was_typed(tmp_path, typed, missing):
    with Archive(tmp_path / "index") as archive:
        archive.put([Article("a", "Kabar", "Gawat darurat.")])
        assert because(archive, typed) == [("a", (missing,))]


def test_reasons_name_only_what_was_typed(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put(Article(f"{i}", "Kabar", "Walikot meresmikan taman.") for i in range(3))
        hits = because(archive, "wali kota taman")
        assert not [why for _, whys in hits for why in whys if "walkot" in why]


def test_no_article_in_two_tiers(archive):
    page = archive.search("banjir longsor", limit=50)
    ids = [hit.article.id for hit in page.hits]
    assert len(ids) == len(set(ids)) == page.total == 27


def test_no_article_is_counted_in_two_tiers_of_typos(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put(Article(f"a{i}", "Kabar", "Antisipasi.") for i in range(420))
        archive.put(Article(f"l{i}", "Kabar", "Longsor.") for i in range(250))
        archive.put(Article(f"two{i}", "Kabar", "Antisipasj lomgsor.") for i in range(12))
        archive.put([Article("one", "Kabar", "Antisupaso longsor.")])
        page = archive.search("antisipasi longsor", fuzzy="on", limit=1)
        assert page.hits[0].because == ("antisipasi → antisupaso",)
        assert page.total == 13


@pytest.mark.parametrize("fuzzy", ["off", "auto", "on"])
def test_pages_follow_each_other_through_all_tiers(archive, fuzzy):
    whole = because(archive, "banjir longsor", limit=50, fuzzy=fuzzy)
    for limit in (1, 2, 7):
        first = because(archive, "banjir longsor", limit=limit, fuzzy=fuzzy)
        assert first == whole[:limit]
    seven = [
        hit
        for offset in range(0, 28, 7)
        for hit in because(archive, "banjir longsor", limit=7, offset=offset, fuzzy=fuzzy)
    ]
    assert seven == whole


@pytest.mark.parametrize("fuzzy", ["off", "auto", "on"])
@pytest.mark.parametrize("query", ["banjir longsor", "banjir", "longsro", "banjr rob", "rob"])
def test_the_total_is_the_same_whatever_page_is_asked_for(archive, query, fuzzy):
    pages = [(0, 0), (1, 0), (10, 0), (50, 0), (3, 5), (10, 100)]
    totals = {archive.search(query, limit=n, offset=m, fuzzy=fuzzy).total for n, m in pages}
    assert len(totals) == 1
    assert totals == {len(archive.search(query, limit=50, fuzzy=fuzzy).hits)}


def test_some_of_the_words_are_not_counted_where_all_are_wanted(archive):
    assert archive.search("banjir longsor", fuzzy="off", partial=False).total == 1


def test_a_typo_that_many_articles_hold_is_still_told(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put(Article(f"b{i}", "Kabar", "Warga kembali pulang.") for i in range(300))
        archive.put(Article(f"s{i}", "Kabar", "Warga kembli pulang.") for i in range(12))
        page = archive.search("kembli")
        assert (page.total, page.suggestion) == (12, "kembali")


def test_an_article_of_a_year_need_not_write_it(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            Article("said", "Kabar", "Kebakaran hutan 2019.", published=date(2020, 1, 5)),
            Article("dated", "Kabar", "Kebakaran hutan.", published=date(2019, 9, 5)),
            Article("neither", "Kabar", "Kebakaran hutan.", published=date(2018, 9, 5)),
            Article("other", "Kabar", "Panen raya.", published=date(2019, 9, 5)),
        ])  # fmt: skip
        assert because(archive, "kebakaran hutan 2019") == [
            ("said", ()),
            ("dated", ()),
            ("neither", ("tanpa: 2019",)),
        ]
        assert [name for name, _ in because(archive, 'kebakaran "2019"')] == ["said"]


def test_facets_count_every_tier_once(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            Article("a", "Kabar", "banjir longsor", cities=("Kota Semarang",)),
            Article("b", "Kabar", "banjir lomgsor", cities=("Kota Semarang",)),
            Article("c", "Kabar", "longsor", cities=("Kota Surakarta",)),
        ])  # fmt: skip
        page = archive.search("banjir longsor", facets=("city",))
        assert page.facets["city"] == {"Kota Semarang": 2, "Kota Surakarta": 1}


def test_words_side_by_side_rank_higher(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            Article("1-jauh", "Kabar", "Calon itu datang, kata bupati kepada warga desa."),
            Article("2-dekat", "Kabar", "Kata calon bupati itu, warga desa datang kepada."),
        ])  # fmt: skip
        assert [name for name, _ in because(archive, "calon bupati")] == ["2-dekat", "1-jauh"]


WORDS = [f"kata{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}zzx" for i in range(10_000)]


@pytest.mark.parametrize("joined", [" ", " ATAU ", " DAN ", " -"])
def test_as_many_words_as_may_be_asked_for_are_answered_soon(archive, joined):
    start = time.process_time()
    page = archive.search(joined.join(["banjir", *WORDS[:499]]))
    assert page.total or joined == " DAN "
    assert time.process_time() - start < 3


def test_ten_thousand_words_are_refused_at_once(archive):
    start = time.process_time()
    with pytest.raises(QueryError, match="500 words"):
        archive.search(" ".join(WORDS))
    assert time.process_time() - start < 1


def test_the_limits_are_settings(tmp_path, archive):
    settings = tmp_path / "beritasearch.yaml"
    settings.write_text("search:\n  words: 2\n", encoding="utf-8")
    with Archive(tmp_path / "index", config=settings) as own:
        own.put([Article("a", "Kabar", "Banjir rob.")])
        assert own.search("banjir rob").total == 1
        with pytest.raises(QueryError, match="2 words"):
            own.search("banjir rob demak")


def test_parentheses_as_deep_as_they_may_nest_are_answered(archive):
    depth = 200
    query = "(lomgsor ATAU rob (" * (depth // 2) + "banjir" + "))" * (depth // 2)
    assert archive.search(query, fuzzy="on").total


def test_a_lone_operator_is_no_missing_word(archive):
    assert because(archive, "longsor OR") == because(archive, "longsor")


def test_many_missing_words_are_counted(archive):
    because = archive.search(" ".join(["banjir", *WORDS[:20]])).hits[0].because
    assert len(because) == 9
    assert because[-1] == "tanpa 12 kata lain"


def test_an_explanation_marks_the_whole_text(archive):
    (hit,) = archive.explain("lagi", limit=1).hits
    body = hit.article.body
    assert [body[start:end] for start, end in hit.body_marks] == ["lagi", "lagi"]
    assert archive.search("lagi", limit=1).hits[0].body_marks == ()


def test_long_queries_are_explained_soon(archive):
    start = time.process_time()
    page = archive.explain(" ".join(["banjir", *WORDS[:499]]))
    assert page.hits[0].shares
    assert len(page.understood) <= 2000
    assert time.process_time() - start < 3
