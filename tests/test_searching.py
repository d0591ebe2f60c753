"""The order of tiers, what each hit says, and that no query takes long."""

import time

import pytest

from beritasearch import Archive, Article


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


def test_thousands_of_unknown_words_are_answered_soon(archive):
    text = " ".join(f"kata{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}zzx" for i in range(5000))
    start = time.process_time()
    assert archive.search(f"{text} banjir").total
    assert time.process_time() - start < 5
