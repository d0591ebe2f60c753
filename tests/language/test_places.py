"""The gazetteer: names asked for, names indexed, cities in prose."""

import csv
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from beritasearch.language import wordlists
from beritasearch.language.places import places
from beritasearch.language.places.gazetteer import bare, gazetteer, key
from beritasearch.language.tokens import words

with Path(__file__).with_name("places.yaml").open(encoding="utf-8") as cases:
    CASES = yaml.load(cases, yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
REGIONS = Path(__file__).parents[3] / "shared/data/regions.tsv"


@pytest.mark.parametrize(("name", "forms"), CASES["asked"].items())
def test_name_in_a_query_means_every_form_that_is_indexed(name, forms):
    assert list(places().canonical(name)) == forms


@pytest.mark.parametrize(("name", "provinces"), CASES["provinces"].items())
def test_province_is_found_by_its_names(name, provinces):
    assert list(places().provinces(name)) == provinces


@pytest.mark.parametrize(("city", "province"), CASES["province_of"].items())
def test_city_lies_in_its_province(city, province):
    assert (places().province(city) or "none") == province


@pytest.mark.parametrize(("stated", "indexed"), CASES["keywords"].items())
def test_stated_city_is_indexed_in_one_form(stated, indexed):
    assert places().as_keyword(stated) == indexed


@pytest.mark.parametrize(("typed", "meant"), CASES["misspelled"].items())
def test_misspelled_name_is_offered_its_neighbour(typed, meant):
    assert (places().nearest(typed) or "none") == meant


@pytest.mark.parametrize(("text", "cities"), CASES["prose"].items())
def test_cities_of_a_text_need_the_right_company(text, cities):
    assert [mention.city for mention in places().find(text)] == cities


def test_mention_says_where_it_stands():
    text = "apel di Kota Surakarta"
    [mention] = places().find(text)
    assert text[mention.start : mention.end] == "Surakarta"


def test_every_city_is_found_by_its_own_name_and_keyword():
    for city in gazetteer().province_of:
        assert city in places().canonical(city)
        assert city in places().canonical(bare(city))
        assert places().as_keyword(city) == city
        assert places().province(city) in places().provinces(places().province(city) or "")


def test_words_of_names_are_folded_as_texts_are():
    assert {"karanganyar", "surakarta", "solo", "wajo"} <= places().words
    assert all(words(word) == [word] for word in places().words)
    assert "kepulauan" not in places().words, "a plain word, which the stemmer must know"


def test_aliases_belong_to_places_that_exist():
    aliases = wordlists.shipped("places.yaml")
    assert set(aliases["cities"]) <= set(gazetteer().province_of)
    assert set(wordlists.shipped("seats.yaml")) <= set(gazetteer().province_of)
    assert set(aliases["provinces"]) <= set(gazetteer().province_of.values())


def test_fingerprint_is_the_same_in_every_run():
    assert places().fingerprint == type(places())().fingerprint


@given(st.text(max_size=80))
def test_no_text_breaks_the_gazetteer(text):
    list(places().find(text))
    places().canonical(text)
    places().provinces(text)
    places().province(text)
    assert places().as_keyword(places().as_keyword(text)) == places().as_keyword(text)


@pytest.mark.shared
@pytest.mark.skipif(not REGIONS.exists(), reason="../shared is absent")
def test_gazetteer_holds_every_kabupaten_and_kota_of_its_source():
    with REGIONS.open(encoding="utf-8") as source:
        rows = [
            row for row in csv.reader(source, delimiter="\t") if row[2] in ("kabupaten", "kota")
        ]
    missing = [name for _, name, _ in rows if not places().canonical(name)]
    assert len(rows) == 514
    assert missing == []
    assert key("Kota Surakarta") in gazetteer().cities


def test_context_speaks_of_names_that_exist_in_words_that_can_be_met():
    context = wordlists.shipped("place_context.yaml")
    known = {name.lower() for name in gazetteer().city_names}
    for table in ("needs_context", "needs_kind", "asked_only", "province_first", "jakarta_areas"):
        assert set(context[table]) <= known, table
    for table in ("kota", "kabupaten", "offices", "names", "adjacent", "after", "prepositions"):
        assert [word for word in context[table] if word != word.lower() or " " in word] == [], table
