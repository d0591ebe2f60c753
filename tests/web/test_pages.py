"""The pages: what a person finds on them, and that nothing in an article or query gets loose."""

import csv
import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from tests.web.conftest import HOSTILE, ask

import beritasearch.web
from beritasearch import Archive

TEMPLATES = Path(beritasearch.web.__file__).parent / "templates"


def links(response, pattern=".*"):
    found = map(unescape, re.findall(r'href="([^"]*)"', response.text))
    return [link for link in found if re.search(pattern, link)]


def count(response):
    return int(re.search(r"<h1[^>]*>([\d.]+) artikel", response.text)[1].replace(".", ""))


def test_a_search_shows_hits_with_their_marks_and_facts(client):
    page = client.get("/?q=pasar+tanggul")
    assert page.status_code == 200
    assert "<mark>Pasar</mark>" in page.text
    assert "Kabar Pesisir · Kabupaten Kendal" in page.text
    assert ">11 Februari 2024</time>" in page.text


def test_without_a_query_there_is_everything_newest_first(client):
    page = client.get("/")
    assert count(page) == 51
    days = re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)', page.text)
    assert days == sorted(days, reverse=True)


def test_a_hit_with_another_spelling_says_so(client):
    page = client.get("/?q=anrisipasi")
    assert "anrisipasi → " in page.text


def test_what_was_perhaps_meant_is_a_link(client):
    page = client.get("/?q=bawnag")
    (meant,) = links(page, r"q=bawang")[:1]
    assert "Mungkin maksud Anda" in page.text
    assert count(client.get(meant)) == 45


def test_a_typo_beside_a_misspelt_city_that_narrows_is_answered(client):
    page = client.get("/?q=anrisipasi&city=kota+tegall")
    assert page.status_code == 200
    assert "Tidak ada kabupaten atau kota bernama" in page.text


@pytest.mark.parametrize("facet", ["city", "person", "outlet", "date"])
def test_the_count_beside_a_facet_is_what_a_click_finds(client, facet):
    page = client.get("/?q=bawang")
    values = re.findall(
        r'<li><a href="([^"]*)">[^<]*</a> <span class="count">(\d+)</span>', page.text
    )
    asked = [(unescape(link), int(n)) for link, n in values if f"{facet}=" in link]
    assert asked
    for link, expected in asked:
        assert count(client.get(link)) == expected


def test_filters_narrow_together_and_each_can_be_taken_away(client):
    page = client.get("/?q=bawang&city=Kabupaten+Brebes&city=Kota+Tegal")
    assert count(page) == 9
    assert "/?q=bawang&city=Kabupaten+Brebes" in links(page)
    assert "/?q=bawang&city=Kota+Tegal" in links(page)


def test_bars_of_the_timeline_narrow_to_their_time(client):
    chart = client.get("/?q=bawang").text.partition('class="chart"')[2].partition("</svg>")[0]
    bars = re.findall(r'<a href="([^"]*)" tabindex="-1"><title>([^:<]*): (\d+)</title>', chart)
    assert sum(int(n) for _, _, n in bars) == 45
    link, label, n = bars[0]
    assert label == "Januari 2020"
    assert count(client.get(unescape(link))) == int(n)


def test_a_month_is_drawn_by_day(client):
    page = client.get("/?q=bawang&date=2020-01")
    assert "<title>11 Januari 2020: " in page.text


def test_pages_hold_every_hit_once(client):
    seen, address = [], "/?q=bawang"
    while address:
        page = client.get(address)
        seen += re.findall(r'class="hit" href="([^"]*)"', page.text)
        following = re.search(r'rel="next" href="([^"]*)"', page.text)
        address = unescape(following[1]) if following else None
    assert len(seen) == len(set(seen)) == 45
    assert 'rel="prev" href="/?q=bawang&amp;page=2"' in page.text


def test_beyond_the_last_page_there_is_a_way_back(client):
    page = client.get("/?q=bawang&page=9")
    assert (page.status_code, "Tidak ada lagi" in page.text) == (200, True)
    assert "/?q=bawang" in links(page)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorting(client, sort):
    page = client.get(f"/?q=bawang&sort={sort}")
    days = re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)', page.text)
    assert days == sorted(days, reverse=sort == "newest")


def test_news_may_age(index):
    with Archive(index, today=lambda: date(2024, 1, 1)) as archive:
        page = ask(archive, index).get("/?q=bawang&sort=recent")
    days = re.findall(r'<time datetime="(\d{4})', page.text)
    assert days[:11] == ["2023"] * 11  # the others are older than a year


def test_nothing_found_says_what_to_try(client):
    page = client.get("/?q=zzzzqqq&city=Kota+Tegal")
    assert "Tidak ada yang cocok" in page.text
    assert "/?q=zzzzqqq" in links(page)


def test_an_empty_box_of_the_form_asks_for_nothing(client):
    page = client.get("/?q=bawang&city=&person=&since=&until=&sort=relevance&fuzzy=auto")
    assert count(page) == 45


def test_unknown_parameters_of_a_link_are_passed_over(client):
    assert count(client.get("/?q=bawang&utm_source=surat")) == 45


def test_a_query_that_cant_be_understood_shows_where(client):
    page = client.get("/?q=bawang+tanggal:xyz")
    assert page.status_code == 400
    assert "tidak dapat dipahami" in page.text
    assert "<mark>" in page.text
    assert 'value="bawang tanggal:xyz"' in page.text


@pytest.mark.parametrize(
    "address", ["/?page=0", "/?page=x", "/?sort=best", f"/?q={'a' * 1001}", "/artikel"]
)
def test_an_address_that_cant_be_read_is_a_page_of_422(client, address):
    page = client.get(address)
    assert (page.status_code, page.headers["content-type"]) == (422, "text/html; charset=utf-8")


def test_an_article_is_shown_with_marks_provenance_and_similar_ones(client):
    page = client.get("/artikel?id=https://kabar.example/panen/07&q=bawang")
    assert "Petani <mark>bawang</mark> memanen" in page.text
    assert "(dari awal beritanya)" in page.text
    assert "/?q=bawang" in links(page)
    page = client.get("/artikel?id=rob-kaliwungu")
    assert "Berita serupa" in page.text
    assert links(page, r"^/artikel\?id=banjir-genuk")


def test_every_form_of_a_word_is_marked_in_an_article_and_the_score_is_told(client):
    page = client.get("/artikel?id=banjir-genuk&q=antisipasi")
    assert "<mark>mengantisipasi</mark>" in page.text
    assert "Mengapa artikel ini cocok" in page.text
    assert re.search(r"<li>antisipasi dalam bentuk apa pun: \d+%", page.text)


def test_what_the_words_gave_to_the_score_is_all_of_it(client):
    page = client.get("/artikel?id=banjir-genuk&q=antisipasi+banjir").text
    shares = re.findall(r"<li>([^<:]+): (\d+)%</li>", page)
    assert any(part == "banjir di isi" for part, _ in shares)
    assert not any("id=" in part for part, _ in shares)
    assert 97 <= sum(int(share) for _, share in shares) <= 103


def test_an_article_leads_to_its_city_and_persons(client):
    page = client.get("/artikel?id=https://kabar.example/panen/07&q=bawang")
    assert "/?city=Kabupaten+Brebes" in links(page)
    assert "/?person=Karsono+Hadi" in links(page)


def test_an_article_is_shown_whatever_it_was_looked_for_with(client):
    assert client.get("/artikel?id=rob-kaliwungu&q=(").status_code == 200


def test_an_unknown_article_is_404(client):
    assert client.get("/artikel?id=tidak-ada").status_code == 404


def test_nothing_of_an_article_gets_loose(client):
    for address in ("/?q=kios", "/?q=kios&city=Kota+Tegal", f"/artikel?id={HOSTILE['id']}&q=kios"):
        text = client.get(address).text
        assert "Kios" in text
        for loose in ("<script>alert", "<img", "<i>", "<b>", 'href="javascript:'):
            assert loose not in text


def test_nothing_of_a_query_gets_loose(client):
    for query in ('"><script>alert(1)</script>', "<b>x</b>", "' onfocus=alert(1) x='", "x\x00y"):
        for address in ("/", "/artikel", "/unduh/xml", "/tidak-ada"):
            page = client.get(address, params={"q": query, "city": query, "id": query})
            assert page.status_code in (200, 400, 404, 422)
            assert not re.search(r"<script>|<b>|'\s*onfocus|\x00", page.text)


def test_no_template_switches_escaping_off_or_holds_script_or_style():
    for template in TEMPLATES.iterdir():
        text = template.read_text(encoding="utf-8")
        assert not re.search(
            r"\|\s*safe|autoescape|Markup|<script(?! src=)|<style|\sstyle=|\son\w+=", text
        )


def test_downloads_hold_the_result_of_the_page(client):
    rows = list(
        csv.DictReader(io.StringIO(client.get("/unduh/csv?q=bawang").text.lstrip("\ufeff")))
    )
    lines = [json.loads(line) for line in client.get("/unduh/jsonl?q=bawang").text.splitlines()]
    assert len(rows) == len(lines) == 45
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    assert lines[0]["body"].startswith("Petani bawang")


def test_a_download_has_no_more_hits_than_the_page_promises(client):
    address = "?q=bawang+zzzz+karsono"
    found = client.get(f"/unduh/jsonl{address}").text.splitlines()
    assert len(found) == count(client.get(f"/{address}"))


def test_a_download_runs_no_formula(client):
    text = client.get("/unduh/csv?q=embun").text
    assert "'=SUM(A1:A9)" in text


@pytest.mark.parametrize("address", ["/bantuan", "/api/", "/healthz"])
def test_the_other_pages(client, address):
    assert client.get(address).status_code == 200


def test_every_example_of_the_guide_is_understood(client):
    examples = links(client.get("/bantuan"), r"^/\?q=")
    assert len(examples) > 10
    assert {client.get(example).status_code for example in examples} == {200}


def test_files_of_the_package_are_served_and_no_others(client):
    (style,) = links(client.get("/"), "style")
    served = client.get(style)
    assert served.headers["content-type"].startswith("text/css")
    assert "immutable" in served.headers["cache-control"]
    for path in (
        "/static/..%2fapp.py",
        "/static/app.py",
        "/static/../app.py",
        "/static/%2fetc%2fpasswd",
    ):
        assert client.get(path).status_code == 404


def test_no_page_loads_anything_from_elsewhere(client):
    for address in ("/?q=bawang", "/bantuan", "/api/", "/artikel?id=rob-kaliwungu"):
        loaded = re.findall(
            r'<(?:script|link|img)[^>]*(?:src|href)="([^"]*)"', client.get(address).text
        )
        assert loaded
        assert all(address.startswith("/static/") for address in loaded)
