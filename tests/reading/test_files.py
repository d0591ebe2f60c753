"""Files: each form gives its articles, and each fault its line."""

import gzip
import io
import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.reading import (
    Options,
    is_article_file,
    read,
    read_each,
    read_raw_stream,
    understood,
)
from beritasearch.reading.decoding import mended

BODY = "Warga menanam dua ribu bakau di pantai utara Lasem bersama para pelajar."
SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


def only(path, **options) -> Article:
    (article,) = read(path, **options)
    return article


@pytest.mark.parametrize(
    "record",
    [
        {"title": "Tanam Bakau", "body": BODY, "published": "2024-12-06"},
        {"judul": "Tanam Bakau", "isi": BODY, "tanggal": "6 Desember 2024"},
        {"Judul": "Tanam Bakau", "Isi Berita": BODY, "Tanggal Terbit": "Jumat, 06 Des 2024 09:15"},
        {"headline": "Tanam Bakau", "content": [BODY], "date": "06/12/2024"},
        {"_source": {"title": "Tanam Bakau", "content": BODY, "date": "2024-12-06"}},
    ],
)
def test_keys_of_both_languages_are_known(tmp_path, record):
    article = only(written(tmp_path, "a.jsonl", lines(record)))
    assert (article.title, article.body) == ("Tanam Bakau", BODY)
    assert article.published.isoformat()[:10] == "2024-12-06"
    assert article.provenance["published"] == "stated"


def test_other_keys_are_mapped(tmp_path):
    path = written(tmp_path, "a.jsonl", lines({"kepala": "Tanam Bakau", "naskah": BODY}))
    options = Options(names={"naskah": "body", "kepala": "title"})
    assert only(path, options=options).body == BODY


def test_bad_lines_are_reported_and_the_rest_is_read(tmp_path):
    good = json.dumps({"title": "Tanam Bakau", "body": BODY})
    bad = ['{"title": ', "[1]", '{"title": "x"}', '{"body": ""}', "[" * 100_000]
    path = written(tmp_path, "a.jsonl", "\n".join([good, *bad, "", good]))
    items = list(read_each(path, name="a.jsonl"))
    assert [type(item).__name__ for item in items] == ["Article", *["ArticleError"] * 5, "Article"]
    assert [item.line for item in items[1:-1]] == [2, 3, 4, 5, 6]
    assert items[0].id == "a.jsonl#1"
    assert items[-1].id == "a.jsonl#8"
    assert "--map body=KEY" in str(items[3])


@pytest.mark.parametrize("nothing", ["", None, "null", []])
def test_empty_text_is_not_taken_for_an_unknown_key(tmp_path, nothing):
    (error,) = read_each(written(tmp_path, "a.jsonl", lines({"isi": nothing})), name="a.jsonl")
    assert 'no text in it: "isi" is empty' in error.reason


def test_too_long_line_is_reported_and_the_rest_is_read(tmp_path):
    long = json.dumps({"title": "x", "body": "x" * 5_000})
    path = written(tmp_path, "a.jsonl", f"{long}\n" + lines({"title": "Bakau", "body": BODY}))
    first, second = read_each(path, name="a.jsonl", options=Options(largest=1_000))
    assert (first.line, second.title) == (1, "Bakau")
    assert "largest_mb" in first.reason


def test_ids_come_from_the_record_its_url_or_its_place(tmp_path):
    path = written(
        tmp_path,
        "a.jsonl",
        lines(
            {"id": 7, "url": "https://contoh.id/1", "title": "A", "body": BODY},
            {"id": 7, "title": "A", "body": BODY},
            {"title": "A", "body": BODY},
        ),
    )
    assert [item.id for item in read_each(path, name="kota/a.jsonl")] == [
        "https://contoh.id/1",
        "kota/a.jsonl#7",
        "kota/a.jsonl#3",
    ]


@pytest.mark.parametrize("nothing", ["", "null", None, "None", "-", float("nan"), []])
def test_empty_values_state_nothing(tmp_path, nothing):
    path = written(tmp_path, "a.jsonl", lines({"title": nothing, "body": BODY, "author": nothing}))
    article = only(path)
    assert (article.title, article.author) == (BODY, None)


def test_date_of_a_scraper_that_cant_be_understood_loses_no_article(tmp_path):
    path = written(tmp_path, "a.jsonl", lines({"title": "A", "body": BODY, "date": "3 jam lalu"}))
    assert "published" not in only(path).provenance


def test_wrong_date_under_our_own_name_names_the_place_and_the_cure(tmp_path):
    path = written(tmp_path, "a.jsonl", lines({"title": "A", "body": BODY, "published": "kapan"}))
    with pytest.raises(ArticleError, match=r'a\.jsonl:1: "published" is "kapan"; write a date'):
        only(path)


def test_front_matter_states_fields_and_the_rest_is_the_body(tmp_path):
    path = written(
        tmp_path,
        "bakau.md",
        f"---\njudul: Tanam Bakau\ntanggal: 2024-12-06\nkota: [Rembang]\ntokoh: Rini dan Sutarno\n"
        f"media: Suara Pantai\npenulis: no\n---\n\n# Tanam Bakau\n\n{BODY}\n",
    )
    article = only(path)
    assert (article.title, article.body) == ("Tanam Bakau", BODY)
    assert article.published == date(2024, 12, 6)
    assert article.cities == ("Kabupaten Rembang",)
    assert article.persons == ("Rini", "Sutarno")
    assert (article.outlet, article.author) == ("Suara Pantai", "no")
    assert set(article.provenance.values()) == {"stated"}


def test_wrong_date_written_by_hand_is_reported(tmp_path):
    path = written(tmp_path, "a.md", f"---\njudul: A\ntanggal: kapan-kapan\n---\n{BODY}\n")
    with pytest.raises(ArticleError, match='"tanggal" is "kapan-kapan"; write a date'):
        only(path)


def test_front_matter_that_isnt_yaml_names_its_line(tmp_path):
    path = written(tmp_path, "a.md", f"---\njudul: A\nkota: [Rembang\n---\n{BODY}\n")
    with pytest.raises(ArticleError, match=r"a\.md:\d+: the front matter is not YAML"):
        only(path)


def test_markdown_without_front_matter_has_its_heading_for_a_title(tmp_path):
    article = only(written(tmp_path, "a.md", f"# Tanam Bakau\n\n{BODY}\n"))
    assert (article.title, article.body) == ("Tanam Bakau", BODY)


def test_labelled_lines_of_a_text_state_fields(tmp_path):
    content = f"Judul: Tanam Bakau\nTanggal: 6/12/2024\nPenulis: Rini\nIsi:\n{BODY}\n"
    article = only(written(tmp_path, "a.txt", content))
    assert (article.title, article.body, article.author) == ("Tanam Bakau", BODY, "Rini")
    assert article.published == date(2024, 12, 6)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.txt.gz"])
def test_every_encoding_is_read(tmp_path, encoding, name):
    text = f"Warga Tanam Bakau\n\n“Kafé”: {BODY}\n"
    if name == "a.jsonl":
        text = json.dumps(
            {"title": "Warga Tanam Bakau", "body": f"“Kafé”: {BODY}"}, ensure_ascii=False
        )
    data = text.encode(encoding)
    path = written(tmp_path, name, gzip.compress(data) if name.endswith("gz") else data)
    article = only(path)
    assert (article.title, article.body) == ("Warga Tanam Bakau", f"“Kafé”: {BODY}")


def test_bytes_of_windows_1252_within_utf_8_are_read(tmp_path):
    path = written(
        tmp_path, "a.txt", "Warga “Lasem”\n\n".encode() + f"Kafé: {BODY}".encode("cp1252")
    )
    assert only(path).body == f"Kafé: {BODY}"


def test_utf_8_that_was_read_as_windows_1252_is_put_right(tmp_path):
    title, body = "Warga “Lasem” – Café", f"“{BODY}” © 2024"
    wrong = {
        name: value.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
        for name, value in {"title": title, "body": body}.items()
    }
    article = only(written(tmp_path, "a.jsonl", lines(wrong)))
    assert (article.title, article.body) == (title, body)


MISREAD = f"KUDUS, SUARAPANTAI.com \x96 {BODY} \x93Harga naik\x85 lagi,\x94 kata Ma\x92ruf Sahal."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", lines({"title": "Harga \x91Garam\x92", "body": MISREAD})),
        ("a.json", json.dumps([{"title": "Harga \x91Garam\x92", "body": MISREAD}])),
        ("a.csv", f'judul;isi\nHarga \x91Garam\x92;"{MISREAD.replace(chr(34), chr(34) * 2)}"\n'),
        ("a.txt", f"Harga \x91Garam\x92\n\n{MISREAD}\n"),
        ("a.md", f"---\njudul: Harga \x91Garam\x92\n---\n{MISREAD}\n"),
        (
            "a.html",
            (
                "<title>Harga &#145;Garam&#146;</title><h1>Harga &#145;Garam&#146;</h1>"
                f"<div><p>{MISREAD}</p><p>{BODY}</p></div>"
            ),
        ),
    ],
)
def test_windows_1252_as_control_codes_is_read_as_it_was_meant(tmp_path, name, content):
    article = only(written(tmp_path, name, content))
    assert article.title == "Harga ‘Garam’"
    assert "“Harga naik… lagi,” kata Ma’ruf Sahal." in article.body
    assert not any("\x80" <= character <= "\x9f" for character in article.body)
    assert "Ma" not in article.persons


def test_emoji_and_arabic_that_were_read_as_windows_1252_are_put_right():
    assert mended("ð\x9f\x98± Ù\x88Ù\x8e Ø\xa0Tujuan É”") == "😱 وَ Ø\xa0Tujuan É”"


def test_lone_surrogates_and_nul_bytes_do_no_harm(tmp_path):
    record = '{"title": "Tanam \\ud800 Bakau\\u0000", "body": "' + BODY + '"}'
    article = only(written(tmp_path, "a.jsonl", record))
    json.dumps(article.as_dict(), ensure_ascii=False).encode()
    assert "\0" not in article.title


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 20, "not a text file"),
        ("a.txt.gz", gzip.compress(BODY.encode(), mtime=0)[:-9], "damaged"),
        ("a.txt", b"x" * 2_000, "larger than"),
    ],
)
def test_what_cant_be_read_is_one_error(tmp_path, name, content, reason):
    path = written(tmp_path, name, content)
    (error,) = read_each(path, name=name, options=Options(largest=1_000))
    assert isinstance(error, ArticleError)
    assert reason in error.reason


def test_missing_file_is_an_article_error(tmp_path):
    with pytest.raises(ArticleError, match=r"missing\.txt: can't be read"):
        list(read(tmp_path / "missing.txt"))


def test_stream_of_jsonl_is_read():
    stream = io.BytesIO(lines({"title": "Tanam Bakau", "body": BODY}).encode())
    (article,) = map(understood, read_raw_stream(stream))
    assert (article.title, article.id) == ("Tanam Bakau", "-#1")


@pytest.mark.parametrize(
    ("name", "taken"),
    [("a.txt", True), ("a.TXT", True), ("a.jsonl.gz", True), (".a.txt", False), ("a.png", False),
     ("README.md", False)],
)  # fmt: skip
def test_files_of_a_folder_are_taken_by_their_form(name, taken):
    assert is_article_file(name) is taken


@pytest.mark.shared
def test_seed_is_read_as_a_person_would():
    if not SHARED.exists():
        pytest.skip("../shared is absent")
    article = only(SHARED / "seed" / "000_744b9ab053297659.txt")
    assert article.title == "Ratusan Personel Gabungan Amankan Pilkada Karanganyar"
    assert article.persons == ("Jerrold HY Kumontoy", "Timotius Suryadi")
    assert article.body.startswith("Karanganyar, Jatengnews.id")
    assert article.body.endswith("(Iwan-02)")
    for furniture in (
        "30 C",
        "21 November",
        "spot_img",
        "Baca juga",
        "BERITA",
        "Jepara",
        "Rp3 Miliar",
    ):
        assert furniture not in article.body


SLOGAN = "Suara Pantai, kabar warga pesisir setiap hari."


def told(number, url="https://suarapantai.id"):
    story = (
        f"Kabar nomor {number} dari pantai utara Rembang sampai hari ini.\n{BODY} Nomor {number}."
    )
    return {"title": f"Kabar {number}", "body": f"{story}\n{SLOGAN}", "url": f"{url}/{number}"}


def test_lines_of_very_many_articles_of_one_outlet_are_no_text(tmp_path):
    path = written(tmp_path, "a.jsonl", lines(*map(told, range(20))))
    assert all(SLOGAN not in article.body for article in read(path))


def test_lines_of_a_few_articles_or_of_one_story_stay(tmp_path):
    few = written(tmp_path, "a.jsonl", lines(*map(told, range(4))))
    again = written(tmp_path, "b.jsonl", lines(*[told(7)] * 20))
    assert all(SLOGAN in article.body for path in (few, again) for article in read(path))


class _Endless(io.RawIOBase):
    """A line of 200 MB, then an article."""

    def __init__(self):
        tail = b"\n" + lines({"title": "Tanam Bakau", "body": BODY}).encode()
        self._pieces = iter([*[b"x" * (1 << 20)] * 200, tail])
        self._held = b""

    def readable(self):
        return True

    def readinto(self, target):
        self._held = self._held or next(self._pieces, b"")
        size = min(len(target), len(self._held))
        target[:size], self._held = self._held[:size], self._held[size:]
        return size


def test_endless_line_is_passed_over_without_being_held():
    tracemalloc.start()
    try:
        stream = read_raw_stream(_Endless(), options=Options(largest=1 << 20))
        error, article = map(understood, stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "a line of 200 MB" in error.reason
    assert article.title == "Tanam Bakau"
    assert peak < 60 << 20
