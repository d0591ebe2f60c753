"""Stated values, as files hold them, turned into the types of an Article's fields."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from beritasearch.errors import ArticleError
from beritasearch.language.dates import WIB, read_date
from beritasearch.language.tokens import normalise
from beritasearch.reading.decoding import mended
from beritasearch.reading.naming import is_stated

OUR_OWN = "published"
"""The name that we give the date ourselves: who writes it writes for beritasearch."""
_PARTS = ("name", "nama", "title", "text", "#text", "@value", "value", "rendered")
_DEEPEST = 4
_INDONESIAN = frozenset(timedelta(hours=hours) for hours in (7, 8, 9))
_SEPARATORS = re.compile(r" ?[,;|] ?| (?:dan|and|&) ")
_PLUS_FOR_SPACE = re.compile(r"(?<=\w)\+(?=\w)")

Pairs = Sequence[tuple[str, Any]]


def texts(value: Any, depth: int = 0) -> Iterator[str]:
    """The pieces of text that a JSON value holds, in order: "x", {"name": "x"}, [{…}, "y"]."""
    if isinstance(value, str):
        if is_stated(value):
            yield normalise(mended(value)).strip()
    elif isinstance(value, bool) or value is None or depth > _DEEPEST:
        return
    elif isinstance(value, Mapping):
        inner = next((value[part] for part in _PARTS if part in value), None)
        if inner is None and len(value) == 1:  # {"$oid": "…"}, as document stores write it
            inner = next(iter(value.values()))
        yield from texts(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item, depth + 1)
    else:
        yield str(value)


def text(pairs: Pairs, between: str = ", ") -> str | None:
    """The first value that holds text, on one line if `between` holds none."""
    for _, value in pairs:
        if found := between.join(filter(None, texts(value))):
            return found
    return None


def names(pairs: Pairs) -> tuple[str, ...]:
    """The names in a list, or in one text: "Jepara, Kudus dan Pati"."""
    for _, value in pairs:
        pieces = tuple(texts(value))
        if isinstance(value, str):
            pieces = tuple(filter(None, _SEPARATORS.split(" ".join(" ".join(pieces).split()))))
        if pieces:
            return pieces
    return ()


def published(pairs: Pairs, *, strict: bool) -> date | datetime | None:
    """The first date that can be understood.

    Where none can, ArticleError if `strict`, or if it stands under our own name: there someone
    can mend it. Scrapers' dates ("3 jam lalu", "0.0") are passed over instead, and the date is
    read from the text: no article is lost for them.
    """
    for key, value in pairs:
        for written in texts(value):
            if found := _date(written):
                return _at_home(found) if key != OUR_OWN else found
    for key, value in pairs:
        if strict or key == OUR_OWN:
            shown = next(texts(value), str(value))[:80]
            raise ArticleError(
                f'"{key}" is "{shown}"; write a date such as 2024-08-12 or 12 Agustus 2024'
            )
    return None


def _date(written: str) -> date | datetime | None:
    try:
        found = read_date(written) or read_date(_PLUS_FOR_SPACE.sub(" ", written))
    except (ValueError, OverflowError):
        return None
    if isinstance(found, datetime) and found.timetz().replace(tzinfo=None) == time():
        return found.date()  # midnight to the second: the time wasn't known
    return found


def _at_home(when: date | datetime) -> date | datetime:
    """UTC, as feeds and databases have it, in the time of most Indonesian media: WIB.

    Else an article of 3 o'clock in the morning would belong to the day before.
    """
    if not isinstance(when, datetime):
        return when
    offset = when.utcoffset() or timedelta()
    if offset == timedelta():
        return when.astimezone(WIB)
    if -offset in _INDONESIAN:  # a sign that was lost: nobody writes from there at that hour
        return when.replace(tzinfo=timezone(-offset))
    return when
