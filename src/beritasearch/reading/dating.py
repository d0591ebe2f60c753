"""The day of a story from its own words, or from its address."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from beritasearch.language import wordlists
from beritasearch.language.dates import Found, find_dates, read_date

_HEAD = 4  # lines that may state when the story was published
_LINE = 70  # characters; a longer line is prose
_NEAR = 160  # characters from the start in which a plain date is the story's
_BEFORE, _AFTER = 90, 30  # characters of company that are looked at
_URL_DATES = (
    re.compile(r"/(20[0-9]{2})[/-]([0-9]{1,2})[/-]([0-9]{1,2})(?![0-9])"),
    re.compile(r"[/=-](20[0-9]{2})([01][0-9])([0-3][0-9])(?:[0-9]{4,6})?(?![0-9])"),
    re.compile(r"/([0-9]{2})/([0-9]{2})/([0-9]{2})/"),
)
_CLOSE = timedelta(days=45)  # a day without its year lies that close to the address's date


def read_day(text: str, url: str | None) -> tuple[date | datetime | None, str]:
    """When a story took place or was published, and where that was found: prose or url."""
    on_page = date_of_url(url) if url else None
    day = _publication_line(text) or _reported_day(text, on_page)
    if day is not None:
        return day, "prose"
    return on_page, "url" if on_page else ""


def date_of_url(url: str) -> date | None:
    """The day that an address carries: /2024/08/21/, /20240821101112-20-1, /24/08/21/."""
    for pattern in _URL_DATES:
        for match in pattern.finditer(url):
            year, month, day = map(int, match.groups())
            try:
                return date(year + 2000 * (year < 100), month, day)
            except ValueError:
                continue
    return None


def _publication_line(text: str) -> date | datetime | None:
    """A line near the start that is a date with its time; one without may be a page's header."""
    for line in text.split("\n", _HEAD * 2)[: _HEAD * 2]:
        if len(line) < _LINE and ":" in line or "WI" in line:
            when = read_date(line)
            if isinstance(when, datetime):
                return when
    return None


def _reported_day(text: str, on_page: date | None) -> date | None:
    """The day in brackets, or after its weekday, that is nearest to the start of the text."""
    best: tuple[int, date] | None = None
    for found in find_dates(text):
        day = found.full_date or _completed(found, on_page)
        if day is None:
            continue
        rank = _rank(text, found, day)
        if rank and (best is None or rank < best[0]):
            best = rank, day
        if rank == 1:
            break
    return best[1] if best else None


def _completed(found: Found, on_page: date | None) -> date | None:
    """A day without its year, completed from the address's date where they go together."""
    if on_page is None or found.month is None:
        return None
    day = found.resolved(on_page)
    return day if day and on_page - day < _CLOSE else None


def _rank(text: str, found: Found, day: date) -> int:
    """How sure a date is the story's: 1 best, 0 not at all."""
    if _elsewhen().search(text, max(0, found.start - _BEFORE), found.start):
        return 0
    if _later().match(text, found.end):
        return 0
    agrees = found.weekday == day.weekday()
    if found.weekday is not None:
        return 1 if agrees else 2
    if found.bracketed:
        return 3
    return 4 if found.start < _NEAR else 0


@cache
def _elsewhen() -> re.Pattern[str]:
    """Words before a date, in its sentence, that make it a deadline, a plan or a memory."""
    words = "|".join(wordlists.shipped("dates.yaml")["elsewhen"])
    return re.compile(rf"\b(?:{words})\b[^.!?\n\"”]*\Z", re.IGNORECASE)


@cache
def _later() -> re.Pattern[str]:
    words = "|".join(wordlists.shipped("dates.yaml")["later"])
    return re.compile(rf"\)?\s*(?:{words})\b", re.IGNORECASE)
