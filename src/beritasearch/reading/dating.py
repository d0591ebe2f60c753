"""The day of a story from its own words, or from its address."""

import re
from datetime import date, datetime, timedelta
from functools import cache

from beritasearch.language import wordlists
from beritasearch.language.dates import Found, find_dates, read_date
from beritasearch.language.dates.calendar import weekdays

_HEAD = 6  # lines that may state when the story was published
_LINE = 90  # characters; a longer line is prose
_ENDS = 600  # characters that hold those lines
_NEAR = 600  # characters from the start in which a date without brackets is the story's
_FIRST_PARAGRAPH = 200  # characters in which even one without its weekday is
_FIRST_WORDS = 40
_BEFORE = 90  # characters of company that are looked at
_DIGITS = re.compile(r"[0-9]{4}|[0-9]:[0-9]")
_ONLY_DATE = re.compile(r"\W*[0-9]{1,2}[\s/-]\w+[\s/-][0-9]{4}\W*\Z")
_DATELINE = re.compile(r"\)?\s*(?:\([A-Za-z .]+\)\s*)?(?:--?|–|—)\s+[A-Z]")
_TODAY = re.compile(r"\b[Hh]ari ini[ ,(]{1,3}(?:tanggal )?\Z")
_WEATHER = re.compile(r"\s*[0-9]{1,2}(?:[.,][0-9])?\s*°?\s*C\s*\Z")
_SENTENCES = re.compile(r'.*(?:[.!?](?=[\s"”A-Z])|["”\n])\s*', re.DOTALL)
_URL_DATES = (
    re.compile(r"/(20[0-9]{2})[/-]([0-9]{1,2})[/-]([0-9]{1,2})(?![0-9])"),
    re.compile(r"[/=-](20[0-9]{2})([01][0-9])([0-3][0-9])(?:[0-9]{4,6})?(?![0-9])"),
    re.compile(r"/([0-9]{2})/([0-9]{2})/([0-9]{2})/"),
)
_FIRST_SITES = 1995
_CENTURY = 2000  # the one of an address that gives two digits of its year
_DAY = timedelta(days=1)
_CLOSE = timedelta(days=45)  # before the address's date, at most, lies the story's day
_SAME_STORY = timedelta(days=20)  # an author's wrong month is farther away than that
_LOOKED_BACK = timedelta(days=60)  # a story's day is no older than that beside a newer one
_PLAIN = 5  # rank of a date without brackets and weekday
_PLANNED = 6  # rank of a day in brackets that was still to come: a match, a concert


def read_day(title: str, body: str, url: str | None) -> tuple[date | datetime | None, str]:
    """When a story took place or was published, and where that was found: prose or url.

    An address's day counts where the prose has none, or one that doesn't go with it.
    """
    on_page = date_of_url(url) if url else None
    stated = _publication_line(body)
    if stated is not None:
        return stated, "prose"
    day = _reported_day(body, on_page) or _reported_day(title, on_page)
    if day is None or (on_page and not on_page - _CLOSE < day <= on_page + _DAY):
        return on_page, "url" if on_page else ""
    return day, "prose"


def date_of_url(url: str) -> date | None:
    """The day that an address carries: /2024/08/21/, /20240821101112-20-1, /24/08/21/."""
    for pattern in _URL_DATES:
        for match in pattern.finditer(url):
            year, month, day = map(int, match.groups())
            try:
                return date(year if year > _CENTURY else year + _CENTURY, month, day)
            except ValueError:
                continue
    return None


def _publication_line(text: str) -> date | datetime | None:
    """A line at either end that says nothing but when; a page's header isn't such a line."""
    head, tail = text[:_ENDS].split("\n")[:_HEAD], text[-_LINE:].rpartition("\n")[2]
    if any(map(_WEATHER.match, head)):
        return None
    for line in (*head, tail):
        if len(line) < _LINE and line[:1] != "," and _DIGITS.search(line):
            when = read_date(line.rpartition("iterbitkan")[2])  # rather than "Diperbarui"
            if isinstance(when, datetime) or (when and _ONLY_DATE.match(_after_weekday(line))):
                return when
    return None


def _after_weekday(line: str) -> str:
    """A line without its first word, if that is a weekday: "Semarang, 21 November" stays."""
    first, _, rest = line.strip().partition(" ")
    return rest if first.strip(",").lower().replace("'", "") in weekdays() else line


def _reported_day(text: str, on_page: date | None) -> date | None:
    """The surest day, the first of equals that isn't long past beside another of them; not one
    with a wrong weekday, if another is right.
    """
    days: list[tuple[int, date, bool]] = []
    for found in find_dates(text, bare_weekdays=False):
        day = found.full_date or _completed(found, on_page)
        rank = day and _rank(text, found)
        if day and rank:
            days.append((rank, day, found.weekday in (None, day.weekday())))
    if not days:
        return None
    rank, day, fits = _first_of_the_surest(days)
    if fits or rank == _PLANNED:
        return day
    # A wrong weekday is mostly a slip of the weekday: trust the digits (language.md), unless a day
    # that is right lies so far off that the month must be the slip.
    right = (other for rank, other, fits in days if fits and rank < _PLAIN)
    other = next(right, day)
    return other if abs(other - day) > _SAME_STORY else day


def _first_of_the_surest(days: list[tuple[int, date, bool]]) -> tuple[int, date, bool]:
    surest = min(rank for rank, _, _ in days)
    equals = [found for found in days if found[0] == surest]
    newest = max((day for _, day, fits in equals if fits), default=equals[0][1])
    return next(found for found in equals if newest - found[1] < _LOOKED_BACK)


def _completed(found: Found, on_page: date | None) -> date | None:
    """A day without its year, completed from the address's date where they go together."""
    if on_page is None or found.month is None:
        return None
    day = found.resolved(on_page)
    return day if day and on_page - day < _CLOSE else None


def _rank(text: str, found: Found) -> int:
    """How sure a date is the story's: 1 best, 0 not at all."""
    before = text[max(0, found.start - _BEFORE) : found.start]
    if _TODAY.search(before):
        return 1
    planned = _unsaid("plans", before) or _is_of_span(text, found)
    if found.bracketed and found.weekday is not None:
        return _PLANNED if planned else 2 if _is_told(before) else 3
    if planned or (not found.bracketed and _unsaid("spans", before)):
        return 0
    if found.bracketed:
        return 0 if _words("quoted").match(_sentence(before)) else 4
    if found.weekday is not None:
        return _rank_of_weekday(before, found.start)
    return _rank_of_plain(text, found, before)


def _is_of_span(text: str, found: Found) -> bool:
    """Whether a date begins or ends a span, or is said to be still to come."""
    before = text[max(0, found.start - _BEFORE) : found.start]
    return bool(_words("later").match(text, found.end) or _words("until").search(before))


def _is_told(before: str) -> bool:
    """The day on which somebody speaks: "kata Budi, Rabu (21/8/2024)", "di Solo, Rabu (…)"."""
    return before.rstrip(" ").endswith(",") or _last("says", before) is not None


def _rank_of_plain(text: str, found: Found, before: str) -> int:
    """A date without weekday and brackets: only at the head of a story."""
    if found.start > _FIRST_PARAGRAPH or _unsaid("history", before) or _is_of_paper(found):
        return 0
    if found.start > _FIRST_WORDS and _unsaid("on_day", before):
        return 0
    return 2 if _DATELINE.match(text, found.end) else _PLAIN


def _is_of_paper(found: Found) -> bool:
    """Whether a year lies before the first news site: a story of then states its day."""
    return found.year is not None and found.year < _FIRST_SITES


def _rank_of_weekday(before: str, start: int) -> int:
    """As in "kata Budi, Rabu 21 Agustus 2024"; at the head of a line it is a programme's."""
    before = before.rstrip(" ")
    if before.endswith(","):
        return 3
    if start < _NEAR:
        return 4
    return 0 if not before or before.endswith("\n") else _PLAIN


def _unsaid(table: str, before: str) -> bool:
    """Whether a word of the list stands in the sentence that ends `before`, nobody saying so."""
    word = _last(table, before)
    return word is not None and _words("says").search(word.string, word.end()) is None


def _last(table: str, before: str) -> re.Match[str] | None:
    """The last word of a list in the sentence that ends `before`."""
    words = list(_words(table).finditer(_sentence(before)))
    return words[-1] if words else None


def _sentence(before: str) -> str:
    """The last sentence of `before`, as far as it stands there."""
    ended = _SENTENCES.match(before)
    return before[ended.end() :] if ended else before


@cache
def _words(table: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, wordlists.shipped("dates.yaml")[table]))
    leading, closing = (r"\)?\s*" if table == "later" else r"\b"), r"(?!\w)"
    if table == "until":
        leading, closing = r"(?<=[0-9)])\s*", r"\s*\w*\s*\(?\Z"
    return re.compile(rf"{leading}(?:{words})(?:nya)?{closing}", re.IGNORECASE)
