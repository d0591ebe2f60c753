"""Forms: tables, arrays, feeds, crawlers' archives, containers; by content where the name lies."""

import csv
import gzip
import io
import json
import tarfile
import zipfile
from importlib.util import find_spec

import pytest

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.reading import Options, is_article_file, read_each

BODY = "Warga menanam dua ribu bakau di pantai utara Lasem bersama para pelajar."
RECORD = {"judul": "Tanam Bakau", "isi": BODY, "tanggal": "2024-12-06"}
LINE = json.dumps(RECORD) + "\n"
PAGE = (
    f"<html><head><title>Tanam Bakau</title></head><body><p>{BODY}</p><p>{BODY}</p></body></html>"
)
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Suara Pantai</title><item>
<title>Tanam Bakau</title><link>https://suarapantai.id/1</link>
<pubDate>Fri, 06 Dec 2024 09:15:00 +0700</pubDate>
<description>&lt;p&gt;{BODY}&lt;/p&gt;</description>
</item></channel></rss>"""


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def items(path, **options):
    return list(read_each(path, name=path.name, options=Options(**options)))


def table(rows, **dialect):
    out = io.StringIO()
    csv.writer(out, **dialect).writerows(rows)
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members, mode="w:gz"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def warc_record(number, status):
    answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Target-URI: https://suarapantai.id/{number}\r\nWARC-Date: 2024-12-07T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


ROWS = [["No", "Judul", "Isi Berita", "Tanggal"], ["1", "Tanam Bakau", BODY, "6/12/2024"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_are_read_by_their_header(tmp_path, delimiter):
    (article,) = items(written(tmp_path, "a.csv", table(ROWS, delimiter=delimiter)))
    assert (article.title, article.body, article.id) == ("Tanam Bakau", BODY, "a.csv#2")
    assert article.published.isoformat() == "2024-12-06"


@pytest.mark.parametrize("said", ["sep=;", "sep=;\r", '"sep=;"', "\ufeffSEP=;"])
def test_a_delimiter_that_is_said_in_front_is_taken(tmp_path, said):
    rows = [["Judul, kepala", "Isi", "Tanggal, jam"], ["Tanam Bakau", BODY, "6/12/2024"]]
    content = f"{said}\n{table(rows, delimiter=';')}"
    (article,) = items(written(tmp_path, "a.csv", content))
    assert (article.body, article.id) == (BODY, "a.csv#3")


def test_cells_over_several_lines_keep_their_paragraphs(tmp_path):
    rows = [["title", "content"], ["Tanam Bakau", f"{BODY}\n\n{BODY}"], ["Lain", BODY]]
    first, second = items(written(tmp_path, "a.csv", table(rows)))
    assert first.body == f"{BODY}\n{BODY}"
    assert second.id == "a.csv#5"


def test_numbers_of_rows_are_not_ids_of_articles_elsewhere(tmp_path):
    rows = [["id", "title", "content"], ["0", "Tanam Bakau", BODY]]
    (article,) = items(written(tmp_path, "a.csv", table(rows)))
    assert article.id == "a.csv#0"


def test_table_without_a_known_column_says_how_to_name_it(tmp_path):
    path = written(tmp_path, "a.csv", table([["kepala", "naskah"], ["Tanam Bakau", BODY]]))
    (error,) = items(path)
    assert "kepala, naskah" in error.reason
    assert "--map body=COLUMN" in error.reason
    (article,) = items(path, names={"naskah": "body", "kepala": "title"})
    assert article.title == "Tanam Bakau"


def test_row_without_text_does_not_stop_the_rest(tmp_path):
    rows = [["title", "content"], ["Kosong", ""], ["Tanam Bakau", BODY]]
    first, second = items(written(tmp_path, "a.csv", table(rows)))
    assert (first.line, first.reason) == (
        2,
        "the row has no text; fill in its text, or take it out",
    )
    assert second.title == "Tanam Bakau"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([RECORD, RECORD]),
        json.dumps([RECORD, RECORD], indent=2),
        json.dumps({"status": "ok", "articles": [RECORD, RECORD]}),
        json.dumps({"hits": {"total": 2, "hits": [{"_source": RECORD}, {"_source": RECORD}]}}),
        json.dumps({key: {"0": value, "1": value} for key, value in RECORD.items()}),
        json.dumps(RECORD, indent=2) + "\n" + json.dumps(RECORD, indent=2),
        LINE * 2,
    ],
)
def test_json_of_every_shape_is_read(tmp_path, content):
    first, second = items(written(tmp_path, "a.json", content))
    assert (first.title, second.body) == ("Tanam Bakau", BODY)
    assert (first.id, second.id) == ("a.json#1", "a.json#2")


def test_single_object_is_one_article(tmp_path):
    (article,) = items(written(tmp_path, "a.json", json.dumps(RECORD)))
    assert article.title == "Tanam Bakau"


def test_wrong_element_of_an_array_does_not_stop_the_rest(tmp_path):
    first, second = items(written(tmp_path, "a.json", json.dumps([{"x": 1}, RECORD])))
    assert first.line == 1
    assert second.title == "Tanam Bakau"


def test_array_that_breaks_off_gives_what_it_has(tmp_path):
    content = json.dumps([RECORD, RECORD])[:-20]
    first, second = items(written(tmp_path, "a.json", content))
    assert isinstance(first, Article)
    assert second.line == 2
    assert "the rest of the file is left out" in second.reason


def test_large_array_is_read_in_pieces(tmp_path):
    content = json.dumps([RECORD] * 2_000 + [{"judul": "Besar", "isi": "x " * 100_000}])
    found = items(written(tmp_path, "a.json", content))
    assert len(found) == 2_001
    assert found[-1].title == "Besar"


def test_feeds_are_read_entry_by_entry(tmp_path):
    pytest.importorskip("feedparser")
    (article,) = items(written(tmp_path, "a.rss", FEED))
    assert (article.title, article.body, article.outlet) == ("Tanam Bakau", BODY, "Suara Pantai")
    assert article.id == "https://suarapantai.id/1"
    assert article.published.isoformat() == "2024-12-06T09:15:00+07:00"


@pytest.mark.parametrize("gzipped", [False, True])
def test_crawlers_archives_are_read_page_by_page(tmp_path, gzipped):
    pytest.importorskip("warcio")
    pytest.importorskip("lxml")
    records = [warc_record(n, status) for n, status in enumerate(("200 OK", "404 Not Found"))]
    content = b"".join(map(gzip.compress, records)) if gzipped else b"".join(records)
    (article,) = items(written(tmp_path, "a.warc.gz" if gzipped else "a.warc", content))
    assert (article.id, article.title) == ("https://suarapantai.id/0", "Tanam Bakau")


MEMBERS = {
    "2024/a.jsonl": LINE.encode(),
    "2024/b.txt": f"Tanam Bakau di Lasem\n\n{BODY}\n".encode(),
    "__MACOSX/2024/._b.txt": b"\0\0",
    "foto.jpg": b"\xff\xd8\xff",
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("a.tar.gz", tarred(MEMBERS)),
        ("a.tgz", tarred(MEMBERS)),
        ("a.tar", tarred(MEMBERS, "w")),
        ("a.zip.gz", gzip.compress(zipped(MEMBERS), mtime=0)),
    ],
)
def test_containers_are_read_member_by_member(tmp_path, name, content):
    first, second = items(written(tmp_path, name, content))
    assert (first.id, first.title) == (f"{name}/2024/a.jsonl#1", "Tanam Bakau")
    assert (second.id, second.body) == (f"{name}/2024/b.txt", BODY)


NEEDS_HTML = pytest.mark.skipif(
    find_spec("lxml") is None, reason="reading web pages needs the extra html"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", LINE + LINE),
        ("a.txt", json.dumps([RECORD])),
        ("a.txt", gzip.compress(LINE.encode() * 2, mtime=0)),
        ("a.jsonl", json.dumps([RECORD], indent=1)),
        ("a.json", gzip.compress(json.dumps([RECORD]).encode(), mtime=0)),
        ("a.txt", zipped({"x.jsonl": LINE})),
        ("a.html", f"Tanam Bakau\n\n{BODY}"),
        pytest.param("a.txt", PAGE, marks=NEEDS_HTML),
        pytest.param("a.md", PAGE, marks=NEEDS_HTML),
        pytest.param("a.html", f"<!-- 50.2 -->\n{PAGE}", marks=NEEDS_HTML),
        pytest.param("a.txt", f"<!-- a --> <!-- b -->{PAGE}", marks=NEEDS_HTML),
        pytest.param("a.html", f"<!-- {'x' * 5_000} -->{PAGE}", marks=NEEDS_HTML),
        ("a.txt", f"---\njudul: Tanam Bakau\n---\n{BODY}"),
        ("a.txt", f"judul;isi;tanggal\nTanam Bakau;{BODY};2024-12-06\n"),
        ("a.txt", f"Tanam Bakau\r\r{BODY}\r\r{BODY}\r"),
    ],
)
def test_content_tells_the_form_where_the_name_lies(tmp_path, name, content):
    found = items(written(tmp_path, name, content))
    assert found
    assert all(item.title == "Tanam Bakau" for item in found)


@pytest.mark.parametrize("name", ["../jauh.txt", "/etc/jauh.txt", "..\\jauh.txt", "C:\\jauh.txt"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_members_that_climb_out_are_refused_and_named(tmp_path, name, pack):
    first, second = items(written(tmp_path, "a.zip", pack({name: b"x", "b.jsonl": LINE.encode()})))
    assert name in first.reason
    assert "climbs out" in first.reason
    assert second.title == "Tanam Bakau"


def test_bombs_are_refused(tmp_path):
    zeros = b"0" * (80 << 20)
    for content in (gzip.compress(zeros), zipped({"a.jsonl": zeros}), tarred({"a.jsonl": zeros})):
        found = items(written(tmp_path, "a.jsonl.gz", content))
        assert "as bombs do" in found[-1].reason


def test_containers_in_containers_have_an_end(tmp_path):
    content = LINE.encode()
    for _ in range(9):
        content = zipped({"a.zip": content})
    (error,) = items(written(tmp_path, "a.zip", content))
    assert "one in another" in error.reason


def test_locked_member_is_named(tmp_path):
    content = bytearray(zipped({"a.jsonl": LINE}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    (error,) = items(written(tmp_path, "a.zip", bytes(content)))
    assert "locked with a password" in error.reason


def test_entities_that_multiply_do_no_harm(tmp_path):
    pytest.importorskip("feedparser")
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    feed = FEED.replace("<rss", f"<!DOCTYPE rss [{entities}]><rss", 1).replace(BODY, f"{BODY}&a11;")
    (item,) = items(written(tmp_path, "a.rss", feed))
    assert isinstance(item, ArticleError) or len(item.body) < 10_000


def test_aliases_that_multiply_do_no_harm(tmp_path):
    aliases = 'a0: &a0 ["lol"]\n' + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    path = written(tmp_path, "a.md", f"---\njudul: Bakau\n{aliases}tokoh: *a11\n---\n{BODY}\n")
    (item,) = items(path)
    assert isinstance(item, ArticleError) or len(item.persons) < 1_000


@pytest.mark.parametrize(
    ("name", "taken"),
    [("a.csv", True), ("a.warc.gz", True), ("a.tar.gz", True), ("a.html.gz", True), ("a.zip", True),
     ("a.gz", True), ("a.pdf", False), ("a.jpg.gz", True), (".DS_Store", False)],
)  # fmt: skip
def test_every_form_is_taken_from_a_folder(name, taken):
    assert is_article_file(name) is taken


def test_what_a_database_puts_before_quotes_goes(tmp_path):
    body = BODY + r" \"Alhamdulillah,\" kata Kiai Abdul Mun\'im Syadzali."
    (article,) = items(written(tmp_path, "a.jsonl", json.dumps({**RECORD, "isi": body})))
    assert article.body.endswith('"Alhamdulillah," kata Kiai Abdul Mun\'im Syadzali.')
    assert article.persons == ("Abdul Mun'im Syadzali",)
