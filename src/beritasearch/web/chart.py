"""The timeline as bars of an SVG, each of which narrows the search to its time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from beritasearch.timeline import Timeline, span
from beritasearch.web.asked import PageAsked
from beritasearch.web.wording import period as in_words

MOST_BARS = 60
WIDTH, HEIGHT = 600, 80
LEAST = 2
"""Of a bar, so that one article among thousands is seen."""
_IN_ONE_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, month or year."""

    label: str
    count: int
    link: str
    x: float
    y: float
    width: float
    height: float
    column: float
    """How wide its place is: what a pointer may hit."""


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars, from the first hit to the last."""

    bars: tuple[Bar, ...]
    undated: int
    width: int = WIDTH
    height: int = HEIGHT


def periods(asked: PageAsked) -> tuple[str, ...]:
    """The facets that the chart may need."""
    return ("day",) if _IN_ONE_MONTH.fullmatch(asked.date or "") else ("month", "year")


def chart(asked: PageAsked, total: int, facets: Mapping[str, Mapping[str, int]]) -> Chart | None:
    """The bars of a search; by year where there would be too many months. None without a date."""
    for by in periods(asked):
        timeline = Timeline(asked.q, total, facets[by])
        if not timeline.counts:
            return None
        shown = list(span(timeline))
        if len(shown) <= MOST_BARS:
            return Chart(_bars(asked, shown, timeline.counts), timeline.undated)
    # A date that was misread may lie centuries off: only the times with hits, then.
    last = sorted(timeline.counts)[-MOST_BARS:]
    return Chart(_bars(asked, last, timeline.counts), timeline.undated)


def _bars(asked: PageAsked, shown: list[str], counts: Mapping[str, int]) -> tuple[Bar, ...]:
    most = max(counts.values())
    column = min(WIDTH / len(shown), WIDTH / 12)
    bars = []
    for place, period in enumerate(shown):
        count = counts.get(period, 0)
        height = max(LEAST, HEIGHT * count / most) if count else 0
        link = asked.having("date", period)
        x, y = place * column, HEIGHT - height
        sizes = [round(size, 2) for size in (x, y, column * 0.85, height, column)]
        bars.append(Bar(in_words(period), count, link, *sizes))
    return tuple(bars)
