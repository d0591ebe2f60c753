"""The options of the commands that count by day, month or year, and their tables."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from beritasearch.cli.filters import Condition, blaming
from beritasearch.timeline import PERIODS, Timeline, span

if TYPE_CHECKING:
    from beritasearch.archive import Archive

_Command = TypeVar("_Command", bound=Callable[..., Any])


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
        # Not partly: a chart of "banjir semarang" that shows floods anywhere tells a wrong story.
        page = archive.search(query, where=where, limit=0, fuzzy=fuzzy, facets=(by,), partial=False)
    return Timeline(query, page.total, page.facets[by])


def table(by: str, columns: Mapping[str, Timeline]) -> str:
    """A row for each period and one for what is undated, as CSV; `columns` by their heading."""
    import csv
    import io

    from beritasearch.records import cell

    buffer, timelines = io.StringIO(newline=""), columns.values()
    rows = csv.writer(buffer)
    rows.writerow([by, *map(cell, columns)])
    for period in span(*timelines):
        rows.writerow([period, *(line.counts.get(period, 0) for line in timelines)])
    rows.writerow(["undated", *(line.undated for line in timelines)])
    return buffer.getvalue()
