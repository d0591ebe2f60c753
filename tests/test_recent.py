"""News ages where it is asked for: the newer rank higher, and nothing else changes."""

from datetime import date

import pytest

from beritasearch import Archive, Article
from beritasearch.weights import AGES, OLDEST

TODAY = date(2024, 8, 21)
DAYS = {
    "besok": date(2024, 8, 22),
    "kemarin": date(2024, 8, 20),
    "bulan-lalu": date(2024, 7, 25),
    "tahun-lalu": date(2023, 5, 1),
    "dulu": date(1998, 5, 1),
    "tanpa-tanggal": None,
}


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index", today=lambda: TODAY) as opened:
        opened.put(
            Article(name, "Kabar", "Banjir di kota.", published=day) for name, day in DAYS.items()
        )
        opened.put([Article("tepat", "Banjir", "Banjir, banjir, banjir.", published=DAYS["dulu"])])
        yield opened


def found(archive, query, **options):
    return [hit.article.id for hit in archive.search(query, **options).hits]


def test_the_newer_rank_higher_the_undated_with_the_oldest(archive):
    alike = [name for name in found(archive, "banjir", recent=True) if name != "tepat"]
    assert alike[:4] == ["besok", "kemarin", "bulan-lalu", "tahun-lalu"]
    assert set(alike[4:]) == {"dulu", "tanpa-tanggal"}


def test_without_it_age_says_nothing(archive):
    assert found(archive, "banjir")[0] == "tepat"


@pytest.mark.parametrize("query", ["banjir", "banjir kota", "banjr", "tanggal:2024 banjir"])
def test_the_same_articles_are_found(archive, query):
    plain, aged = archive.search(query), archive.search(query, recent=True)
    assert {hit.article.id for hit in plain.hits} == {hit.article.id for hit in aged.hits}
    assert plain.total == aged.total


def test_a_score_is_multiplied_by_the_weight_of_the_age(archive):
    plain = {hit.article.id: hit.score for hit in archive.search("banjir").hits}
    aged = {hit.article.id: hit.score for hit in archive.search("banjir", recent=True).hits}
    for name in ("kemarin", "bulan-lalu", "dulu", "tanpa-tanggal"):
        weights = {"kemarin": AGES[0][1], "bulan-lalu": AGES[1][1]}
        assert aged[name] == pytest.approx(plain[name] * weights.get(name, OLDEST))
