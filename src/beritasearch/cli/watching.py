"""`watch`: what arrives in folders is indexed as it comes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from beritasearch.arrivals import Arrivals
from beritasearch.cli.commands import Command, told
from beritasearch.cli.options import Settings, archive_options, map_option, wait_option
from beritasearch.cli.running import Run, jobs_option, log_option
from beritasearch.corpus import existing
from beritasearch.errors import BeritasearchError
from beritasearch.workers import Workers

if TYPE_CHECKING:
    from beritasearch.archive import Archive

TICK = 300
"""Milliseconds between two looks at what has arrived."""


@click.command(
    cls=Command,
    examples=("beritasearch watch corpus/",),
)
@click.argument("paths", metavar="[PATH...]", type=click.Path(exists=True), nargs=-1)
@click.option(
    "--poll",
    is_flag=True,
    help="Look through the folders all the time: for network disks, which tell of no changes.",
)
@jobs_option
@map_option
@wait_option
@log_option
@archive_options
@click.pass_obj
def watch(settings: Settings, /, paths: tuple[str, ...], *, poll: bool, **options: Any) -> None:
    """Index what arrives in folders, as it comes, until Ctrl-C.

    First the index is brought up to date. From then on a file is in it within two seconds of
    being whole, with others that arrive at the same time. The articles of files that vanish
    stay. What can't be read, or an index that another one writes to, is told, and doesn't end
    it. Needs: pip install 'beritasearch[watch]'.
    """
    roots = existing(paths or settings.corpus())
    run = Run(settings=settings, report=None, strict=False, **options)
    changes = _changes(roots, poll=poll)
    try:
        next(changes)  # from now on nothing is missed
        with settings.archive() as archive, Workers(settings.processes(run.jobs)) as workers:
            watching = _Watching(archive, run, Arrivals(roots), workers)
            watching.index(roots)
            run.say(f"watching {', '.join(map(str, roots))}; Ctrl-C ends it")
            for changed, vanished in changes:
                watching.look(changed, vanished)
    except KeyboardInterrupt:
        run.say("stopped; what was searchable still is")


def _changes(roots: list[Path], *, poll: bool) -> Iterator[tuple[list[Path], list[Path]]]:
    """What has changed and what has vanished, again and again; nothing, where nothing has."""
    try:
        import watchfiles
    except ImportError:
        message = "watch needs its library: pip install 'beritasearch[watch]'"
        raise click.ClickException(message) from None
    found = watchfiles.watch(
        *roots, watch_filter=None, debounce=TICK, step=50, rust_timeout=TICK,
        yield_on_timeout=True, force_polling=poll or None,
    )  # fmt: skip
    deleted = watchfiles.Change.deleted
    for changes in found:
        yield (
            [Path(path) for change, path in changes if change is not deleted],
            [Path(path) for change, path in changes if change is deleted],
        )


@dataclass
class _Watching:
    archive: "Archive"
    run: Run
    arrivals: Arrivals
    workers: Workers
    """They stay from batch to batch: starting one takes half a second of the two."""
    complaint: str = field(default="", init=False)

    def look(self, changed: list[Path], vanished: list[Path]) -> None:
        """Take note of what has changed or vanished, and index what is whole."""
        self.arrivals.notice(changed)
        self.arrivals.miss(vanished)
        if whole := self.arrivals.settled():
            self.index(whole)

    def index(self, paths: list[Path]) -> None:
        """Index these; what stands in the way is told once, and they are tried again."""
        paths, vanished = [path for path in paths if path.exists()], self.arrivals.vanished()
        try:
            done = self.archive.add(
                paths, jobs=self.workers, names=self.run.names, vanished=vanished
            )
        except (BeritasearchError, OSError) as error:
            self.arrivals.postpone(paths)
            if told(error) != self.complaint:
                self.complaint = told(error)
                self.run.say(self.complaint, event="error")
            return
        self.complaint = ""
        if done.new or done.changed or done.removed or done.moved or done.failed:
            self.run.tell(done, prune="beritasearch index PATH --prune takes them out")
