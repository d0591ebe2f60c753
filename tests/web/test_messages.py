"""The pages speak Indonesian: every message that a query can bring about has its line."""

import ast
import re
import traceback
from datetime import date
from pathlib import Path

import pytest
import yaml

import beritasearch.query
from beritasearch import Archive, Article
from beritasearch.errors import QueryError
from beritasearch.language.analysis import Language
from beritasearch.query.scanner import Limits
from beritasearch.query.syntax import parse
from beritasearch.web.indonesian import in_indonesian

QUERY = Path(beritasearch.query.__file__).parent
CASES = Path(__file__).parents[1] / "query" / "syntax.yaml"
MESSAGES = Path(beritasearch.query.__file__).parents[1] / "web" / "data" / "messages.yaml"
LANGUAGE = Language()
SMALL = Limits(characters=40, words=3, patterns=1, nesting=2, slop=3)
MORE = (
    "a" * 41, "a b c d", "a* b*", "(((a)))", '"a b"~9', "tokoh:!", "judul:!", "(a)~1", "a*~1 b c",
    "judul:_*x", "judul:_*", "provinsi:sol*", "penulis:!", "tanggal:{a", "id: x", 'url:"!"',
)  # fmt: skip
"""Queries that meet a small limit, and those of which no other test makes an error."""


def raising():
    """Where in the query layer an error may be raised: file and line."""
    for file in QUERY.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and re.search(r"QueryError|refused", ast.unparse(node)):
                yield file.name, node.lineno


def errors():
    """Every error that the queries of the tests bring about, with where it was raised."""
    groups = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    typed = [case["query"] for group in groups for case in group["cases"] if "error" in case]
    for query, limits in [(q, Limits()) for q in (*typed, "(" * 201)] + [(q, SMALL) for q in MORE]:
        try:
            parse(query, LANGUAGE, today=date(2024, 8, 21), limits=limits)
        except QueryError as error:
            at = traceback.extract_tb(error.__traceback__)[-1]
            yield (Path(at.filename).name, at.lineno), error.message


def test_every_error_of_the_query_layer_is_brought_about_here():
    assert set(raising()) - {place for place, _ in errors()} == set()


def test_every_error_of_a_query_is_told_in_indonesian():
    assert [message for _, message in errors() if not in_indonesian(message)] == []


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("at most 2 typos: pilkada~2", "Paling banyak 2 salah ketik: pilkada~2."),
        (
            'no province is called "jateg"; Jawa Tengah, Jawa Timur?',
            'Tidak ada provinsi bernama "jateg"; mungkin Jawa Tengah, Jawa Timur?',
        ),
        (
            "there is no word to look for in judul:",
            "Tidak ada kata yang dapat dicari setelah judul:",
        ),
        ("something new", None),
    ],
)
def test_what_stands_in_a_message_stands_in_its_translation(message, told):
    assert in_indonesian(message) == told


def test_every_place_of_a_translation_is_one_of_the_message():
    for entry in yaml.safe_load(MESSAGES.read_text(encoding="utf-8")):
        assert set(re.findall(r"\{\w+\}", entry["id"])) <= set(re.findall(r"\{\w+\}", entry["en"]))


@pytest.mark.parametrize(
    "query",
    [
        "kota:surabayya", "kota:qqqq", "kota:jateng", "kota:(solo klaten)", "kota:jaksel",
        "provinsi:jawa tenga", "provinsi:qqqq", "media:pesisiran", "media:qqqq",
    ],
)  # fmt: skip
def test_every_note_beside_the_hits_is_told_in_indonesian(query, tmp_path):
    with Archive(tmp_path) as archive:
        archive.put(
            [
                Article(
                    id="1", title="Rob", body="Rob naik di Jakarta Selatan.",
                    cities=("DKI Jakarta",), outlet="Pesisiran Kita",
                )
            ]
        )  # fmt: skip
        notes = archive.search(query).notes
        assert [note for note in notes if not in_indonesian(note)] == []


def test_a_page_tells_what_is_wrong_with_a_query_in_indonesian_alone(client):
    page = client.get("/?q=bawang+(desa").text
    assert "Tanda kurung ini tidak ditutup" in page
    assert "never closed" not in page
    assert 'lang="en"' not in page


def test_a_note_on_a_page_is_indonesian(client):
    page = client.get("/?q=kota:surabayya").text
    assert "mungkin Surabaya?" in page
    assert 'lang="en"' not in page


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"/?q={'a' * 1001}", "Kata kunci: paling panjang 1000 karakter"),
        (f"/?city={'a' * 201}", "Kota: paling panjang 200 karakter"),
        ("/?" + "&".join(["city=tegal"] * 11), "Kota: paling banyak 10 nilai"),
        ("/?page=0", "Halaman: paling kecil 1"), ("/?page=x", "Halaman: harus berupa angka"),
        ("/?page=501", "Halaman: paling besar 500"), ("/?sort=best", "Urutan: pilihannya "),
        ("/artikel", "Artikel: harus diisi"), ("/unduh/xml", "Bentuk: pilihannya "),
    ],
)  # fmt: skip
def test_a_page_tells_which_parameter_is_wrong_in_indonesian(client, address, told):
    page = client.get(address)
    assert page.status_code == 422
    assert told in page.text
    assert 'lang="en"' not in page.text
