"""Hits counted by day, month or year, with the times between in which there was nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from beritasearch.cli.filters import Condition, blaming

if TYPE_CHECKING:
    from beritasearch.archive import Archive

_Command = TypeVar("_Command", bound=Callable[..., Any])

PERIODS = ("day", "month", "year")
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Timeline:
    """The hits of a query by the time they were published."""

    query: str
    total: int
    counts: Mapping[str, int]
    """Period (2024-08-21, 2024-08 or 2024) → hits."""

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it, with every period from the first hit to the last."""
        counts = {period: self.counts.get(period, 0) for period in span(self)}
        return {
            "query": self.query,
            "total": self.total,
            "undated": self.undated,
            "counts": counts,
        }

    @property
    def undated(self) -> int:
        """Hits of which nobody knows the day."""
        return self.total - sum(self.counts.values())


def by_option(command: _Command) -> _Command:
    """Give the command --by."""
    return click.option(
        "--by",
        type=click.Choice(PERIODS),
        default="month",
        help="What a row stands for (default: month).",
    )(command)


def fuzzy_option(command: _Command) -> _Command:
    """Give the command --fuzzy, which can't be auto: no page is there to be filled."""
    return click.option(
        "--fuzzy",
        type=click.Choice(("off", "on")),
        default="off",
        help="Count articles with the words misspelt, too (default: off).",
    )(command)


def timeline(
    archive: "Archive", query: str, given: Sequence[Condition], *, by: str, fuzzy: Any
) -> Timeline:
    """The timeline of a query under conditions."""
    where = [condition.query for condition in given]
    with blaming(given):
        page = archive.search(query, where=where, limit=0, fuzzy=fuzzy, facets=(by,))
    return Timeline(query, page.total, page.facets[by])


def span(*timelines: Timeline) -> Iterator[str]:
    """Every period from the first hit to the last, those without hits too."""
    found = [period for timeline in timelines for period in timeline.counts]
    if not found:
        return
    period, last = min(found), max(found)
    while period < last:
        yield period
        period = following(period)
    yield last


def following(period: str) -> str:
    """The day, month or year after that one."""
    match [int(part) for part in period.split("-")]:
        case [year]:
            return f"{year + 1:04}"
        case [year, month]:
            return f"{year:04}-{month + 1:02}" if month < DECEMBER else f"{year + 1:04}-01"
        case [year, month, day]:
            return (date(year, month, day) + timedelta(days=1)).isoformat()
        case _:
            raise ValueError(f"{period} is no day, month or year")


def table(by: str, columns: Mapping[str, Timeline]) -> str:
    """A row for each period and one for what is undated, as CSV; `columns` by their heading."""
    import csv
    import io

    from beritasearch.cli.hits import cell

    buffer, timelines = io.StringIO(newline=""), columns.values()
    rows = csv.writer(buffer)
    rows.writerow([by, *map(cell, columns)])
    for period in span(*timelines):
        rows.writerow([period, *(line.counts.get(period, 0) for line in timelines)])
    rows.writerow(["undated", *(line.undated for line in timelines)])
    return buffer.getvalue()
