"""Dates in running text: where they stand, how sure they are, and what they leave open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

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


def find_dates(text: str) -> Iterator[Found]:
    """The dates of `text` in order; months and years alone are not dates."""
    for match in _pattern().finditer(text):
        found = _found(match)
        if found is not None:
            yield found


@cache
def _pattern() -> re.Pattern[str]:
    weekday = either(weekdays()).replace("jumat", "jum['’`‘]?at")
    month = either(months())
    return re.compile(
        rf"""
        (?:\b(?P<weekday>{weekday})\b [\s,]* )?
        (?P<open>\(\s*)?
        (?:
          (?<![\w/.,-])(?P<d>[0-9]{{1,2}})(?:\s*(?P<sep>[/.-])\s*)(?P<m>[0-9]{{1,2}})
             (?:\s*(?P=sep)\s*(?P<y>[0-9]{{4}}|[0-9]{{2}}))?(?![\w/]|[.,-][0-9])
        | (?<![\w/.,-])(?P<iy>(?:19|20)[0-9]{{2}})-(?P<im>[0-9]{{2}})-(?P<id>[0-9]{{2}})(?![\w/-])
        | (?<![\w/.,-])(?P<nd>[0-9]{{1,2}})[\s-]+(?P<nm>{month})\b\.?
             (?:[\s,-]+(?P<ny>(?:19|20)[0-9]{{2}})(?!\w))?
        )
        (?(open)\s*\))
        | \b(?P<bare>{weekday})\b
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _found(match: re.Match[str]) -> Found | None:
    part = match.groupdict()
    name = part["weekday"] or part["bare"]
    weekday = None if name is None else weekdays()[_plain(name)]
    if part["bare"]:
        return Found(match.start(), match.end(), weekday=weekday)
    day, month, year = _numbers(part)
    if not _plausible(day, month, part["sep"], year, sure=bool(name or part["open"])):
        return None if name is None else Found(match.start(), match.end("weekday"), weekday=weekday)
    found_year = full_year(year) if year else None
    bracketed = bool(part["open"])
    return Found(match.start(), match.end(), day, month, found_year, weekday, bracketed)


def _numbers(part: dict[str, str | None]) -> tuple[int, int, str | None]:
    if part["nm"]:
        return int(part["nd"] or 0), months()[part["nm"].lower()], part["ny"]
    day, month = part["d"] or part["id"], part["m"] or part["im"]
    return int(day or 0), int(month or 0), part["y"] or part["iy"]


def _plausible(day: int, month: int, sep: str | None, year: str | None, *, sure: bool) -> bool:
    """Not a score (3-1), a time (18.45), a share (1/2) or a 31 February."""
    written_out = sep is None or (year is not None and len(year) == len("2024"))
    if not written_out and not (sep == "/" and sure):
        return False
    return day_of(_LEAP, month, day) is not None


def _plain(word: str) -> str:
    return re.sub(r"\W", "", word).lower()
