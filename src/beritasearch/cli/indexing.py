"""`index` and `reindex`: files into the index."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from beritasearch.cli.commands import Command, Stopped
from beritasearch.cli.options import INPUT, STANDARD_INPUT, Settings, archive_options

if TYPE_CHECKING:
    from beritasearch.archive import Archive
    from beritasearch.indexing import Progress, Report

_report_option = click.option(
    "--report",
    metavar="FILE",
    type=click.File("w", encoding="utf-8", errors="backslashreplace", lazy=False),
    help="Write what was done, and everything that failed, to FILE as JSON.",
)
_jobs_option = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    help="Processes that read (default: as many as there are processors).",
)


@click.command(
    cls=Command,
    examples=(
        "beritasearch index corpus/",
        "beritasearch index corpus/ --report failed.json",
        "gzip -dc articles.jsonl.gz | beritasearch index -",
    ),
)
@click.argument("paths", metavar="PATH...", type=INPUT, nargs=-1, required=True)
@_jobs_option
@_report_option
@archive_options
@click.pass_obj
def index(settings: Settings, /, paths: tuple[str, ...], jobs: int, report: TextIO | None) -> None:
    """Bring the index up to date with files and folders.

    Only what is new or has changed since the last time is read, so it may be run as often as
    you like. What can't be read is listed with the reason, and doesn't stop the rest. A path
    of - reads articles from standard input, one JSON object a line.
    """
    if STANDARD_INPUT in paths and len(paths) > 1:
        raise click.UsageError("- (standard input) stands alone; index the other paths after it")
    with _run(settings, "what was searchable still is") as (archive, watch):
        if paths == (STANDARD_INPUT,):
            from beritasearch.cli.standard_input import put

            done = put(archive, watch)
        else:
            done = archive.add(paths, jobs=jobs, watch=watch)
    _tell(done, report)


@click.command(
    cls=Command,
    examples=("beritasearch reindex",),
)
@click.argument("paths", metavar="[PATH...]", type=click.Path(exists=True), nargs=-1)
@_jobs_option
@_report_option
@archive_options
@click.pass_obj
def reindex(
    settings: Settings, /, paths: tuple[str, ...], jobs: int, report: TextIO | None
) -> None:
    """Build the index anew from all that was ever indexed, and from PATH too.

    Needed when the language settings or beritasearch itself have changed. The present index
    answers until the new one is complete. Stopped at any moment, it goes on where it was when
    it is run again.
    """
    with _run(settings, "the index is as it was") as (archive, watch):
        done = archive.reindex(paths, jobs=jobs, watch=watch)
    _tell(done, report)


@contextmanager
def _run(settings: Settings, left: str) -> "Iterator[tuple[Archive, Callable[[Progress], None]]]":
    """The archive to write to and who watches; Ctrl-C says what is left of the index."""
    try:
        with settings.archive() as archive, _watched() as watch:
            yield archive, watch
    except KeyboardInterrupt:
        raise Stopped(f"stopped; {left}, and the same command goes on from here") from None


@contextmanager
def _watched() -> Iterator["Callable[[Progress], None]"]:
    """A progress bar on a terminal; nothing elsewhere, so that logs stay legible."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from beritasearch.cli.progress import bar

    with bar() as show:
        yield show


def _tell(done: "Report", report: TextIO | None) -> None:
    from beritasearch.cli import progress

    if report:
        report.write(progress.as_json(done) + "\n")
    for line in progress.failures(done):
        click.echo(line, err=True)
    click.echo(progress.summary(done))
