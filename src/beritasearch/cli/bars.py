"""Timelines drawn for a terminal: a row for each period, a bar for each query, one scale."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby

import click

from beritasearch.cli.display import WIDEST, printable
from beritasearch.timeline import Timeline, span

EIGHTHS = "▏▎▍▌▋▊▉█"
PLAIN = "#"
SHORTEST = 4
"""Columns under which a bar says no more than its number does."""
LONGEST_GAP = 24
"""Rows without a hit, one below the other; of more than these there is one row in all."""
_SPACE = "  "


def drawn(timelines: Sequence[Timeline]) -> Iterator[str]:
    """The rows, fit for the width of the terminal; each with its counts and bars."""
    columns = _columns(timelines)
    if len(timelines) > 1:
        label = len(next(span(*timelines), ""))
        heads = [column.head(line.query) for column, line in zip(columns, timelines, strict=True)]
        yield (" " * label + _SPACE + _SPACE.join(heads)).rstrip()
    for some, rows in groupby(span(*timelines), lambda period: _any(timelines, period)):
        periods = list(rows)
        if not some and len(periods) > LONGEST_GAP:
            yield f"{periods[0]} to {periods[-1]}: nothing"
            continue
        for period in periods:
            counts = [line.counts.get(period, 0) for line in timelines]
            cells = [column.cell(count) for column, count in zip(columns, counts, strict=True)]
            yield _SPACE.join([period, *cells]).rstrip()


def _any(timelines: Sequence[Timeline], period: str) -> bool:
    return any(line.counts.get(period) for line in timelines)


class _Column:
    """The part of each row that one query has."""

    def __init__(self, width: int, number: int, most: int, blocks: str) -> None:
        """`width` columns, `number` of them for the count; a bar of full length is `most`."""
        self._number, self._most, self._blocks = number, most, blocks
        bar = width - number - 1
        self._bar = bar if bar >= SHORTEST else 0

    @property
    def width(self) -> int:
        return self._number + (self._bar + 1 if self._bar else 0)

    def head(self, text: str) -> str:
        """The query, as much of it as there is room for."""
        text = printable(text)
        return f"{text if len(text) <= self.width else text[: self.width - 1] + '.':<{self.width}}"

    def cell(self, count: int) -> str:
        number = f"{count:>{self._number},}"
        if not self._bar:
            return number
        drawn = bar(count, self._most, self._bar, self._blocks)
        coloured = click.style(drawn, fg="cyan") if drawn else ""
        return f"{number} {coloured}{' ' * (self._bar - len(drawn))}"


def bar(count: int, most: int, width: int, blocks: str) -> str:
    """A bar of which `most` fills the width; what is more than nothing is seen."""
    if not count:
        return ""
    whole, part = divmod(max(1, round(count / most * width * len(blocks))), len(blocks))
    return blocks[-1] * whole + (blocks[part - 1] if part else "")


def _columns(timelines: Sequence[Timeline]) -> list[_Column]:
    most = max((count for line in timelines for count in line.counts.values()), default=0)
    label = len(next(span(*timelines), ""))
    room = min(shutil.get_terminal_size().columns, WIDEST) - label
    width, blocks = room // len(timelines) - len(_SPACE), _blocks()
    return [_Column(width, len(f"{most:,}"), most, blocks) for _ in timelines]


def _blocks() -> str:
    try:
        EIGHTHS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return PLAIN
    return EIGHTHS
