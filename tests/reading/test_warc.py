"""Crawlers' archives: what is said of a record, and what isn't, is told or found out."""

import io

import pytest

from beritasearch.errors import ArticleError
from beritasearch.reading import RawArticle
from beritasearch.reading.forms.warc import read_archive
from beritasearch.reading.raw import Options

pytest.importorskip("warcio", reason="reading WARC files needs the extra html")

PAGE = "<!doctype html><html><body><p>Warga menanam bakau.</p></body></html>"


def record(content, **headers):
    fields = {"WARC-Target-URI": "https://suarapantai.id/1", **headers}
    told = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"WARC/1.0\r\n{told}Content-Length: {len(content)}\r\n\r\n{content}\r\n\r\n"


def response(content, kind="Content-Type: text/html\r\n", status="200 OK", **headers):
    said = {"WARC-Type": "response", "Content-Type": "application/http", **headers}
    return record(f"HTTP/1.1 {status}\r\n{kind}\r\n{content}", **said)


def items(*records):
    return list(read_archive(io.BytesIO("".join(records).encode()), "a.warc", Options()))


def test_a_record_without_a_type_is_reported_and_the_rest_is_read():
    first, wrong, second = items(
        response(PAGE), response(PAGE, **{"WARC-Type": ""}), response(PAGE)
    )
    assert isinstance(wrong, ArticleError)
    assert "without a type after page 1 (https://suarapantai.id/1); state its" in wrong.reason
    assert (first.line, second.line) == (1, 2)


@pytest.mark.parametrize(
    "untold",
    [
        response(PAGE, kind=""),
        record(PAGE, **{"WARC-Type": "resource"}),
        response(PAGE, kind="X: y\r\n"),
    ],
)
def test_a_page_that_isnt_said_to_be_one_is_known_by_its_content(untold):
    (page,) = items(untold)
    assert isinstance(page, RawArticle)
    assert page.text == PAGE


@pytest.mark.parametrize(
    "other",
    [
        response("\x89PNG\r\n", kind=""),
        response("Tidak ada.", kind=""),
        response(PAGE, kind="Content-Type: image/png\r\n"),
        response(PAGE, status="404 Not Found"),
        record("catatan", **{"WARC-Type": "metadata"}),
    ],
)
def test_what_is_no_page_is_passed_over(other):
    assert items(other) == []


@pytest.mark.parametrize(
    "endless",
    ["WARC/1.0\r\n" + "A: b\r\n" * 300_000, f"WARC/1.0\r\nA: {'b' * 2_000_000}"],
)
def test_headers_without_end_are_refused_and_not_held(endless):
    with pytest.raises(ArticleError, match=r"after page 1 \(wrong headers\); get it again"):
        items(response(PAGE), endless)


def test_headers_without_end_of_an_answer_are_refused():
    with pytest.raises(ArticleError, match="wrong headers"):
        items(response(PAGE, kind="X: y\r\n" * 300_000))
