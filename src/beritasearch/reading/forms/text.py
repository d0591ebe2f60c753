"""Text files: a page as scraped, perhaps with its fields in front."""

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import yaml

from beritasearch.errors import ArticleError
from beritasearch.language.tokens import normalise
from beritasearch.reading import naming
from beritasearch.reading.decoding import decode, is_binary, mended
from beritasearch.reading.raw import Item, Layout, Options, RawArticle

_FENCE = re.compile(
    r"\A\s*(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML_LINE = re.compile(r"\(at line (\d+),")
_LABEL = re.compile(r"[ \t]*([A-Za-z][\w ]{1,20}?)[ \t]*:[ \t]*(.*)")
_HEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t#]*\Z")
_FRONT_MATTER_LIMIT = 64 * 1024
_TOML_LIMIT = 8 * 1024
"""What tomllib takes for a key of many parts (a.a.a …) grows with the square of its length."""


def whole(stream: BinaryIO, name: str, options: Options) -> str:
    """All of a file of one article. Raises ArticleError for what isn't a text of fit size."""
    text = decode(whole_bytes(stream, name, options))
    if is_binary(text):
        raise ArticleError("not a text file, whatever its name says; give its text", path=name)
    if not text.strip("\0 \t\r\n\ufeff"):
        raise ArticleError("the file is empty; remove it, or scrape it again", path=name)
    return text.replace("\r\n", "\n").replace("\r", "\n")  # old Macs and some exports: \r alone


def whole_bytes(stream: BinaryIO, name: str, options: Options) -> bytes:
    """All of a file that has to be in memory at once."""
    data = stream.read(options.largest + 1)
    if len(data) > options.largest:
        megabytes = options.largest / (1 << 20)
        raise ArticleError(
            f"larger than {megabytes:.0f} MB, too much for one article; "
            "raise the limit (largest_mb in beritasearch.yaml) or split the file",
            path=name,
        )
    return data


def read_page(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """A page as scraped; "Judul: …" lines and front matter at its head state fields."""
    text = normalise(mended(whole(stream, name, options)))
    if front := _FENCE.match(text):
        stated = _front_matter(front, name, options)
        yield _article(text[front.end() :], name, stated, str)
        return
    stated, rest = _labels(text, options)
    layout = Layout.BODY if "title" in stated else Layout.PAGE
    yield RawArticle(name, rest, layout, stated=stated)


def with_front_matter(
    stream: BinaryIO, name: str, options: Options, plain: Callable[[str], str]
) -> RawArticle:
    """An article under front matter; `plain` takes the marks of its format from the text."""
    text = normalise(mended(whole(stream, name, options)))
    front = _FENCE.match(text)
    stated = _front_matter(front, name, options) if front else {}
    return _article(text[front.end() :] if front else text, name, stated, plain)


def _article(
    text: str,
    name: str,
    stated: dict[str, list[tuple[str, Any]]],
    plain: Callable[[str], str],
) -> RawArticle:
    first, _, rest = text.lstrip().partition("\n")
    if heading := _HEADING.match(first.strip()):
        title = plain(heading[1]).strip()
        stated.setdefault("title", [("#", title)])
        if title.casefold() == str(stated["title"][0][1]).casefold():
            text = rest
    if not text.strip() and "body" in stated:
        text = str(stated["body"][0][1])
    return RawArticle(name, plain(text), stated=stated, by_hand=True)


def _front_matter(
    front: re.Match[str], name: str, options: Options
) -> dict[str, list[tuple[str, Any]]]:
    fence, text = front.groups()
    limit = _TOML_LIMIT if fence == "+++" else _FRONT_MATTER_LIMIT
    if len(text) > limit:
        reason = f"the front matter is longer than {limit // 1024} KB; shorten it"
        raise ArticleError(reason, path=name, line=1)
    read = _toml(text, name) if fence == "+++" else _yaml(text, name)
    if not isinstance(read, dict):
        reason = "the front matter holds no `key: value` lines; write some, or take the --- away"
        raise ArticleError(reason, path=name, line=1)
    return naming.fields(read, options.names)


def _yaml(text: str, name: str) -> Any:
    try:
        # Every value as it is written: YAML's own dates and booleans ("no") would be guesses.
        return yaml.load(text, Loader=_AsWritten)  # noqa: S506 - builds strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        reason = f"the front matter is not YAML ({error.problem}); mend it, or quote the value"
        raise ArticleError(reason, path=name, line=line) from None
    except (yaml.YAMLError, RecursionError):
        raise ArticleError("the front matter is not YAML; mend it", path=name, line=1) from None


def _toml(text: str, name: str) -> Any:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of too many digits are the former
        at = _TOML_LINE.search(str(error))
        reason = f"the front matter is not TOML ({error}); mend it, or quote the value"
        raise ArticleError(reason, path=name, line=int(at[1]) + 1 if at else 1) from None


_AsWritten: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _labels(text: str, options: Options) -> tuple[dict[str, list[tuple[str, Any]]], str]:
    """The fields that "Judul: …" lines at the head of `text` state, and the text after them.

    Only where a title or a body is among them: a page may well begin with "Penulis: …" alone.
    """
    record: dict[str, str] = {}
    position, has_body = 0, False
    for line in text[:_FRONT_MATTER_LIMIT].splitlines(keepends=True):
        label = _LABEL.match(line)
        field = label and (options.names.get(label[1]) or naming.field_of(label[1]))
        if label and field == "body":
            has_body, position = True, position + label.start(2)
            break
        if label and field:
            record[label[1]] = label[2]
        elif line.strip():
            break
        position += len(line)
    stated = naming.fields(record, options.names)
    return (stated, text[position:]) if has_body or "title" in stated else ({}, text)
