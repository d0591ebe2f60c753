"""`index` and `reindex`: files into the index."""

from typing import Any

import click

from beritasearch.cli.commands import Command
from beritasearch.cli.options import INPUT, STANDARD_INPUT, Settings, archive_options
from beritasearch.cli.running import Run, run_options


@click.command(
    cls=Command,
    examples=(
        "beritasearch index corpus/",
        "beritasearch index corpus/ --prune --report failed.json",
        "beritasearch index corpus/ --strict --log-format json 2>> index.log",
        "beritasearch index corpus/ --map body=konten --map published=tgl",
        "gzip -dc articles.jsonl.gz | beritasearch index -",
    ),
)
@click.argument("paths", metavar="[PATH...]", type=INPUT, nargs=-1)
@click.option(
    "--prune",
    is_flag=True,
    help="Take out the articles of files that have vanished from PATH; else they are kept.",
)
@run_options
@archive_options
@click.pass_obj
def index(settings: Settings, /, paths: tuple[str, ...], *, prune: bool, **options: Any) -> None:
    """Bring the index up to date with files and folders.

    Only what is new or has changed since the last time is read, so it may be run as often as
    you like. What can't be read is listed with the reason, and doesn't stop the rest. A path
    of - reads articles from standard input, one JSON object a line. Without a PATH, what
    beritasearch.yaml names under corpus is read.
    """
    if STANDARD_INPUT in paths and len(paths) > 1:
        raise click.UsageError("- (standard input) stands alone; index the other paths after it")
    if STANDARD_INPUT in paths and prune:
        raise click.UsageError("- (standard input) has no files that --prune could miss")
    run = Run(settings=settings, **options)
    with run.archive("what was searchable still is") as (archive, watch):
        if paths == (STANDARD_INPUT,):
            from beritasearch.cli.standard_input import put

            if run.names:
                archive.add((), names=run.names)  # nothing but that the index remembers them
            done = put(archive, archive.reading(run.names), watch, settings.processes(run.jobs))
        else:
            corpus = paths or settings.corpus()
            jobs = settings.processes(run.jobs)
            done = archive.add(corpus, jobs=jobs, prune=prune, names=run.names, watch=watch)
    run.tell(done, prune="--prune takes them out")


@click.command(
    cls=Command,
    examples=(
        "beritasearch reindex",
        "beritasearch reindex --stored",
        "beritasearch reindex --keep 0",
    ),
)
@click.argument("paths", metavar="[PATH...]", type=click.Path(exists=True), nargs=-1)
@click.option(
    "--stored",
    is_flag=True,
    help="Take the articles out of the index, without reading their files again.",
)
@click.option(
    "--keep",
    metavar="N",
    type=click.IntRange(min=0),
    help="Earlier builds of the index that stay on the disk (default: 1, or as configured).",
)
@run_options
@archive_options
@click.pass_obj
def reindex(
    settings: Settings, /, paths: tuple[str, ...], *, stored: bool, keep: int | None, **options: Any
) -> None:
    """Build the index anew from all that was ever indexed.

    And from PATH too. Needed when the language settings or beritasearch itself have changed.
    The present index answers until the new one is complete. Stopped at any moment, it goes on
    where it was when it is run again.
    """
    run = Run(settings=settings, **options)
    with run.archive("the index is as it was") as (archive, watch):
        jobs = settings.processes(run.jobs)
        done = archive.reindex(
            paths, jobs=jobs, stored=stored, keep=keep, names=run.names, watch=watch
        )
    run.tell(done, prune="beritasearch index PATH --prune takes them out")
