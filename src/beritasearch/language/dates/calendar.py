"""What the words of a date mean: months, weekdays, zones; and the days between two days."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from functools import cache
from typing import Self

from beritasearch.language import wordlists

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Any other year of four digits is a number: a price, a count, a house."""
_PIVOT = 70  # two digits: 69 is 2069, 70 is 1970, as POSIX has it
_CENTURIES = 1900, 2000
_DECEMBER = 12

WIB = timezone(timedelta(hours=7), "WIB")


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, both ends belonging to it. Refuses to end before it starts."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError(f"a period can't end ({self.until}) before it starts ({self.since})")

    @classmethod
    def day(cls, day: date) -> Self:
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls.months(year, month, month)

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Self:
        """From the first day of one month to the last day of another of that year."""
        after = date(year + last // _DECEMBER, last % _DECEMBER + 1, 1)
        return cls(date(year, first, 1), after - timedelta(days=1))

    @classmethod
    def year(cls, year: int) -> Self:
        return cls.months(year, 1, _DECEMBER)


@cache
def months() -> Mapping[str, int]:
    """Every name of a month → 1 to 12."""
    return _numbered(wordlists.shipped("dates.yaml")["months"], start=1)


@cache
def weekdays() -> Mapping[str, int]:
    """Every name of a weekday → 0 (Monday) to 6."""
    return _numbered(wordlists.shipped("dates.yaml")["weekdays"], start=0)


@cache
def zones() -> Mapping[str, timezone]:
    """Letters of a time zone → the zone."""
    stated = wordlists.shipped("dates.yaml")["zones"]
    return {name: timezone(timedelta(hours=int(hours)), name) for name, hours in stated.items()}


def either(phrases: Iterable[str]) -> str:
    """A regular expression for any of `phrases`, the longest first, any space between words."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, p.split())) for p in longest_first) + ")"


def full_year(digits: str) -> int | None:
    """The year that two or four digits stand for."""
    year = int(digits)
    if len(digits) == len("24"):
        year += _CENTURIES[year < _PIVOT]
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def day_of(year: int | None, month: int, day: int) -> date | None:
    """That day, or None where there is none (31 February)."""
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def last_on_or_before(today: date, month: int, day: int) -> date | None:
    """The last 21 August, say, that isn't after `today`."""
    for year in range(today.year, max(today.year - 8, 0), -1):  # 29 February comes rarely
        found = day_of(year, month, day)
        if found and found <= today:
            return found
    return None


def last_weekday(today: date, weekday: int) -> date:
    """The last such weekday on or before `today`."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _numbered(names: Iterable[Iterable[str]], start: int) -> Mapping[str, int]:
    return {name: number for number, group in enumerate(names, start) for name in group}
