"""JSON: one record a line (JSONL, NDJSON)."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from beritasearch.errors import ArticleError
from beritasearch.reading import naming, values
from beritasearch.reading.decoding import TooLong, numbered_lines
from beritasearch.reading.raw import Item, Options, RawArticle

_SHOWN_KEYS = 8


def read_lines(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """An article a line, however large the file; a wrong line doesn't stop the rest."""
    for number, line in numbered_lines(stream, options.largest):
        try:
            if isinstance(line, TooLong) or line.strip("\0 \t\r\n"):
                yield record(_parsed(line, options), name, number, options)
        except ArticleError as error:
            yield ArticleError(error.reason, path=name, line=number)


def record(value: Any, name: str, number: int, options: Options) -> RawArticle:
    """The article that a JSON object states. Raises ArticleError without a place."""
    if not isinstance(value, dict):
        raise ArticleError('not an object; write {"title": …, "body": …}')
    for envelope in ("_source", "article", "data"):  # as search engines and APIs export it
        if isinstance(value.get(envelope), dict):
            value = {**value, **value.pop(envelope)}
    stated = naming.fields(value, options.names)
    body = values.text(stated.pop("body", ()), between="\n")
    if not body:
        keys = ", ".join(map(str, list(value)[:_SHOWN_KEYS])) or "none"
        raise ArticleError(
            f"no text in it (its keys: {keys}); say which key holds it: --map body=KEY"
        )
    return RawArticle(name, body, line=number, stated=stated)


def _parsed(line: str | TooLong, options: Options) -> Any:
    if isinstance(line, TooLong):
        raise ArticleError(_too_long(line, options))
    try:
        return json.loads(line.strip("\0 \t\r\n\ufeff"))
    except json.JSONDecodeError as error:
        reason = f"not JSON ({error.msg} at column {error.colno})"
    except RecursionError:
        reason = "nested too deeply"
    except ValueError:
        reason = "holds a number of too many digits"
    raise ArticleError(f"{reason}; write one JSON object on this line")


def _too_long(line: TooLong, options: Options) -> str:
    megabytes = options.largest / (1 << 20)
    return (
        f"a line of {line.size / (1 << 20):.0f} MB, over the limit of {megabytes:.0f} MB; "
        "raise it (largest_mb in beritasearch.yaml) or take the line out"
    )
