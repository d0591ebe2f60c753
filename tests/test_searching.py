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


def test_no_article_stands_in_two_tiers(archive):
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
