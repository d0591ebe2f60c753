"""Dates in running text: where they stand, how sure they are, and what they leave open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from beritasearch.language import wordlists
from beritasearch.language.dates.calendar import (
    day_of,
    either,
    full_year,
    last_on_or_before,
    last_weekday,
    months,
    weekdays,
)

_LEAP = 2024  # a year in which every day exists
_LEAD = 30  # characters before a date in which its weekday and its bracket stand
_OPEN = re.compile(r"\([\w'’ ,]*\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text, as far as the text gives it. `start` and `end` include the weekday."""

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    """0 is Monday."""
    bracketed: bool = False
    """In round brackets, as news gives the day of what it tells: "Rabu (21/8/2024)"."""

    @property
    def full_date(self) -> date | None:
        """The day, where day, month and year are all written."""
        if self.day is None or self.month is None:
            return None
        return day_of(self.year, self.month, self.day)

    def resolved(self, published: date) -> date | None:
        """The day, what is missing taken from `published`: the last such day up to then."""
        if self.year is not None:
            return self.full_date
        if self.day is not None and self.month is not None:
            return last_on_or_before(published, self.month, self.day)
        return None if self.weekday is None else last_weekday(published, self.weekday)


def find_dates(text: str, *, bare_weekdays: bool = True) -> Iterator[Found]:
    """The dates of `text` in order; months and years alone are not dates.

    A weekday without a date is one too, written with a capital ("minggu" is a week as well),
    unless `bare_weekdays` is off: then only numbers are looked for, in half the time.
    """
    found = filter(None, map(_found, _date().finditer(text)))
    if not bare_weekdays:
        yield from found
        return
    end = 0
    for date_ in found:
        yield from _weekdays(text, end, date_.start)
        yield date_
        end = date_.end
    yield from _weekdays(text, end, len(text))


@cache
def _date() -> re.Pattern[str]:
    # It begins with a set of characters, not with a repeat: the engine runs over all others.
    return re.compile(
        rf"""
        (?P<d>[0-9][0-9]?)
        (?: \s?(?P<sep>[/.-])\s?(?P<m>[0-9]{{1,2}})
            (?:(?:\s?(?P=sep)\s?|\s(?=20[0-9]{{2}}\)))(?P<y>[0-9]{{4}}|[0-9]{{2}}))?
            (?![\w/]|[.,-][0-9])
          | [\s-]{{0,2}}(?P<month>(?i:{either(months())}))\b\.?
            (?:[\s,-]{{0,3}}(?P<year>(?:19|20)[0-9]{{2}})(?!\w))?
          | (?P<iso>[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}})(?![\w-])
        )""",
        re.VERBOSE,
    )


def _found(match: re.Match[str]) -> Found | None:
    text, start = match.string, match.start()
    if start and (text[start - 1] in "/.,-" or text[start - 1].isalnum()):
        return None
    lead = _lead().search(text, max(0, start - _LEAD), start)
    day, month, year = _numbers(match)
    opened = _OPEN.search(text, max(0, start - _LEAD), start) is not None
    bracketed = opened or text[match.end() : match.end() + 1] == ")"
    if not _plausible(match, day, month, sure=bracketed or lead is not None):
        return None
    start = lead.start("weekday") if lead else start
    weekday = weekdays()[_plain(lead["weekday"])] if lead else None
    return Found(start, match.end(), day, month, year, weekday, bracketed)


def _weekdays(text: str, start: int, end: int) -> Iterator[Found]:
    for match in _bare().finditer(text, start, end):
        yield Found(match.start(), match.end(), weekday=weekdays()[_plain(match[0])])


def _numbers(match: re.Match[str]) -> tuple[int, int, int | None]:
    day, month, year = match["d"], match["m"], match["y"] or match["year"]
    if match["iso"]:
        year, month, day = (day + match["iso"]).split("-")
    number = int(month) if month else months()[match["month"].lower()]
    return int(day), number, full_year(year) if year else None


def _plausible(match: re.Match[str], day: int, month: int, *, sure: bool) -> bool:
    """Not a score (3-1), a time (18.45), a share (1/2) or a 31 February."""
    sep, year = match["sep"], match["y"]
    written_out = sep is None or (year is not None and len(year) == len("2024"))
    if not written_out and not (sure and (sep == "/" or year)):
        return False
    return day_of(_LEAP, month, day) is not None


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_weekday_names(capital=True)})\b")


@cache
def _lead() -> re.Pattern[str]:
    names = _weekday_names(capital=False)
    times = either(wordlists.shipped("dates.yaml")["times_of_day"])
    lead = rf"\b(?P<weekday>{names})(?:\s{times})?[\s,]*\(?(?:\s*(?:tanggal|tgl\.?))?\s*\Z"
    return re.compile(lead, re.IGNORECASE)


def _weekday_names(*, capital: bool) -> str:
    names = (name.capitalize() if capital else name for name in weekdays())
    return either(names).replace("umat", "um['’`‘]?at")


def _plain(word: str) -> str:
    return re.sub(r"\W", "", word).lower()
