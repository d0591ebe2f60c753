"""The command line: each command a thin layer over Archive, in a module of its own.

What isn't needed for `--help` is imported inside the commands: the engines, SQLite and rich
take several times as long to load as all of click.
"""

import gc
import io
import os
import sys

import click

from beritasearch import __version__
from beritasearch.cli.commands import PROGRAM, LazyGroup
from beritasearch.cli.options import Settings, archive_options

COMMANDS = {
    "index": ("indexing", "Bring the index up to date with files and folders."),
    "reindex": ("indexing", "Build the index anew from all that was ever indexed."),
    "watch": ("watching", "Index what arrives in folders, as it comes, until Ctrl-C."),
    "search": ("search", "Find articles by words, cities, dates and persons."),
    "similar": ("similar", "Find articles that are like the one with that ID."),
    "timeline": ("timeline", "Count the articles that a query finds by day, month or year."),
    "compare": ("compare", "Show the timelines of several queries side by side."),
    "show": ("articles", "Show the article with that ID, as search prints it."),
    "read": ("articles", "Show what is understood of files, without indexing them."),
    "suggest": ("words", "List words of the index that WORD may have meant."),
    "stats": ("stats", "Show what the index holds: articles, cities, outlets, years."),
    "serve": ("serving", "Serve the archive as web pages and as a JSON API, until Ctrl-C."),
    "check": ("checking", "Verify the index: every file, every article, and what finds them."),
    "init": ("configuring", "Write a beritasearch.yaml with every setting, to be filled in."),
    "completion": ("completion", "Print the script that completes what you type in a shell."),
}
"""Command → the module of this package that holds it and its line in the help, in that order.

The lines stand in the commands' docstrings too (a test compares them): to take them from there,
every module would be loaded to say what there is, a fourth of the time that `--help` takes.
"""


_OBJECTS = 100_000
"""Made since the last look for garbage before Python takes another: it would at each 700, and what
is loaded is no garbage. Not gc.disable(): `index`, `serve` and `watch` run for long.
"""


@click.group(
    PROGRAM,
    cls=LazyGroup,
    modules=COMMANDS,
    examples=(
        "beritasearch index corpus/",
        "beritasearch search banjir --city demak --since 2022",
        "beritasearch search anrisipasi",
    ),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@archive_options
@click.version_option(
    __version__, message="beritasearch %(version)s", help="Show the version and exit."
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Search an archive of Indonesian news: by words, city, date and person, typos and all.

    The options below may stand before or behind the name of a command.
    """
    context.ensure_object(Settings)
    context.color = _colour()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _colour() -> bool | None:
    """None: where the output is a terminal. See https://no-color.org and https://force-color.org"""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def main() -> None:
    """Run the command that was typed, and exit: 0 found or done, 1 nothing found, 2 an error."""
    if sys.stdout is None:  # `>&-`: there is nowhere to write to, which is what was asked for
        # For as long as the process lives; and pathlib takes longer to load than all of this.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        _write_anything(stream)
    gc.set_threshold(_OBJECTS)
    try:
        cli.main(prog_name=PROGRAM)
    finally:
        gc.freeze()  # else Python looks once more for garbage, through everything, when it ends


def _write_anything(stream: object) -> None:
    """No article may stop at a character that the terminal lacks; pipes carry UTF-8 everywhere."""
    if not isinstance(stream, io.TextIOWrapper):  # None, where a window has no console
        return
    if stream.isatty():
        stream.reconfigure(errors="replace")
    else:
        # A file name that isn't UTF-8 comes out as \udcff, which is its escape in JSON too.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
