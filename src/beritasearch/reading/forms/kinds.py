"""Which form a file has: by what it begins with, where that is unmistakable, else by its name."""

import json
import re
from pathlib import PurePath

from beritasearch.reading import naming
from beritasearch.reading.decoding import decode

BY_SUFFIX = {
    ".txt": "page",
    ".text": "page",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "json",
    ".csv": "table",
    ".tsv": "table",
    ".tab": "table",
    ".warc": "warc",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
    ".gz": "gzip",
}
_MAGIC = ((b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"WARC/", "warc"))
_TAR, _TAR_AT = b"ustar", 257
_XML = re.compile(r"<\?xml|<(?:rss|feed|rdf:RDF)\b")
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_HTML = re.compile(r"<(?:!doctype html|html|head|body|meta|div|p|article|script)\b", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"(?:<!--.*?-->\s*)+", re.DOTALL)
_ARRAY = re.compile(r"\[\s*(?:\{|\])")
_OBJECT = re.compile(r"\{\s*(?:\"|\})")


def suffix(name: str) -> str:
    """The ending that tells the form: `.jsonl` of `a.jsonl.gz`, `.gz` of `a.gz`."""
    path = PurePath(name.lower())
    inner = PurePath(path.stem).suffix if path.suffix == ".gz" else ""
    return inner if inner in BY_SUFFIX else path.suffix


def kind(head: bytes, name: str) -> str | None:
    """The kind of the file that begins with `head`; None where nothing tells."""
    for mark, found in _MAGIC:
        if head.startswith(mark):
            return found
    if head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return "tar"
    named = BY_SUFFIX.get(suffix(name))
    return _by_text(decode(head).lstrip("\ufeff\0 \t\r\n"), named)


def _by_text(text: str, named: str | None) -> str | None:
    if comments := _COMMENTS.match(text):
        text = text[comments.end() :]
    if _XML.match(text) and _FEED.search(text):
        return "feed"
    if named == "html" and (text.startswith("<!--") or _HTML.search(text)):
        return "html"
    if _HTML.match(text) or (_XML.match(text) and _HTML.search(text)):
        is_part = named == "markdown" and not _PAGE.match(text)  # HTML may stand in Markdown
        return named if is_part or named == "table" else "html"
    if _ARRAY.match(text):
        return "json"
    if _OBJECT.match(text):
        return "lines" if named == "lines" or _is_record(text) else "json"
    if text and named in {"html", "gzip", "zip", "tar"}:
        named = "page"
    return "table" if named == "page" and _is_table(text) else named


def _is_table(text: str) -> bool:
    """Does the first line name columns, a title and a body among them? No sentence does."""
    first = text.partition("\n")[0]
    for delimiter in ",;\t":
        columns = [naming.field_of(cell.strip(' "\r')) for cell in first.split(delimiter)]
        if {"title", "body"} <= set(columns):
            return True
    return False


def _is_record(text: str) -> bool:
    """Is the first line a whole object, with more lines after it?"""
    first, newline, _ = text.partition("\n")
    try:
        return bool(newline) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
