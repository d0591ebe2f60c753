"""The date that a file or page states, in whatever form its site writes it."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache

from beritasearch.language.dates.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    WIB,
    day_of,
    either,
    full_year,
    months,
    zones,
)

_LONGEST = 200  # characters; a stated date with its label and editor is shorter
_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]+)?\Z")
_ISO = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?:[T ][0-9:.,]+(?:\s?(?:Z|[+-][0-9:]{4,6}))?)?\Z")
_MILLISECONDS = 13
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?")


def read_date(text: object, today: date | None = None) -> date | datetime | None:
    """The one day, with its time where stated, that `text` names; None for anything else.

    Day first, always. A datetime has a zone: the stated one (WIB, WITA, WIT, GMT, +07:00), else
    WIB, which most of Indonesia's media keep; epoch seconds are UTC. Relative days ("kemarin")
    are read when `today` is given. The first date counts where there are several.
    """
    text = " ".join(str(text).split())
    if not text or len(text) > _LONGEST:
        return None
    if _EPOCH.match(text):
        return _epoch(text)
    if _ISO.match(text):
        return _iso(text)
    return _written(text) or (_relative(text, today) if today else None)


def _epoch(digits: str) -> datetime | None:
    whole = digits.partition(".")[0]
    seconds = float(digits) / (1000 if len(whole) == _MILLISECONDS else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _iso(text: str) -> date | datetime | None:
    text = text.replace(",", ".")
    try:
        if "T" not in text and " " not in text:
            found: date | datetime = date.fromisoformat(text)
        else:
            found = datetime.fromisoformat(re.sub(r"\s(?=[Z+-])", "", text))
    except ValueError:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    if isinstance(found, datetime) and found.tzinfo is None:
        return found.replace(tzinfo=WIB)
    return found


@cache
def _day_pattern() -> re.Pattern[str]:
    month = either(months())
    return re.compile(
        rf"""
        (?<![\w/.-])(?:
          (?P<y>[0-9]{{4}})[-/](?P<m>[0-9]{{1,2}})[-/](?P<d>[0-9]{{1,2}})(?=\D|\Z)
        | (?P<d2>[0-9]{{1,2}})\s?(?P<sep>[-/.])\s?(?P<m2>[0-9]{{1,2}})\s?(?P=sep)\s?
          (?P<y2>[0-9]{{4}}|[0-9]{{2}})(?![0-9])
        | (?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]*(?P<m3>{month})\b\.?,?[\s-]*
          (?P<y3>[0-9]{{4}}|['’]?[0-9]{{2}}(?![0-9:.]))
        | (?P<m4>{month})\b\.?\s+(?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>[0-9]{{4}})
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _time_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?<![0-9:.])(?P<h>[0-9]{{1,2}})[:.](?P<min>[0-9]{{2}})(?:[:.](?P<s>[0-9]{{2}})(?:\.[0-9]+)?)?
        (?![0-9])
        \s*(?P<half>[ap]\.?m\b\.?)?
        \s*\(?(?P<zone>(?:{either(zones())})?\s?(?:[+-][0-9]{{1,2}}:?(?:[0-9]{{2}})?)?(?![\w]))
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _written(text: str) -> date | datetime | None:
    for match in _day_pattern().finditer(text):
        day = _day(match.groupdict())
        if day is not None:
            when = _time(text[match.end() :]) or _time(text[: match.start()])
            return datetime.combine(day, when) if when else day
    return None


def _day(part: dict[str, str | None]) -> date | None:
    day, month, year = (
        next(filter(None, (part[letter + form] for form in ("", "2", "3", "4"))), "")
        for letter in "dmy"
    )
    number = months().get(month.lower()) or (int(month) if month.isdigit() else 0)
    return day_of(full_year(year.lstrip("'’")), number, int(day))


def _time(text: str) -> time | None:
    """The first time of day in `text`, with its zone."""
    for match in _time_pattern().finditer(text):
        hour, minute, second = int(match["h"]), int(match["min"]), int(match["s"] or 0)
        if match["half"]:
            hour = hour % 12 + 12 * match["half"].lower().startswith("p")
        if hour < 24 and minute < 60 and second < 60:  # noqa: PLR2004 - a day's hours
            return time(hour, minute, second, tzinfo=_zone(match["zone"]))
    return None


def _zone(text: str) -> tzinfo:
    """The zone that letters or an offset state; WIB where they state none."""
    offset = _OFFSET.search(text)
    if offset is None:
        return zones().get(text.strip().upper(), WIB)
    hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
    if hours >= 24:  # noqa: PLR2004 - a day's
        return WIB
    return timezone((-1 if offset["sign"] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _relative(text: str, today: date) -> date | None:
    from beritasearch.language.dates.asked import read_period

    period = read_period(text, today=today)
    return period.since if period and period.since == period.until else None
