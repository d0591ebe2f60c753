"""JSON: one record a line (JSONL, NDJSON), or an array or objects over many lines."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from beritasearch.errors import ArticleError
from beritasearch.reading import naming, values
from beritasearch.reading.decoding import HEAD, TooLong, buffer, encoding, numbered_lines
from beritasearch.reading.raw import Item, Options, RawArticle

_SHOWN_KEYS = 8
_CHUNK = 1 << 16
_ENVELOPES = ("_source", "article", "data", "fields")
_DEEPEST_LIST = 3
_DIGITS = "holds a number of too many digits"
_BETWEEN = re.compile(r"[\s,\ufeff\x00\x1e]*")


def read_lines(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """An article a line, however large the file; a wrong line doesn't stop the rest."""
    for number, line in numbered_lines(stream, options.largest):
        try:
            if isinstance(line, TooLong) or line.strip("\0 \t\r\n\ufeff"):
                yield record(_parsed(line, options), name, number, options)
        except ArticleError as error:
            yield ArticleError(error.reason, path=name, line=number)


def read_values(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """The articles of an array, or of objects one after another, each counted from 1.

    An object that holds a list of articles ({"articles": […]}) gives these; so does a table by
    columns, as pandas writes it ({"title": {"0": …}, "body": {"0": …}}).
    """
    number = 0
    for value in _values(stream, name, options):
        for item in _records(value, options):
            number += 1
            try:
                yield record(item, name, number, options)
            except ArticleError as error:
                yield ArticleError(error.reason, path=name, line=number)


def record(value: Any, name: str, number: int, options: Options) -> RawArticle:
    """The article that a JSON object states. Raises ArticleError without a place."""
    if not isinstance(value, dict):
        raise ArticleError('not an object; write {"title": …, "body": …}')
    for envelope in _ENVELOPES:  # as search engines and APIs export it
        if isinstance(value.get(envelope), dict):
            value = {**value, **value[envelope], envelope: None}
    stated = naming.fields(value, options.names)
    body = values.text(stated.pop("body", ()), between="\n")
    if not body:
        raise ArticleError(_without_text(value, options))
    return RawArticle(name, body, line=number, stated=stated)


def _without_text(value: Mapping[str, Any], options: Options) -> str:
    """What is wrong with a record that has no text, and the cure."""
    known = {**dict.fromkeys(value, "?"), **dict.fromkeys(_ENVELOPES)}
    for key, _ in naming.fields(known, options.names).get("body", ()):
        return f'no text in it: "{key}" is empty; scrape it again, or take it out'
    keys = ", ".join(map(str, list(value)[:_SHOWN_KEYS])) or "none"
    return f"no text in it (its keys: {keys}); say which key holds it: --map body=KEY"


def _parsed(line: str | TooLong, options: Options) -> Any:
    if isinstance(line, TooLong):
        raise ArticleError(too_long(f"a line of {line.size / (1 << 20):.0f} MB", options))
    try:
        return json.loads(line.strip("\0 \t\r\n\ufeff"))
    except json.JSONDecodeError as error:
        reason = f"not JSON ({error.msg} at column {error.colno})"
    except RecursionError:
        reason = "nested too deeply"
    except ValueError:
        reason = _DIGITS
    raise ArticleError(f"{reason}; write one JSON object on this line")


def too_long(what: str, options: Options) -> str:
    """What is wrong with something over the limit of one article, and the cure."""
    return (
        f"{what}, over the limit of {options.largest / (1 << 20):.0f} MB; "
        "raise it (largest_mb in beritasearch.yaml) or take it out"
    )


def _values(stream: BinaryIO, name: str, options: Options) -> Iterator[Any]:
    """The values of an array, or those that follow one another, never more than one in memory."""
    buffered = buffer(stream)
    text = io.TextIOWrapper(
        buffered, encoding=encoding(buffered.peek(HEAD)[:HEAD]), errors="replace"
    )
    try:
        yield from _Scanner(text, name, options)
    finally:
        text.detach()


class _Scanner:
    """Goes through JSON text value by value."""

    def __init__(self, text: io.TextIOWrapper, name: str, options: Options) -> None:
        self._text, self._name, self._options = text, name, options
        self._held, self._at, self._count = "", 0, 0
        self._decoder = json.JSONDecoder(strict=False)

    def __iter__(self) -> Iterator[Any]:
        if self._next_character() == "[":
            self._at += 1
        while self._next_character() not in {"", "]"}:
            self._count += 1
            yield self._value()

    def _next_character(self) -> str:
        """The first character of the next value; nothing at the end."""
        while True:
            self._at = _BETWEEN.match(self._held, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more(_CHUNK):
                return ""

    def _value(self) -> Any:
        """The value that begins here; what of it isn't read yet is, in ever larger pieces."""
        while True:
            try:
                value, self._at = self._decoder.raw_decode(self._held, self._at)
            except RecursionError:
                raise self._refused("nested too deeply; take that value out") from None
            except json.JSONDecodeError as error:
                held = len(self._held) - self._at
                if held > self._options.largest:
                    raise self._refused(too_long("too long", self._options)) from None
                if not self._more(max(_CHUNK, held)):
                    raise self._refused(f"not JSON ({error}); mend it, or write JSONL") from None
            except ValueError:
                raise self._refused(f"{_DIGITS}; take that value out") from None
            else:
                return value

    def _more(self, characters: int) -> bool:
        more = self._text.read(characters)
        self._held, self._at = self._held[self._at :] + more, 0
        return bool(more)

    def _refused(self, reason: str) -> ArticleError:
        reason += " (the rest of the file is left out)"
        return ArticleError(reason, path=self._name, line=self._count)


def _records(value: Any, options: Options, depth: int = 0) -> Iterator[Any]:
    """The records in one value of a file."""
    if isinstance(value, list) and depth <= _DEEPEST_LIST:
        for item in value:
            yield from _records(item, options, depth + 1)
    elif isinstance(value, dict) and "body" not in naming.fields(value, options.names):
        yield from _inner(value, options, depth)
    elif isinstance(value, dict) and _is_table(value):
        yield from _rows(value)
    else:
        yield value


def _inner(value: dict[str, Any], options: Options, depth: int) -> Iterator[Any]:
    """The records of the lists in an object; the object itself where it holds none."""
    for inner in value.values():
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            yield from _records(inner, options, depth + 1)
            return
    for inner in value.values():
        if isinstance(inner, dict) and depth < _DEEPEST_LIST and _holds_list(inner):
            yield from _inner(inner, options, depth + 1)
            return
    yield value


def _holds_list(value: Mapping[str, Any]) -> bool:
    return any(isinstance(v, list) and v and isinstance(v[0], dict) for v in value.values())


def _is_table(value: Mapping[str, Any]) -> bool:
    columns = list(value.values())
    keys = columns[0].keys() if isinstance(columns[0], dict) else None
    alike = all(isinstance(c, dict) and c.keys() == keys for c in columns[1:])
    return bool(keys) and len(columns) > 1 and alike


def _rows(table: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in next(iter(table.values())):
        yield {column: cells[row] for column, cells in table.items()}
