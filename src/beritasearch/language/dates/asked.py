"""The days that a searcher means by what was typed: 2024-08, "pekan lalu", "awal 2023"."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from beritasearch.language import wordlists
from beritasearch.language.dates.calendar import (
    Period,
    day_of,
    either,
    full_year,
    last_on_or_before,
    last_weekday,
    months,
    weekdays,
)
from beritasearch.language.dates.stated import read_date

_Parts = Mapping[str, str]
_Reader = Callable[[_Parts, date], Period | None]
_LONGEST = 100  # characters
_WEEK, _YEAR = 7, 12
_LONG_PERIOD = 3 * 31  # days; a longer period's thirds are whole months
_LAST_THIRD = 2
_ROMAN = ("i", "ii", "iii", "iv")
_PLACEHOLDER = re.compile(r"<(\w+)>")


def read_period(text: str, *, today: date) -> Period | None:
    """The days that the whole of `text` names, seen from `today`; None when it names none.

    Day first, always. Weeks run from Monday to Sunday. A weekday, or a day or month without its
    year, is the last one that isn't after today. Never raises.
    """
    text = re.sub(r"[’'`‘]|(?<=[a-z])\.", "", " ".join(text.casefold().split())[: _LONGEST + 1])
    text = re.sub(r"^(?:pada|tanggal|tgl|on|bulan(?=\s+[a-z]+\s+[0-9]))\s+", "", text)
    if not text or len(text) > _LONGEST:
        return None
    try:
        return _read(text, today)
    except (ValueError, OverflowError):  # a year 0, a million weeks ago: no such days
        return None


def _read(text: str, today: date) -> Period | None:
    for pattern, reader in _forms():
        match = pattern.fullmatch(text)
        if match is not None:
            part = {name: value for name, value in match.groupdict().items() if value}
            return reader(part, today)
    stated = read_date(text)
    return Period.day(date(stated.year, stated.month, stated.day)) if stated else None


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Every form, as a pattern and what to make of its parts; the first that fits counts."""
    words = _words()

    def part(placeholder: re.Match[str]) -> str:
        return f"(?P<{placeholder[1]}>{words[placeholder[1]]})"

    forms: tuple[tuple[str, _Reader], ...] = (
        (r"(?:tahun |year )?<year>", _year),
        (r"<year>[-/.]<mm>", _month),
        (r"<mm>[-/.]<year>", _month),
        (r"<month>[ ,-]*<year>?", _month),
        (r"(?:<weekday>,? ?\(?)?<day>[./-]<mm>\)?", _day),
        (r"(?:<weekday>,? ?\(?)?<day>[ -]?<month>\)?", _day),
        (r"<month> <day>(?:st|nd|rd|th)?", _day),
        (r"<day> ?(?:-|–|s/?d|sampai|hingga|to) ?<last> <month>(?: <year>)?", _run_of_days),
        (r"<days>", _relative_day),
        (r"<unit> <which>", _relative_unit),
        (r"<which> <unit>", _relative_unit),
        (r"<weekday>(?: <which>)?", _weekday),
        (r"<which> <weekday>", _weekday),
        (r"<recent> <count> ?<unit>", _recent),
        (r"<count> ?<unit> <recent>", _recent),
        (r"<count> ?<unit> <ago>", _ago),
        (r"<third>[ -]<rest>", _third),
        (r"<quarter> ?<number>(?: tahun)?,? <year>", _quarter),
        (r"<half> ?<number>(?: tahun)?,? <year>", _half),
    )
    return tuple((re.compile(_PLACEHOLDER.sub(part, form)), reader) for form, reader in forms)


def _words() -> dict[str, str]:
    """What may stand for each part of a form."""
    data = wordlists.shipped("dates.yaml")
    counts = either([*data["numbers"], *data["english_numbers"]])
    return {
        "year": "[0-9]{4}",
        "mm": "[0-9]{1,2}",
        "day": "[0-9]{1,2}",
        "last": "[0-9]{1,2}",
        "number": "[1-4]|" + either(_ROMAN),
        "rest": ".+",
        "count": f"[0-9]{{1,4}}|se|a|an|{counts}",
        "month": either(months()),
        "weekday": either(weekdays()),
        "days": either(_meaning("days")),
        "which": either(_meaning("which")),
        "unit": either(_meaning("units")),
        "third": either(_meaning("thirds")),
        "recent": either(data["recent"]),
        "ago": either(data["ago"]),
        "quarter": either(data["quarters"]),
        "half": either(data["halves"]),
    }


@cache
def _meaning(table: str) -> dict[str, str]:
    """Phrase → the key (or the place in the list) that it stands under."""
    data: Any = wordlists.shipped("dates.yaml")[table]
    groups = data.items() if isinstance(data, dict) else ((str(i), g) for i, g in enumerate(data))
    return {phrase: key for key, group in groups for phrase in group}


def _year(part: _Parts, _today: date) -> Period | None:
    year = full_year(part["year"])
    return Period.year(year) if year else None


def _month(part: _Parts, today: date) -> Period | None:
    month = _month_number(part)
    if "year" not in part:
        return Period.month(today.year - (month > today.month), month)
    year = full_year(part["year"])
    return Period.month(year, month) if year else None


def _day(part: _Parts, today: date) -> Period | None:
    day = last_on_or_before(today, _month_number(part), int(part["day"]))
    return Period.day(day) if day else None


def _run_of_days(part: _Parts, today: date) -> Period | None:
    month, last = _month_number(part), int(part["last"])
    if "year" in part:
        until = day_of(full_year(part["year"]), month, last)
    else:
        until = last_on_or_before(today, month, last)
    since = until and day_of(until.year, month, int(part["day"]))
    return Period(since, until) if since and until else None


def _relative_day(part: _Parts, today: date) -> Period:
    return Period.day(today + timedelta(days=int(_meaning("days")[part["days"]])))


def _weekday(part: _Parts, today: date) -> Period:
    """A day of this week or before: "Senin lalu" isn't today, "Senin" may be."""
    weekday = weekdays()[part["weekday"]]
    which = int(_meaning("which")[part.get("which", "ini")])
    days_on = _WEEK if which > 0 else which
    return Period.day(last_weekday(today + timedelta(days=days_on), weekday))


def _relative_unit(part: _Parts, today: date) -> Period:
    return _whole(part["unit"], int(_meaning("which")[part["which"]]), today)


def _recent(part: _Parts, today: date) -> Period:
    return Period(_back(part, today) + timedelta(days=1), today)


def _ago(part: _Parts, today: date) -> Period:
    return _whole(part["unit"], -_count(part["count"]), today)


def _third(part: _Parts, today: date) -> Period | None:
    """The first, middle or last third of a week, month or year ("awal tahun": of this one)."""
    units = _meaning("units")
    of = _whole(part["rest"], 0, today) if part["rest"] in units else _read(part["rest"], today)
    if of is None or of.since == of.until:
        return None
    third, days = int(_meaning("thirds")[part["third"]]), (of.until - of.since).days + 1
    if days > _LONG_PERIOD:
        return Period.months(of.since.year, third * 4 + 1, third * 4 + 4)
    since = of.since + timedelta(days=third * (days // 3))
    last = third == _LAST_THIRD
    return Period(since, of.until if last else since + timedelta(days=days // 3 - 1))


def _quarter(part: _Parts, _today: date) -> Period | None:
    return _share_of_year(part, months=3)


def _half(part: _Parts, _today: date) -> Period | None:
    return _share_of_year(part, months=6)


def _share_of_year(part: _Parts, *, months: int) -> Period | None:
    year, text = full_year(part["year"]), part["number"]
    number = _ROMAN.index(text) + 1 if text in _ROMAN else int(text)
    return Period.months(year, (number - 1) * months + 1, number * months) if year else None


def _whole(unit: str, offset: int, today: date) -> Period:
    """The day, week, month or year that lies `offset` of them from today's."""
    kind = _meaning("units")[unit]
    if kind == "day":
        return Period.day(today + timedelta(days=offset))
    if kind == "week":
        monday = last_weekday(today, 0) + timedelta(weeks=offset)
        return Period(monday, monday + timedelta(days=_WEEK - 1))
    if kind == "year":
        return Period.year(today.year + offset)
    return Period.month(*_month_from(today, offset))


def _back(part: _Parts, today: date) -> date:
    """The day that lies a count of units before today; 31 July − 1 month is 30 June."""
    kind, count = _meaning("units")[part["unit"]], _count(part["count"])
    if kind in ("day", "week"):
        return today - timedelta(days=count * (_WEEK if kind == "week" else 1))
    month = Period.month(*_month_from(today, -count * (_YEAR if kind == "year" else 1)))
    return min(month.since + timedelta(days=today.day - 1), month.until)


def _month_from(today: date, offset: int) -> tuple[int, int]:
    """Year and month that lie `offset` months from today's."""
    years, month = divmod(today.year * _YEAR + today.month - 1 + offset, _YEAR)
    return years, month + 1


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    data = wordlists.shipped("dates.yaml")
    for names in (data["numbers"], data["english_numbers"]):
        if text in names:
            return int(names.index(text)) + 1
    return 1  # "sebulan", "a month"


def _month_number(part: _Parts) -> int:
    return months()[part["month"]] if "month" in part else int(part["mm"])
