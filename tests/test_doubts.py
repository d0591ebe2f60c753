"""What stands in the way of a query is told, not passed over."""

import pytest

from beritasearch import Archive, Article

JAKARTA = ("DKI Jakarta",)


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        opened.put([
            Article("selatan", "Banjir", "Warga Jakarta Selatan mengungsi.", cities=JAKARTA),
            Article("singkat", "Macet di Jaksel", "Jalan ditutup.", cities=JAKARTA),
            Article("pusat", "Banjir", "Warga Jakarta Pusat mengungsi.", cities=JAKARTA),
            Article("luar", "Banjir", "Warga Jakarta Selatan pindah.", cities=("Kota Bogor",)),
            Article("desa", "Banjir", "Warga mengungsi.", cities=("Negeri Antah",)),
        ])  # fmt: skip
        yield opened


@pytest.mark.parametrize("city", ["jaksel", '"jakarta selatan"', '"Kota Jakarta Selatan"'])
def test_a_part_of_jakarta_finds_that_part_alone_and_says_how(archive, city):
    page = archive.search(f"kota:{city}")
    assert {hit.article.id for hit in page.hits} == {"selatan", "singkat"}
    (note,) = page.notes
    assert "articles state DKI Jakarta as the city" in note
    assert "Jakarta Selatan" in note


def test_a_city_that_no_place_is_called_is_told_with_the_nearest(archive):
    page = archive.search("banjir kota:surakrta")
    assert page.notes == ('no kabupaten or kota is called "Surakrta"; Surakarta?',)
    assert archive.search("kota:xqzzw").notes == ('no kabupaten or kota is called "Xqzzw"',)


def test_a_province_is_no_city(archive):
    (note,) = archive.search('kota:"jawa tengah"').notes
    assert 'provinsi:"Jawa Tengah"' in note


def test_a_province_that_there_is_not_is_told(archive):
    assert archive.search("provinsi:atlantis").notes == ('no province is called "Atlantis"',)
    assert archive.search("provinsi:bali").notes == ()


@pytest.mark.parametrize(
    ("province", "near"),
    [
        ("jawa", "Jawa Barat, Jawa Tengah, Jawa Timur?"),
        ("sumtra", "Sumatera Utara, Sumatera Barat, Sumatera Selatan?"),
        ('"jawa tenggah"', "Jawa Tengah?"),
    ],
)
def test_an_unknown_province_is_told_with_the_nearest(archive, province, near):
    (note,) = archive.search(f"provinsi:{province}").notes
    assert note.endswith(f"; {near}")


def test_a_province_that_is_nearly_one_is_offered(archive):
    assert archive.search('provinsi:"DKI Jakrta"').suggestion == 'provinsi:"DKI Jakarta"'
    assert archive.search("provinsi:jawa").suggestion is None


def test_a_list_of_cities_needs_an_operator(archive):
    page = archive.search("kota:(solo klaten)")
    (note,) = page.notes
    assert "kota:(Solo ATAU Klaten)" in note
    assert page.suggestion is None


def test_a_list_of_cities_with_commas_is_seen_as_one(archive):
    page = archive.search("kota:solo,klaten")
    assert page.suggestion is None
    (note,) = page.notes
    assert "kota:(solo atau klaten)" in note.casefold()


def test_an_unknown_medium_is_told_with_the_nearest(archive):
    archive.put([Article("media", "Kabar", "Isi.", outlet="Tribunnews")])
    (note,) = archive.search("media:tribunews").notes
    assert note == 'no outlet is called "tribunews"; tribunnews?'
    assert archive.search("media:tribun").notes == ()
    assert archive.search("media:tribun").total == 1


@pytest.mark.parametrize("query", ["banjir", "kota:jakarta", 'kota:"negeri antah"', "kota:solo"])
def test_other_queries_raise_no_doubt(archive, query):
    assert archive.search(query).notes == ()
