"""Hits by the day, month or year they were published, with the times between without any."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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
