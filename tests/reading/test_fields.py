"""Fields from prose: dateline, cities, day, outlet, author, and where each was found."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from beritasearch.reading import read
from beritasearch.reading.fields import infer, outlet_of_url

with Path(__file__).with_name("fields.yaml").open(encoding="utf-8") as cases:
    CASES = yaml.load(cases, yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
GIVEN = {"title", "body", "url"}
SHARED = Path(__file__).parents[3] / "shared/data"
SEED = SHARED / "seed/000_744b9ab053297659.txt"


@pytest.mark.parametrize("name", CASES)
def test_fields_are_read_from_prose(name):
    case = CASES[name]
    inferred = infer(case.get("title", ""), case["body"], url=case.get("url"))
    found = {field: plain(getattr(inferred, field)) for field in case.keys() - GIVEN}
    assert found == {field: case[field] for field in case.keys() - GIVEN}


def plain(value):
    if isinstance(value, date):
        return value.isoformat()
    return (list(value) if isinstance(value, tuple) else value) or "none"


def test_each_field_says_where_it_was_found():
    body = "SOLO, KOMPAS.com - Pasar ramai, kata Budi di Klaten, Rabu (21/8/2024). (abc)"
    assert infer("Pasar", body).provenance == {
        "dateline": "dateline",
        "cities": "prose",
        "published": "prose",
        "outlet": "dateline",
        "author": "prose",
    }
    from_url = infer("Pasar", "Ramai.", url="https://contoh.com/2024/08/21/pasar").provenance
    assert from_url == {"published": "url", "outlet": "url"}


def test_stated_day_is_kept():
    stated = datetime(2024, 8, 22, 7, tzinfo=timezone(timedelta(hours=7)))
    inferred = infer("Pasar", "Ramai, Rabu (21/8/2024).", published=stated)
    assert inferred.published == stated
    assert inferred.provenance["published"] == "stated"


@pytest.mark.parametrize("url", ["", "http://[", "javascript:x", "/2024/13/45/", "mailto:a@b"])
def test_address_that_is_none_gives_nothing(url):
    assert outlet_of_url(url) is None
    assert infer("Pasar", "Ramai.", url=url).published is None


@given(st.text(max_size=200), st.text(max_size=400))
def test_no_text_breaks_the_fields(title, body):
    infer(title, body, url=title)


HEADS = ["SOLO", "Jakarta", ", ", "KOMPAS.com", " - ", "(ANTARA)", "21/8/2024", "Rabu (", ")", "\n"]
HEADS += [
    "Kota ",
    "Kecamatan ",
    "Penulis: ",
    "(abc)",
    ". ",
    "baca juga: ",
    "Kab. ",
    "WIB",
    "10:20 ",
]


@given(st.lists(st.sampled_from(HEADS), max_size=12).map("".join))
def test_no_heap_of_pieces_breaks_the_fields(text):
    infer("", text)
    infer(text, text)


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
def test_seed_article_is_of_karanganyar_on_that_wednesday():
    lines = SEED.read_text(encoding="utf-8").split("\n")
    title = next(line for line in lines if line.startswith("Ratusan Personel"))
    body = [line for line in lines[lines.index(title) + 1 :] if not line.startswith("Baca juga")]
    inferred = infer(title, "\n".join(body[: body.index("Berita Terkait")]))
    assert inferred.dateline == "Kabupaten Karanganyar"
    assert inferred.cities == ("Kabupaten Karanganyar",)
    assert inferred.published == date(2024, 8, 21)
    assert inferred.outlet == "Jatengnews.id"
    assert inferred.author == "Iwan-02"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")
def test_labelled_articles_are_read_as_well_as_measured():
    from benchmarks.fields import labelled, score

    result = score(labelled())
    assert result.accuracy("dateline") >= 0.975
    assert result.accuracy("date") >= 0.93
    assert result.cities_f1 >= 0.95


def test_dateline_abroad_is_no_city_of_the_article(tmp_path):
    page = tmp_path / "mundur.txt"
    story = "KUALA LUMPUR, KOMPAS.com - Perdana menteri mundur di depan parlemen kemarin pagi."
    page.write_text(f"Perdana Menteri Mundur\n\n{story}\n", encoding="utf-8")
    [article] = read(page)
    assert article.dateline == "Kuala Lumpur"
    assert article.cities == ()
