"""A result as a file."""

import json
from collections.abc import Callable, Iterable, Mapping

from starlette.responses import Response

from beritasearch.records import record, table
from beritasearch.searching import Hit

_BOM = "\ufeff"
"""Without it Excel takes UTF-8 for Windows-1252."""


def as_csv(hits: Iterable[Hit]) -> Response:
    """A table, without the articles' text."""
    return _file(_BOM + table(hits), "text/csv", "csv")


def as_jsonl(hits: Iterable[Hit]) -> Response:
    """A line of JSON for each hit, with its text."""
    lines = (json.dumps(record(hit), ensure_ascii=False) + "\n" for hit in hits)
    return _file("".join(lines), "application/jsonl", "jsonl")


FORMS: Mapping[str, Callable[[Iterable[Hit]], Response]] = {"csv": as_csv, "jsonl": as_jsonl}


def _file(content: str, kind: str, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="beritasearch.{ending}"'}
    return Response(content.encode(errors="replace"), media_type=kind, headers=headers)
