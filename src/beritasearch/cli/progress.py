"""How a run goes and what it did: the bar, the summary line, the failures, the report."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from beritasearch.cli.options import as_json
from beritasearch.indexing import Progress, Report

MOST_FAILURES = 20
"""Listed on the screen; --report has them all."""


@contextmanager
def bar() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error: the share of the bytes, articles, articles a second, time left."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Display

    with Display(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[articles]} articles"),
        TextColumn("{task.fields[rate]:.0f} articles/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as display:
        task = display.add_task("", total=None, articles=0, rate=0.0)

        def show(progress: Progress) -> None:
            elapsed = display.tasks[0].elapsed or 0.0
            display.update(
                task,
                completed=progress.done,
                total=progress.total or None,  # None: how much there is to come isn't known
                articles=progress.articles,
                rate=progress.articles / elapsed if elapsed else 0.0,
            )

        yield show


def summary(done: Report) -> str:
    """What a run did, in a line."""
    moved = f"moved {done.moved}, " if done.moved else ""
    return (
        f"new {done.new}, changed {done.changed}, unchanged {done.unchanged}, "
        f"removed {done.removed}, {moved}gone {done.gone}, failed {len(done.failed)}, "
        f"{done.seconds:.1f} s, {done.rate:.0f} articles/s"
    )


def failures(done: Report) -> Iterator[str]:
    """What failed and why, a line each; only the first when there are many."""
    yield from map(str, islice(done.failed, MOST_FAILURES))
    if (more := len(done.failed) - MOST_FAILURES) > 0:
        yield f"… and {more} more; --report FILE lists them all"


def begun(done: Report) -> Iterator[str]:
    """That there was no index before: whoever has forgotten to mount the disk of one sees it.

    And what it is built with, where that is news.
    """
    engine = f"{done.engine.name}: {done.engine.why}" if done.engine and done.engine.why else ""
    if done.begun:
        place, here = Path(done.begun), Path.cwd()
        shown = place.relative_to(here) if here in place.parents else place
        yield f"a new index was begun in {shown}" + (f", with {engine}" if engine else "")
    elif engine:
        yield f"the index was built anew with {engine}"


def kept(done: Report, prune: str) -> Iterator[str]:
    """That articles of vanished files are still there, and what takes them out."""
    if done.gone:
        many = "1 article" if done.gone == 1 else f"{done.gone} articles"
        yield f"{many} of vanished files kept; {prune}"


def told(done: Report) -> dict[str, Any]:
    """What a run did, for programs; without the failures, which may be very many."""
    rounded = {"seconds": round(done.seconds, 3), "rate": round(done.rate, 1)}
    told = {**asdict(replace(done, failed=())), **rounded}
    del told["failed"]
    return told


def report(done: Report) -> Iterator[str]:
    """All that a run did, and all that failed, as lines of one JSON object."""
    yield as_json(told(done)).removesuffix("\n}") + ","
    yield '  "failed": ['
    last = len(done.failed) - 1
    for number, failure in enumerate(done.failed):
        yield f"    {as_json(asdict(failure), indent=None)}{',' if number < last else ''}"
    yield "  ]"
    yield "}"
