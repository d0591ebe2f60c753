"""Web pages: the article is found by where its paragraphs stand, lists are refused."""

import json
import sys
from datetime import date, datetime

import pytest

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.reading import read, read_each

pytest.importorskip("lxml", reason="reading web pages needs the extra html")

PARAGRAPHS = [
    "LASEM - Warga menanam dua ribu bakau di pantai utara, Jumat pagi, dan pelajar ikut.",
    "Camat Lasem Sutarno berharap pohon itu tumbuh dan melindungi tambak garam dari abrasi laut.",
    '"Kami sudah menunggu kegiatan seperti ini sejak lama," kata Darmi, seorang petambak di sana.',
    "Kegiatan serupa akan diadakan lagi bulan depan di dua desa lain di pesisir Kabupaten Rembang.",
]
TEXT = "\n".join(PARAGRAPHS)


def page(tmp_path, body, head="<title>Warga Tanam Bakau</title>", name="a.html"):
    path = tmp_path / name
    path.write_text(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")
    return path


def marked(paragraphs=PARAGRAPHS):
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def only(path):
    (article,) = read(path)
    return article


def test_plain_page_has_its_headline_and_paragraphs(tmp_path):
    article = only(page(tmp_path, f"<h1>Warga Tanam Bakau</h1>{marked()}"))
    assert (article.title, article.body) == ("Warga Tanam Bakau", TEXT)


def test_menus_lists_and_footers_are_left_out(tmp_path):
    links = "".join(
        f'<li><a href="/{n}">Berita Lain yang Ramai Nomor {n}</a></li>' for n in range(9)
    )
    body = (
        f"<nav><ul>{links}</ul></nav><header class='head'><p>Berita pesisir.</p></header>"
        f"<div class='konten'><h1>Warga Tanam Bakau</h1>{marked()}"
        f"<div class='box-related'><p>Baca juga</p><ul>{links}</ul></div></div>"
        f"<aside><p>{'Ikuti kami di semua media sosial sekarang.' * 3}</p></aside>"
        "<footer><p>Hak cipta Suara Pantai 2024, dilarang menyalin.</p></footer>"
    )
    assert only(page(tmp_path, body)).body == TEXT


def test_links_within_a_sentence_stay(tmp_path):
    first = PARAGRAPHS[0].replace("pantai utara", '<a class="inner-tag" href="/t">pantai utara</a>')
    assert only(page(tmp_path, marked([first, *PARAGRAPHS[1:]]))).body == TEXT


def test_paragraphs_parted_by_line_breaks_only_are_found(tmp_path):
    body = f"<div id='isi'>{'<br><br>'.join(PARAGRAPHS)}</div>"
    assert only(page(tmp_path, body)).body == TEXT


def test_chapters_in_several_boxes_are_one_article(tmp_path):
    body = "".join(
        f"<div class='isi halaman-{number}' style='display:none'><p>{paragraph}</p></div>"
        f"<div class='foto'><img src='x.jpg'></div>"
        for number, paragraph in enumerate(PARAGRAPHS)
    )
    assert only(page(tmp_path, body)).body == TEXT


def test_lists_between_paragraphs_stay(tmp_path):
    items = "<ul><li>Bakau</li><li>Api-api</li></ul>"
    body = f"<div>{marked(PARAGRAPHS[:2])}{items}{marked(PARAGRAPHS[2:])}</div>"
    expected = [*PARAGRAPHS[:2], "Bakau", "Api-api", *PARAGRAPHS[2:]]
    assert only(page(tmp_path, body)).body == "\n".join(expected)


def test_metadata_state_the_fields(tmp_path):
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": "Warga Tanam Bakau",
                "datePublished": "2024-12-06T09:15:00+07:00",
                "author": [{"@type": "Person", "name": "Rini"}],
                "publisher": {"@type": "Organization", "name": "Suara Pantai"},
            }
        ],
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(linked)}</script>'
        '<link rel="canonical" href="https://suarapantai.id/bakau">'
        "<title>Warga Tanam Bakau - Suara Pantai</title>"
    )
    article = only(page(tmp_path, marked(), head))
    assert (article.title, article.author) == ("Warga Tanam Bakau", "Rini")
    assert (article.outlet, article.url) == ("Suara Pantai", "https://suarapantai.id/bakau")
    assert article.id == article.url
    assert article.published == datetime.fromisoformat("2024-12-06T09:15:00+07:00")
    assert article.provenance["published"] == "stated"


def test_meta_elements_state_the_fields(tmp_path):
    head = (
        '<meta property="og:title" content="Warga Tanam Bakau | Suara Pantai">'
        '<meta property="og:site_name" content="Suara Pantai"><meta name="author" content="Rini">'
        '<meta property="article:published_time" content="2024-12-06T02:15:00Z">'
    )
    article = only(page(tmp_path, marked(), head))
    assert (article.title, article.outlet, article.author) == (
        "Warga Tanam Bakau",
        "Suara Pantai",
        "Rini",
    )
    assert article.published.isoformat() == "2024-12-06T09:15:00+07:00"


def test_medium_is_not_the_author(tmp_path):
    head = (
        '<meta property="og:site_name" content="SuaraPantai.com"><meta name="author" content="{}">'
    )
    for author in ("Suara Pantai Media", "@suarapantai", "PT Suara Pesisir"):
        assert only(page(tmp_path, marked(), head.format(author))).author is None


def test_day_between_headline_and_text_is_the_articles(tmp_path):
    body = f"<div><h1>Warga Tanam Bakau</h1><div>Jumat, 6 Desember 2024</div>{marked()}</div>"
    assert only(page(tmp_path, body)).published == date(2024, 12, 6)


def test_body_in_json_ld_is_taken_where_the_page_has_none(tmp_path):
    linked = {
        "@type": "NewsArticle",
        "articleBody": f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>",
    }
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script><title>Bakau</title>'
    article = only(page(tmp_path, "<div id='app'></div>", head))
    assert article.body == "\n".join(PARAGRAPHS[:2])


ROWS = [("Kota", "Suhu", "Hujan"), ("Kudus", "31", "20 mm"), ("Pati", "30", "12 mm")]
LINES = ["Kota | Suhu | Hujan", "Kudus | 31 | 20 mm", "Pati | 30 | 12 mm"]


def cells(row, inside):
    return "".join(f"<td>{inside.format(cell)}</td>" for cell in row)


@pytest.mark.parametrize("inside", ["{}", "<p>{}</p>", "<b>{}</b><br>", " <span> {} </span> "])
@pytest.mark.parametrize("place", [1, 2, 4])
def test_the_rows_of_a_table_stay_rows_wherever_it_stands(tmp_path, inside, place):
    table = "".join(f"<tr>{cells(row, inside)}</tr>" for row in ROWS)
    body = f"{marked(PARAGRAPHS[:place])}<table>{table}</table>{marked(PARAGRAPHS[place:])}"
    lines = [*PARAGRAPHS[:place], *LINES, *PARAGRAPHS[place:]]
    assert only(page(tmp_path, f"<div>{body}</div>")).body == "\n".join(lines)


def test_a_page_that_is_laid_out_by_a_table_is_read_as_any_other(tmp_path):
    menu = "<td><a href=/>Beranda</a></td>"
    row = f"<tr>{menu}<td>{marked()}</td><td>Cuaca: 31 C</td></tr>"
    assert only(page(tmp_path, f"<table>{row}</table>")).body == TEXT


def test_words_at_a_break_within_a_cell_stay_apart(tmp_path):
    table = "<table><tr><td>Kota<br>Kudus</td><td><p>20</p><p>mm</p></td></tr></table>"
    assert only(page(tmp_path, marked() + table)).body == f"{TEXT}\nKota Kudus | 20 mm"


def test_the_rows_of_a_table_in_a_record_stay_rows(tmp_path):
    table = "".join(f"<tr>\n{cells(row, '{}')}\n</tr>" for row in ROWS)
    body = f"<p>{PARAGRAPHS[0]}</p><table>{table}</table><p>{PARAGRAPHS[1]}</p>"
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "Cuaca", "body": body}))
    assert only(path).body == "\n".join([PARAGRAPHS[0], *LINES, PARAGRAPHS[1]])


LINKS = "".join(f'<h3><a href="/{n}">Judul Berita Nomor {n} Hari Ini</a></h3>' for n in range(30))
TEASERS = "".join(
    f'<h3><a href="/{n}">Judul</a></h3><p>{text}</p>' for n, text in enumerate(PARAGRAPHS)
)


@pytest.mark.parametrize("body", [LINKS, TEASERS, "<p>Halaman tidak ada.</p>", ""])
def test_lists_and_empty_pages_are_refused(tmp_path, body):
    with pytest.raises(ArticleError, match="no article on this page"):
        only(page(tmp_path, f"<div>{body}</div>"))


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5_000 + marked() + "</div>" * 5_000,
        "<p>" + "<b>" * 20_000 + "teks",
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script>" + marked(),
        "<![CDATA[" * 500 + marked(),
        "&#0;&#xD800;" + marked(),
        "<a" + " x" * 50_000 + ">" + marked(),
    ],
)
def test_hostile_markup_is_read_or_refused(tmp_path, body):
    (item,) = read_each(page(tmp_path, body), name="a.html")
    assert isinstance(item, Article) or "report it" not in item.reason


@pytest.mark.parametrize(
    ("name", "library", "content"),
    [
        ("a.html", "lxml", "<html><body><p>Teks</p></body></html>"),
        ("a.rss", "feedparser", "<?xml version='1.0'?><rss></rss>"),
        ("a.warc", "warcio", "WARC/1.0\r\n\r\n"),
    ],
)
def test_missing_library_is_named_with_the_cure(tmp_path, monkeypatch, name, library, content):
    for module in [module for module in sys.modules if module.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    path = tmp_path / name
    path.write_text(content)
    (error,) = read_each(path, name=name)
    assert "pip install 'beritasearch[html]'" in error.reason
