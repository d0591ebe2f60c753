"""The map: where kabupaten and kota lie, and that a click on one finds what it counts."""

import math
import re
from html import unescape

import pytest
from tests.web.conftest import ask
from tests.web.test_pages import count, links

from beritasearch import Archive, Article
from beritasearch.language.places.gazetteer import gazetteer
from beritasearch.web.map import EAST, ISLANDS, NORTH, SOUTH, WEST, drawn, where

BY_HAND = {
    "Kota Sabang": (95.32, 5.89), "Kota Banda Aceh": (95.32, 5.55), "Kota Medan": (98.67, 3.59),
    "Kabupaten Nias Selatan": (97.8, 0.6), "Kota Padang": (100.36, -0.95),
    "Kota Pekanbaru": (101.45, 0.51), "Kabupaten Natuna": (108.3, 3.9), "Kota Batam": (104.03, 1.1),
    "Kota Palembang": (104.75, -2.98), "Kota Pangkalpinang": (106.11, -2.13),
    "Kota Bandar Lampung": (105.26, -5.43), "Kabupaten Lebak": (106.25, -6.36),
    "DKI Jakarta": (106.83, -6.18), "Kota Bogor": (106.8, -6.6), "Kota Bandung": (107.61, -6.91),
    "Kota Cirebon": (108.55, -6.71), "Kota Tegal": (109.13, -6.87),
    "Kota Semarang": (110.42, -6.98),
    "Kabupaten Jepara": (110.67, -6.59), "Kota Surakarta": (110.82, -7.57),
    "Kota Yogyakarta": (110.37, -7.8), "Kota Surabaya": (112.74, -7.26),
    "Kabupaten Sumenep": (113.87, -7.0), "Kabupaten Banyuwangi": (114.37, -8.21),
    "Kota Denpasar": (115.22, -8.65), "Kota Mataram": (116.1, -8.58), "Kota Bima": (118.73, -8.46),
    "Kota Kupang": (123.6, -10.16), "Kabupaten Sikka": (122.21, -8.62),
    "Kota Pontianak": (109.33, -0.03), "Kota Banjarmasin": (114.59, -3.32),
    "Kota Balikpapan": (116.83, -1.27), "Kota Tarakan": (117.6, 3.3),
    "Kota Palangkaraya": (113.92, -2.21), "Kota Manado": (124.84, 1.49),
    "Kabupaten Kepulauan Sangihe": (125.49, 3.6), "Kota Palu": (119.87, -0.9),
    "Kota Makassar": (119.43, -5.14), "Kota Kendari": (122.51, -3.97),
    "Kota Baubau": (122.6, -5.47),
    "Kabupaten Wakatobi": (123.54, -5.33), "Kota Gorontalo": (123.06, 0.54),
    "Kota Ternate": (127.37, 0.79), "Kota Ambon": (128.18, -3.7), "Kota Tual": (132.75, -5.63),
    "Kota Sorong": (131.26, -0.87), "Kabupaten Fakfak": (132.3, -2.93),
    "Kabupaten Manokwari": (134.06, -0.86), "Kabupaten Jayawijaya": (138.95, -4.09),
    "Kota Jayapura": (140.7, -2.55), "Kabupaten Merauke": (140.4, -8.49),
}  # fmt: skip
"""Longitude and latitude as an atlas has them."""


def kilometres(one, other):
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return 111.2 * math.hypot(east, one[1] - other[1])


def test_every_city_has_a_place_in_indonesia():
    for city in gazetteer().province_of:
        x, y = where(city)
        assert WEST < x < EAST
        assert SOUTH < y < NORTH


def test_every_city_lies_near_another_of_its_province():
    by_province = {}
    for city, province in gazetteer().province_of.items():
        by_province.setdefault(province, {})[city] = where(city)
    for cities in by_province.values():
        for city, point in cities.items():
            others = [kilometres(point, other) for name, other in cities.items() if name != city]
            # The farthest from its neighbours: Natuna and the Anambas, Maluku Barat Daya.
            assert not others or min(others) < 400, city


@pytest.mark.parametrize("city", BY_HAND)
def test_cities_lie_where_an_atlas_has_them(city):
    assert kilometres(where(city), BY_HAND[city]) < 25


def test_an_open_name_lies_between_those_that_share_it_unless_in_two_provinces():
    _, y = where("Semarang")
    assert where("Kota Semarang")[1] > y > where("Kabupaten Semarang")[1]
    assert where("Banjar") is None  # a kota of Jawa Barat, a kabupaten of Kalimantan Selatan
    assert where("Kuala Lumpur") is None


@pytest.mark.parametrize("island", [None, *ISLANDS])
def test_what_is_shown_lies_inside_the_drawing(island):
    counts = {"Kota Sabang": 9, "Kabupaten Merauke": 1, "Kota Surabaya": 4, "Kota Manado": 2}
    shown = drawn(counts, str, largest=0.03, island=island)
    left, top, width, height = shown.view
    assert left >= 0
    assert top >= 0
    assert left + width <= shown.width
    assert top + height <= shown.height
    assert {spot.label for spot in shown.spots} <= set(counts)


def test_one_city_is_seen_in_its_surroundings():
    shown = drawn({"Kota Semarang": 1}, str, largest=0.03, island=None)
    assert shown.view[2] == 400
    assert drawn({"Kuala Lumpur": 1}, str, largest=0.03, island=None) is None


@pytest.fixture(scope="module")
def semarang(tmp_path_factory):
    """Semarang the kota, the kabupaten, and left open; in one article two of them."""
    index = tmp_path_factory.mktemp("map") / "index"
    cities = (
        ["Kota Semarang"], ["Kabupaten Semarang"], ["Semarang"], ["Semarang", "Kota Semarang"],
        ["Kuala Lumpur"], ["Semarang", "Kabupaten Kendal"],
    )  # fmt: skip
    with Archive(index) as archive:
        archive.put(
            Article(id=str(n), title="Rob", body="Rob naik lagi.", cities=tuple(named))
            for n, named in enumerate(cities)
        )
        yield ask(archive, index)


def test_an_open_city_is_a_facet_that_finds_what_it_counts(semarang):
    page = semarang.get("/?q=rob")
    counted = dict(
        re.findall(r'<a href="([^"]*)">[^<]*</a> <span class="count">(\d+)</span>', page.text)
    )
    assert "Semarang (kota atau kabupaten?)" in page.text
    found = {link: count(semarang.get(unescape(link))) for link in counted}
    assert found == {link: int(n) for link, n in counted.items()}
    narrowed = semarang.get("/?q=rob&city=%3DSemarang")
    assert count(narrowed) == 3
    assert not links(narrowed, "city=.*city=%3DSemarang")  # it narrows already
    assert count(semarang.get("/?q=rob&city=semarang")) == 5  # as it is typed: all of them


def test_circles_of_the_map_narrow_to_their_city(semarang):
    for address in ("/?q=rob", "/peta?q=rob", "/peta?q=rob&island=jawa"):
        drawing = semarang.get(address).text.partition('class="map"')[2].partition("</svg>")[0]
        circles = re.findall(r'<a href="([^"]*)"[^>]*><title>[^<]*: (\d+)</title><circle', drawing)
        assert len(circles) == 4
        for link, n in circles:
            assert count(semarang.get(unescape(link))) == int(n)


def test_the_page_of_the_map_lists_every_city_and_says_which_it_doesnt_show(semarang):
    page = semarang.get("/peta?q=rob")
    assert "Tidak di peta: Kuala Lumpur" in page.text
    assert "/?q=rob&city=Kuala+Lumpur" in links(page)
    assert "/peta?q=rob&island=papua" in links(page)
    assert "/?q=rob" in links(page)
    assert semarang.get("/peta?q=zzzqqq").status_code == 200
    assert semarang.get("/peta?island=bulan").status_code == 422
