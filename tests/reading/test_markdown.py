"""Markdown is read as the text that it shows."""

import io
from datetime import date, datetime

import pytest

from beritasearch.errors import ArticleError
from beritasearch.reading import understood
from beritasearch.reading.forms.markdown import plain, read_markdown
from beritasearch.reading.forms.text import read_page
from beritasearch.reading.raw import Options


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**SOLO** — Banjir *besar* melanda", "SOLO — Banjir besar melanda"),
        ("di [Kota Solo](http://x.example/a_(b)), kata Budi", "di Kota Solo, kata Budi"),
        ("![foto banjir](a.jpg)Air naik", "Air naik"),
        ("`kode` ~~coret~~ dan nama_file_ini", "kode coret dan nama_file_ini"),
        ("## Judul kecil\nIsi", "Judul kecil\n\nIsi"),
        ("> kutipan\n> kedua", "kutipan\nkedua"),
        ("1. satu\n2. dua", "1. satu\n\n2. dua"),
        ("- beras\n- gula", "- beras\n\n- gula"),
        ("baris satu\nbaris dua\n\nParagraf", "baris satu\nbaris dua\n\nParagraf"),
        ("harga 5 * 3 = 15", "harga 5 * 3 = 15"),
        ("    menjorok ke dalam", "menjorok ke dalam"),
        ("Rp 1.000 &amp; Rp 2.000", "Rp 1.000 & Rp 2.000"),
    ],
)
def test_marks_are_not_text(written, shown):
    assert plain(written) == shown + "\n"


def test_a_heading_gives_the_title_without_its_marks():
    page = "---\nmedia: Suara Uji\n---\n# Banjir **Besar** di [Kudus](x)\n\n**KUDUS** – Air naik.\n"
    (article,) = read_markdown(io.BytesIO(page.encode()), "a.md", Options())
    assert article.stated["title"] == [("#", "Banjir Besar di Kudus")]
    assert article.text == "KUDUS – Air naik.\n"


TOML = """+++
judul = "Tanam Bakau"
tanggal = {date}
kota = ["Rembang", "Solo"]
draft = false

[params]
x = 1
+++

LASEM - Warga menanam bakau di pantai utara.
"""


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2024-12-06", date(2024, 12, 6)),
        ("2024-12-06T09:15:00+07:00", datetime.fromisoformat("2024-12-06T09:15:00+07:00")),
        ("2024-12-06T09:15:00", datetime.fromisoformat("2024-12-06T09:15:00+07:00")),
        ('"6 Desember 2024"', date(2024, 12, 6)),
    ],
)
@pytest.mark.parametrize("form", [read_markdown, read_page])
def test_front_matter_may_be_toml(written, published, form):
    (raw,) = form(io.BytesIO(TOML.format(date=written).encode()), "a.md", Options())
    article = understood(raw)
    assert (article.title, article.published) == ("Tanam Bakau", published)
    assert article.cities[:2] == ("Kabupaten Rembang", "Kota Surakarta")
    assert article.body == "LASEM - Warga menanam bakau di pantai utara."


def test_wrong_toml_names_its_line_and_the_cure():
    with pytest.raises(ArticleError, match=r"a\.md:3: the front matter is not TOML .*; mend it"):
        list(read_markdown(io.BytesIO(b"+++\na = 1\nb = = 2\n+++\nIsi."), "a.md", Options()))
