"""`compare`: when it was written about the one, and when about the other."""

from collections.abc import Sequence
from typing import Any

import click

from beritasearch.cli import completing, periods
from beritasearch.cli.commands import NOTHING_FOUND, Command
from beritasearch.cli.filters import conditions, filter_options
from beritasearch.cli.options import Settings, archive_options, as_json, format_option
from beritasearch.timeline import Timeline


@click.command(
    cls=Command,
    examples=(
        "beritasearch compare banjir kekeringan --by year",
        "beritasearch compare 'kota:demak banjir' 'kota:kudus banjir' --format csv",
    ),
)
@click.argument(
    "queries", metavar="QUERY...", nargs=-1, required=True, shell_complete=completing.words
)
@filter_options
@periods.by_option
@periods.fuzzy_option
@format_option("text", "csv", "json", default="text")
@archive_options
@click.pass_obj
def compare(
    settings: Settings,
    /,
    queries: tuple[str, ...],
    by: str,
    fuzzy: Any,
    output: str,
    **options: Any,
) -> None:
    """Show the timelines of several queries side by side.

    All bars are to one scale. Each QUERY is one argument: put quotes around one of several
    words. The options that narrow hold for every query.
    """
    given = list(conditions(options))
    asked = dict.fromkeys(queries)  # the same one twice says nothing new
    with settings.archive() as archive:
        found = [periods.timeline(archive, query, given, by=by, fuzzy=fuzzy) for query in asked]
    if output == "json":
        where = [condition.query for condition in given]
        told = {"by": by, "where": where, "timelines": [line.as_dict() for line in found]}
        click.echo(as_json(told))
    elif output == "csv":
        click.echo(periods.table(by, {line.query: line for line in found}), nl=False)
    else:
        _show(found)
    if not any(line.total for line in found):
        click.echo("nothing found for any of them", err=True)
        click.get_current_context().exit(NOTHING_FOUND)


def _show(found: Sequence[Timeline]) -> None:
    from beritasearch.cli.bars import drawn
    from beritasearch.cli.display import printable
    from beritasearch.cli.hits import articles

    for row in drawn(found):
        click.echo(row)
    for line in found:
        undated = f", {line.undated:,} of them undated" if line.undated else ""
        click.echo(f"{printable(line.query)}: {articles(line.total)}{undated}")
