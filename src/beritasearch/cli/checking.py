"""`check`: whether the index holds together, and mending it."""

import os
import time
from typing import TYPE_CHECKING

import click

from beritasearch.cli.commands import DAMAGED, Command
from beritasearch.cli.options import Settings, archive_options, wait_option

if TYPE_CHECKING:
    from beritasearch.checking import Checked, Problem


@click.command(
    cls=Command,
    examples=("beritasearch check", "beritasearch check --repair"),
)
@click.option("--repair", is_flag=True, help="Mend what can be mended, then check again.")
@wait_option
@archive_options
@click.pass_context
def check(context: click.Context, /, *, repair: bool) -> None:
    """Verify the index: every file, every article, and what finds them.

    Files of the engine are compared with their checksums, articles are read to their end, the
    engine must hold each of them, and some are looked for by their own words. What is wrong is
    printed, a line each. Exits with 0 when all is well (or has been mended), 1 when it isn't,
    2 when it can't be checked.
    """
    settings = context.ensure_object(Settings)
    with settings.archive() as archive:
        began = time.monotonic()
        checked = archive.check()
        for problem in checked.problems:
            click.echo(f"wrong: {problem}")
        if repair and checked.problems:
            for done in archive.repair(jobs=os.cpu_count() or 1):
                click.echo(f"repair: {done}")
            checked = archive.check()
            for problem in checked.problems:
                click.echo(f"still wrong: {problem}")
        click.echo(_conclusion(checked, settings.index, time.monotonic() - began, repair=repair))
    context.exit(DAMAGED if checked.problems else 0)


def _conclusion(checked: "Checked", index: str, seconds: float, *, repair: bool) -> str:
    if not checked.problems:
        return (
            f"sound: {checked.articles} articles read, {checked.files} files of the engine as they "
            f"were written, {checked.sampled} articles found by their own words, {seconds:.1f} s"
        )
    many = "1 problem" if len(checked.problems) == 1 else f"{len(checked.problems)} problems"
    if repair:
        return f"{many} left: move {index} away and index your folders again"
    return f"{many}; run: {_cure(checked.problems)} --index {index}"


def _cure(problems: "list[Problem]") -> str:
    from beritasearch.checking import Damage

    damages = {problem.damage for problem in problems}
    return "beritasearch reindex" if damages == {Damage.STALE} else "beritasearch check --repair"
