"""The days that a searcher means by what was typed: 2024-08, "pekan lalu", "awal 2023"."""

import re
from collections.abc import Callable, Iterable, Mapping
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

_Reader = Callable[[Mapping[str, str], date], Period | None]
_LONGEST = 100
_WEEK, _YEAR = 7, 12


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
    date_words = {"M": either(months()), "W": either(weekdays()), **words}
    forms: tuple[tuple[str, _Reader], ...] = (
        (r"(?P<year>[0-9]{4})", _year),
        (r"(?:tahun|year) (?P<year>[0-9]{4})", _year),
        (r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})", _month),
        (r"(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})", _month),
        (r"(?P<month>{M})[ ,-]*(?P<year>[0-9]{4})?", _month),
        (r"(?:{W},? ?\(?)?(?P<day>[0-9]{1,2})[ ./-]*(?P<month>{M}|(?<=[./-])[0-9]{1,2})\)?", _day),
        (r"(?P<month>{M}) (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", _day),
        (r"(?P<day>[0-9]{1,2}) ?(?:-|–|s/?d|sampai|hingga|to) ?(?P<last>[0-9]{1,2})"
         r" (?P<month>{M})(?: (?P<year>[0-9]{4}))?", _run_of_days),
        (r"(?P<days>{days})", _relative_day),
        (r"(?P<unit>{unit}) (?P<which>{which})", _relative_unit),
        (r"(?P<which>{which}) (?P<unit>{unit})", _relative_unit),
        (r"(?P<which>{which} )?(?P<weekday>{W})(?: (?P<which2>{which}))?", _weekday),
        (r"(?:(?P<recent>{recent}) )(?P<count>{count}) ?(?P<unit>{unit})", _recent),
        (r"(?P<count>{count}) ?(?P<unit>{unit}) {recent}", _recent),
        (r"(?P<count>{count}) ?(?P<unit>{unit}) {ago}", _ago),
        (r"(?P<third>{third})[ -](?P<rest>.+)", _third),
        (r"(?:{quarter}) ?(?P<quarter>[1-4]|iv|i{{1,3}})(?: tahun)?,? (?P<year>[0-9]{4})", _quarter),
        (r"(?:{half}) ?(?P<half>[12]|i{{1,2}})(?: tahun)?,? (?P<year>[0-9]{4})", _half),
    )  # fmt: skip
    return tuple(
        (
            re.compile(
                re.sub(r"\{(\w*[a-zA-Z]\w*)\}", lambda m: date_words[m[1]], form)
                .replace("{{", "{")
                .replace("}}", "}")
            ),
            reader,
        )
        for form, reader in forms
    )


def _words() -> dict[str, str]:
    data = wordlists.shipped("dates.yaml")
    counts = [*data["numbers"], *data["english_numbers"]]
    return {
        "days": either(_flat(data["days"].values())),
        "which": either(_flat(data["which"].values())),
        "unit": either(_flat(data["units"].values())),
        "recent": either(data["recent"]),
        "ago": either(data["ago"]),
        "third": either(_flat(data["thirds"])),
        "quarter": either(data["quarters"]),
        "half": either(data["halves"]),
        "count": rf"(?:[0-9]{{1,4}}|se|a|an|{either(counts)})",
    }


def _flat(groups: Iterable[Iterable[str]]) -> list[str]:
    return [phrase for group in groups for phrase in group]


@cache
def _meaning(table: str) -> dict[str, str]:
    """Phrase → the key (or the place in the list) that it stands under."""
    data: Any = wordlists.shipped("dates.yaml")[table]
    groups = data.items() if isinstance(data, dict) else ((str(i), g) for i, g in enumerate(data))
    return {phrase: key for key, group in groups for phrase in group}


def _year(part: Mapping[str, str], today: date) -> Period | None:
    year = full_year(part["year"])
    return Period.year(year) if year else None


def _month(part: Mapping[str, str], today: date) -> Period | None:
    month = _month_number(part["month"])
    if "year" in part:
        year = full_year(part["year"])
        return Period.month(year, month) if year else None
    return Period.month(today.year - (month > today.month), month)


def _day(part: Mapping[str, str], today: date) -> Period | None:
    day = last_on_or_before(today, _month_number(part["month"]), int(part["day"]))
    return Period.day(day) if day else None


def _run_of_days(part: Mapping[str, str], today: date) -> Period | None:
    month = _month_number(part["month"])
    until = (
        day_of(full_year(part["year"]), month, int(part["last"]))
        if "year" in part
        else last_on_or_before(today, month, int(part["last"]))
    )
    since = until and day_of(until.year, month, int(part["day"]))
    return Period(since, until) if since and until else None


def _relative_day(part: Mapping[str, str], today: date) -> Period:
    return Period.day(today + timedelta(days=int(_meaning("days")[part["days"]])))


def _weekday(part: Mapping[str, str], today: date) -> Period:
    """ "Senin lalu" is before today, "Senin depan" after it, "Senin" may be today."""
    weekday = weekdays()[part["weekday"]]
    phrase = part.get("which", part.get("which2", "ini")).strip()
    which = int(_meaning("which")[phrase])
    if which > 0:
        return Period.day(last_weekday(today + timedelta(days=_WEEK), weekday))
    return Period.day(last_weekday(today + timedelta(days=which), weekday))


def _relative_unit(part: Mapping[str, str], today: date) -> Period:
    return _whole(part["unit"], int(_meaning("which")[part["which"]]), today)


def _recent(part: Mapping[str, str], today: date) -> Period:
    return Period(_back(part, today) + timedelta(days=1), today)


def _ago(part: Mapping[str, str], today: date) -> Period:
    return _whole(part["unit"], -_count(part["count"]), today)


def _third(part: Mapping[str, str], today: date) -> Period | None:
    """The first, middle or last third of a month, year or week."""
    rest = _read(part["rest"], today) or _this(part["rest"], today)
    if rest is None or rest.since == rest.until:
        return None
    third = int(_meaning("thirds")[part["third"]])
    if (rest.until - rest.since).days > 31 * 3:
        return Period.months(rest.since.year, third * 4 + 1, third * 4 + 4)
    length = ((rest.until - rest.since).days + 1) // 3
    since = rest.since + timedelta(days=third * length)
    last = third == 2
    return Period(since, rest.until if last else since + timedelta(days=length - 1))


def _this(unit: str, today: date) -> Period | None:
    """ "awal tahun": of this one."""
    return _whole(unit, 0, today) if unit in _meaning("units") else None


def _quarter(part: Mapping[str, str], today: date) -> Period | None:
    year, number = full_year(part["year"]), _roman(part["quarter"])
    return Period.months(year, number * 3 - 2, number * 3) if year else None


def _half(part: Mapping[str, str], today: date) -> Period | None:
    year, number = full_year(part["year"]), _roman(part["half"])
    return Period.months(year, number * 6 - 5, number * 6) if year else None


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
    months_since_0 = today.year * _YEAR + today.month - 1 + offset
    return Period.month(months_since_0 // _YEAR, months_since_0 % _YEAR + 1)


def _back(part: Mapping[str, str], today: date) -> date:
    """The day that lies a count of units before today."""
    kind, count = _meaning("units")[part["unit"]], _count(part["count"])
    if kind in ("day", "week"):
        return today - timedelta(days=count * (_WEEK if kind == "week" else 1))
    months_back = count * (_YEAR if kind == "year" else 1)
    month = today.year * _YEAR + today.month - 1 - months_back
    first = date(month // _YEAR, month % _YEAR + 1, 1)
    length = (Period.month(first.year, first.month).until - first).days
    return first + timedelta(days=min(today.day - 1, length))


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    data = wordlists.shipped("dates.yaml")
    for names in (data["numbers"], data["english_numbers"]):
        if text in names:
            return int(names.index(text)) + 1
    return 1  # "sebulan", "a month"


def _roman(text: str) -> int:
    return int(text) if text.isdigit() else ("i", "ii", "iii", "iv").index(text) + 1


def _month_number(text: str) -> int:
    return int(text) if text.isdigit() else months()[text]
