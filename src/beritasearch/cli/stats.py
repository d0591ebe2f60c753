"""`stats`: what the index holds."""

from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

import click

from beritasearch.cli.commands import Command
from beritasearch.cli.options import Settings, archive_options, as_json, format_option

if TYPE_CHECKING:
    from beritasearch.stats import Stats

MOST_VALUES = 10
"""Values of a facet shown as text; json has all."""


@click.command(
    cls=Command,
    examples=("beritasearch stats",),
)
@format_option("text", "json", default="text")
@archive_options
@click.pass_obj
def stats(settings: Settings, /, output: str) -> None:
    """Show what the index holds: articles, cities, outlets, years."""
    with settings.archive() as archive:
        held = archive.stats()
    if output == "json":
        click.echo(as_json({**asdict(held), "directory": str(held.directory)}))
    else:
        click.echo("\n".join(_lines(held)))


def _lines(held: "Stats") -> list[str]:
    from beritasearch.cli.display import printable, waiting

    found = [
        f"index     {held.directory}",
        f"engine    {held.engine}",
        f"updated   {held.updated}",
        f"articles  {held.articles}",
    ]
    if held.waiting:
        found.append(f"waiting   {waiting(held.waiting)}")
    for facet, counts in held.facets.items():
        found.append(f"\n{facet} ({len(counts)})")
        found += (
            f"{count:>8}  {printable(value)}"
            for value, count in islice(counts.items(), MOST_VALUES)
        )
    return found
