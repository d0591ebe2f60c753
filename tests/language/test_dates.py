"""Dates: asked for, stated by files, found in prose."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from beritasearch.language.dates import Found, Period, find_dates, read_date, read_period
from beritasearch.language.dates.calendar import weekdays

TODAY = date(2024, 8, 21)
with Path(__file__).with_name("dates.yaml").open(encoding="utf-8") as cases:
    CASES = yaml.load(cases, yaml.BaseLoader)  # noqa: S506 - it makes nothing but text


@pytest.mark.parametrize(("text", "days"), CASES["asked"].items())
def test_what_is_typed_names_these_days(text, days):
    expected = None
    if days != "none":
        since, *until = map(date.fromisoformat, days.split())
        expected = Period(since, until[0] if until else since)
    assert read_period(text, today=TODAY) == expected


@pytest.mark.parametrize(("text", "when"), CASES["stated"].items())
def test_stated_date_is_read_with_its_zone(text, when):
    found = read_date(text)
    assert ("none" if found is None else found.isoformat()) == when


@pytest.mark.parametrize(("text", "expected"), CASES["prose"].items())
def test_dates_in_prose_keep_what_is_written_of_them(text, expected):
    assert [described(found) for found in find_dates(text)] == expected


def described(found: Found) -> str:
    day = "-".join(str(part or "?") for part in (found.year, found.month, found.day))
    names = {number: name for name, number in reversed(weekdays().items())}
    weekday = "-" if found.weekday is None else names[found.weekday]
    return f"{day} {weekday} {'brackets' if found.bracketed else '-'}"


def test_found_date_says_where_it_stands():
    text = "kata Budi, Rabu (21/8/2024)."
    [found] = find_dates(text)
    assert text[found.start : found.end] == "Rabu (21/8/2024"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rabu (21/8)", date(2024, 8, 21)),
        ("Kamis (22/8)", date(2023, 8, 22)),
        ("Senin.", date(2024, 8, 19)),
        ("Rabu (21/8/2019)", date(2019, 8, 21)),
    ],
)
def test_what_a_date_leaves_open_comes_from_the_day_of_publication(text, day):
    [found] = find_dates(text)
    assert found.resolved(TODAY) == day


def test_relative_date_of_a_page_is_read_when_today_is_known():
    assert read_date("kemarin", TODAY) == date(2024, 8, 20)
    assert read_date("kemarin") is None
    assert read_date("pekan lalu", TODAY) is None, "a week is no day"


def test_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="can't end"):
        Period(TODAY, TODAY - timedelta(days=1))


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text):
    read_period(text, today=TODAY)
    read_date(text, TODAY)
    list(find_dates(text))


PIECES = [
    "21",
    "8",
    "2024",
    "0",
    "31",
    "/",
    "-",
    " ",
    "(",
    ")",
    ".",
    ":",
    "Agustus",
    "Rabu",
    "Jum'at",
]
PIECES += ["lalu", "terakhir", "hari", "minggu", "awal", "WIB", "9999", "kuartal", "se", "²"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.dates())
def test_no_heap_of_pieces_breaks_the_readers(text, today):
    period = read_period(text, today=today)
    assert period is None or period.since <= period.until
    when = read_date(text, today)
    assert not isinstance(when, datetime) or when.tzinfo is not None
    list(find_dates(text))
