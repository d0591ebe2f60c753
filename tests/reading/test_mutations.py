"""Mutated files: whatever is in a file, it gives articles and errors, never a crash."""

import gzip
import io
import json
import random
import time
import zipfile

import pytest

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.reading import Options, read_each, values
from beritasearch.reading.cleaning import clean_body, clean_page
from beritasearch.reading.markup import text_of

BODY = (
    "LASEM, SUARAPANTAI.com - Warga menanam dua ribu bakau di pantai utara, Jumat (6/12/2024).\n"
    'Baca juga: Harga Garam Naik\n"Kami senang," kata Camat Lasem Sutarno, S.H.\n(Rini-02)'
)
RECORD = {
    "judul": "Warga Tanam Bakau",
    "isi": BODY,
    "tanggal": "6 Desember 2024",
    "kota": "Rembang",
}
LINE = json.dumps(RECORD)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>S</title><item><title>Bakau</title>'
    f"<description>{BODY}</description><pubDate>Fri, 06 Dec 2024</pubDate></item></channel></rss>"
)
PAGE = (
    "<!doctype html><html><head><title>Bakau - Suara</title>"
    f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Bakau"}}</script>'
    f"</head><body><h1>Bakau</h1><div class='isi'><p>{BODY}</p><p>{BODY}</p></div></body></html>"
)
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://contoh.id/1\r\n"
    f"Content-Type: application/http\r\nContent-Length: {len(PAGE.encode()) + 48}\r\n\r\n"
    f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}\r\n\r\n"
)


def _zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", LINE)
        archive.writestr("b.txt", BODY)
    return out.getvalue()


SEEDS = {
    "a.txt": f"29 C\nKudus\nspot_img\nWarga Tanam Bakau\n\n{BODY}\n\nBERITA TERKAIT\n".encode(),
    "b.txt": f"Warga “Lasem”\n\n{BODY}".encode("utf-16"),
    "a.md": f"---\njudul: Bakau\ntanggal: 2024-12-06\nkota: [Rembang, Solo]\n---\n{BODY}".encode(),
    "a.jsonl": f"{LINE}\n{LINE}\n".encode(),
    "a.json": json.dumps({"articles": [RECORD, RECORD]}, indent=1).encode(),
    "a.csv": f"judul;isi;tanggal\nBakau;{json.dumps(BODY)};6/12/2024\n".encode(),
    "a.html": PAGE.encode(),
    "a.rss": FEED.encode(),
    "a.warc": WARC.encode(),
    "a.zip": _zip(),
    "a.jsonl.gz": gzip.compress(f"{LINE}\n{LINE}\n".encode()),
}
PIECES = [
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"\\ud800", b"<", b"</p>", b"&#0;", b"\n", b"---\n",
    b"[" * 500, b"{" * 500, b"<div>" * 300, b"Baca juga: ", b"BACA JUGA", b"\r", b",", b":", b"(",
    b"99999999999999999999", b"(99/99/9999)", b"Rabu (", b"1e999", b"null", b"&a;",
    b"\x1f\x8b", b"PK\x03\x04",
]  # fmt: skip


def mutated(seed, content):
    chance = random.Random(seed)
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at : at + chance.randint(1, 40)] = b""
            case 1:
                data[at:at] = chance.choice(PIECES)
            case 2:
                data[at:at] = data[at : at + chance.randint(1, 400)] * chance.randint(1, 8)
            case 3 if data:
                data[at % len(data)] = chance.randrange(256)
            case _:
                del data[max(at, len(data) // 4) :]
    return bytes(data)


def check(folder, seeds):
    for seed in seeds:
        name, content = list(SEEDS.items())[seed % len(SEEDS)]
        path = folder / name
        path.write_bytes(mutated(seed, content))
        for item in read_each(path, name=name, options=Options(largest=1 << 20)):
            assert isinstance(item, Article | ArticleError), seed
            if isinstance(item, ArticleError):
                assert "report it" not in item.reason, f"seed {seed}: {item}"
            else:
                json.dumps(item.as_dict(), ensure_ascii=False).encode()


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
def test_mutated_files_give_articles_or_errors(tmp_path):
    check(tmp_path, range(220))


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
def test_ten_thousand_mutated_files_give_articles_or_errors(tmp_path):
    check(tmp_path, range(10_000))


HEAPS = [
    "A", "A ", "a-", "Baca juga: ", "baca juga", ":", "( ", '"', "1. ", " ", "\n", "a\n", ", ",
    "KUDUS, ", "Kudus\n,\n", "<script>", "<!--", "<p", "</p>", "&amp;", "â€", "Jumat (6/12/2024) ",
    "- ", "...", "spot_img", "SCROLL TO ", "dan ", "Warga Tanam Bakau di Pantai Utara\n", "# ",
    "|", "http://a.", "Foto: ", "Foto: A/", "KOMPAS.com/A ", "Editor: ", "Fact Checker : ", "Red: ",
    "ANTARA FOTO/A ", "Ringkasan\n", "---\n", f"---\n{BODY}\n", "2-1 ", "ØÙ",
    "Dikutip dari (1/2/2022) ", "<a b='",
]  # fmt: skip


@pytest.mark.parametrize("piece", HEAPS)
def test_heaps_of_one_piece_are_cleaned_in_time(piece):
    heap = piece * (200_000 // len(piece))
    started = time.process_time()
    clean_page(f"{piece}{BODY}\n{heap}")
    clean_body(None, f"{heap}\n{BODY}")
    text_of(f"<p>{heap}</p>")
    values.names([("tokoh", heap)])
    assert time.process_time() - started < 5
