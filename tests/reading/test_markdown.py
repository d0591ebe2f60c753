"""Markdown is read as the text that it shows."""

import io

import pytest

from beritasearch.reading.forms.markdown import plain, read_markdown
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
