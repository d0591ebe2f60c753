"""Hits for programs: as JSON holds them, and as a table."""

import io
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from beritasearch.searching import Hit

COLUMNS = (
    "id", "title", "published", "dateline", "cities", "persons", "outlet", "author", "url",
    "source", "score", "because", "excerpt",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def record(hit: Hit) -> dict[str, Any]:
    """The article's fields, then what the search adds."""
    return {
        **hit.article.as_dict(),
        "score": round(hit.score, 4),
        "title_marks": hit.title_marks,
        "excerpt": hit.excerpt.text,
        "marks": hit.excerpt.marks,
        "because": hit.because,
        **({"shares": [asdict(share) for share in hit.shares]} if hit.shares else {}),
    }


def table(hits: Iterable[Hit]) -> str:
    """CSV as RFC 4180 has it, a header first; without the articles' text."""
    import csv

    buffer = io.StringIO(newline="")
    rows = csv.writer(buffer)
    rows.writerow(COLUMNS)
    for found in map(record, hits):
        rows.writerow([cell(found.get(column)) for column in COLUMNS])
    return buffer.getvalue()


def cell(value: Any) -> str:
    """A value in a table; an apostrophe keeps spreadsheets from running it as a formula."""
    if isinstance(value, float):
        return str(value)
    text = "; ".join(value) if isinstance(value, list | tuple) else value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text
