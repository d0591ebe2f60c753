"""A run of `index` or `reindex`: the options of both, who watches it, and how it is told."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from beritasearch.cli.commands import FAILED, NOT_ALL, STOPPED, Stopped, told
from beritasearch.cli.options import Settings, as_json, map_option, shard_option, wait_option
from beritasearch.errors import BeritasearchError

if TYPE_CHECKING:
    from beritasearch.archive import Archive
    from beritasearch.indexing import Progress, Report

_Command = TypeVar("_Command", bound=Callable[..., Any])

jobs_option = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes that read (default: as configured, else as many as there are processors).",
)
log_option = click.option(
    "--log-format",
    type=click.Choice(("text", "json")),
    default="text",
    help="What goes to standard error: text for people, or a JSON object a line (for cron): "
    "progress every 10 seconds, each failure, and a report instead of the summary.",
)
_OPTIONS = (
    jobs_option,
    map_option,
    wait_option,
    shard_option,
    click.option(
        "--report",
        metavar="FILE",
        type=click.File("w", encoding="utf-8", errors="backslashreplace", lazy=False),
        help="Write what was done, and everything that failed, to FILE as JSON.",
    ),
    log_option,
    click.option("--strict", is_flag=True, help="Exit with 1 when some articles failed."),
)


def run_options(command: _Command) -> _Command:
    """Give the command the options of a Run."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Run:
    """What the options say of a run."""

    settings: Settings
    jobs: int | None
    names: Mapping[str, str]
    report: TextIO | None
    log_format: str
    strict: bool

    @property
    def _json(self) -> bool:
        return self.log_format == "json"

    @contextmanager
    def archive(self, left: str) -> "Iterator[tuple[Archive, Callable[[Progress], None]]]":
        """The archive to write to and who watches; Ctrl-C says what is `left` of the index."""
        try:
            with self.settings.archive() as archive, self._watched() as watch:
                yield archive, watch
        except KeyboardInterrupt:
            message = f"stopped; {left}, and the same command goes on from here"
            self._end("stopped", message, STOPPED)
            raise Stopped(message) from None
        except (BeritasearchError, OSError) as error:
            self._end("error", told(error), FAILED)
            raise

    def _end(self, event: str, message: str, code: int) -> None:
        """Tell programs why there is nothing to report; people are told by who catches it."""
        if self.report:
            self.report.write(as_json({event: message}) + "\n")
        if self._json:
            from beritasearch.cli import journal

            journal.write(event, message=message)
            click.get_current_context().exit(code)

    @contextmanager
    def _watched(self) -> Iterator["Callable[[Progress], None]"]:
        """A progress bar on a terminal, or a line now and then; else nothing: logs stay legible."""
        if self._json:
            from beritasearch.cli.journal import Paced

            yield Paced()
        elif sys.stderr.isatty():
            from beritasearch.cli.progress import bar

            with bar() as show:
                yield show
        else:
            yield lambda _: None

    def say(self, message: str, *, event: str = "watch") -> None:
        """Something that happened in the course of the run."""
        if self._json:
            from beritasearch.cli import journal

            journal.write(event, message=message)
        else:
            click.echo(f"beritasearch: {message}", err=True)

    def tell(self, done: "Report", *, prune: str) -> None:
        """What was done; `prune` is what takes out the articles of vanished files."""
        from beritasearch.cli import journal, progress

        if self.report:
            self.report.writelines(f"{line}\n" for line in progress.report(done))
        if self._json:
            journal.conclude(done)
        else:
            for line in (
                *progress.failures(done),
                *progress.kept(done, prune),
                *progress.begun(done),
            ):
                click.echo(line, err=True)
            click.echo(progress.summary(done))
            if done.waiting:
                parts = ", ".join(done.waiting)
                click.echo(
                    f"this part is built; the index before is searched until {parts} are, too: "
                    "then run the same command here once more",
                    err=True,
                )
        if self.strict and done.failed:
            click.get_current_context().exit(NOT_ALL)
