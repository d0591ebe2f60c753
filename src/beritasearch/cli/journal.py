"""How a run goes as JSON, an object a line on standard error: for cron and what reads its logs."""

import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from beritasearch.cli import progress
from beritasearch.cli.options import as_json
from beritasearch.indexing import Progress, Report

SECONDS = 10.0
"""Between two lines of progress."""


def write(event: str, **about: Any) -> None:
    """One line: when, what happened, and more about it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    click.echo(as_json({"time": now, "event": event, **about}, indent=None), err=True)


class Paced:
    """Writes the progress of a run when some seconds have passed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = self._last = clock()

    def __call__(self, progress: Progress) -> None:
        """Told often; writes now and then."""
        now = self._clock()
        if now - self._last < SECONDS:
            return
        self._last, seconds = now, now - self._began
        rate = round(progress.articles / seconds, 1)
        write("progress", **asdict(progress), seconds=round(seconds, 1), rate=rate)


def conclude(done: Report) -> None:
    """Each failure, then the report with their number."""
    for failure in done.failed:
        write("failed", **asdict(failure))
    told = {**progress.told(done), "failed": len(done.failed)}
    write("report", **told)
