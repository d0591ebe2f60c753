"""`timeline`: when it was written about."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from beritasearch.cli import completing, periods
from beritasearch.cli.commands import NOTHING_FOUND, QueryCommand
from beritasearch.cli.filters import Condition, conditions, filter_options
from beritasearch.cli.options import Settings, archive_options, as_json, format_option
from beritasearch.timeline import Timeline

if TYPE_CHECKING:
    from beritasearch.archive import Archive


@click.command(
    cls=QueryCommand,
    examples=(
        "beritasearch timeline banjir",
        "beritasearch timeline pilkada --by day --since 2024-08 --until 2024-11",
        "beritasearch timeline 'banjir -semarang' --by year --format csv > banjir.csv",
    ),
)
@click.argument("query", metavar="QUERY...", nargs=-1, shell_complete=completing.words)
@filter_options
@periods.by_option
@periods.fuzzy_option
@format_option("text", "csv", "json", default="text")
@archive_options
@click.pass_obj
def timeline(
    settings: Settings, /, query: tuple[str, ...], by: str, fuzzy: Any, output: str, **options: Any
) -> None:
    """Count the articles that a query finds by day, month or year.

    Every article that holds all the words counts; those that search finds with other spellings
    or some of the words don't. The times in between without any are shown, too.
    """
    text = " ".join(word.strip() for word in query)
    given = list(conditions(options))
    if not text and not given:
        raise click.UsageError("of what? for example: beritasearch timeline banjir")
    began = time.perf_counter()
    with settings.archive() as archive:
        found = periods.timeline(archive, text, given, by=by, fuzzy=fuzzy)
        nothing = None if found.total else _nothing_found(archive, text, given)
    if output == "json":
        told = {"by": by, "where": [condition.query for condition in given], **found.as_dict()}
        click.echo(as_json(told))
    elif output == "csv":
        click.echo(periods.table(by, {"articles": found}), nl=False)
    elif found.total:
        _show(found, time.perf_counter() - began)
    if nothing:
        click.echo(nothing, err=True)
        click.get_current_context().exit(NOTHING_FOUND)


def _show(found: Timeline, seconds: float) -> None:
    from beritasearch.cli.bars import drawn
    from beritasearch.cli.hits import articles

    for line in drawn([found]):
        click.echo(line)
    undated = f", {found.undated:,} of them undated" if found.undated else ""
    click.echo(f"{articles(found.total)}{undated}, {seconds * 1000:.0f} ms")


def _nothing_found(archive: "Archive", text: str, given: Sequence[Condition]) -> str:
    """What to try next: as with search, which may find something with other spellings."""
    from beritasearch.cli.hits import Answer, articles

    page = archive.search(text, where=[condition.query for condition in given], limit=1)
    if not page.total:
        return Answer(page, text, tuple(given), 0, 0.0).nothing_found
    meant = f"\nMungkin maksud Anda: {page.suggestion}" if page.suggestion else ""
    return (
        f"nothing found as it is typed; search finds {articles(page.total)} with other spellings "
        f"or some of the words (--fuzzy on counts other spellings){meant}"
    )
