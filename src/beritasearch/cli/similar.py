"""`similar`: more like an article."""

import time

import click

from beritasearch.cli.commands import NOTHING_FOUND, Command
from beritasearch.cli.options import Settings, archive_options, format_option


@click.command(
    cls=Command,
    examples=("beritasearch similar corpus/suarapesisir/demak-dikepung-air.txt --limit 3",),
)
@click.argument("article_id", metavar="ID")
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), default=10, help="Hits shown (default: 10)."
)
@format_option("text", "json", "jsonl", "csv", "ids", default="text")
@archive_options
@click.pass_obj
def similar(settings: Settings, /, article_id: str, limit: int, output: str) -> None:
    """Find articles that are like the one with that ID.

    They share its most telling words. As search prints them, the most alike first.
    """
    from beritasearch.cli import hits

    began = time.perf_counter()
    with settings.archive() as archive:
        page = archive.similar(article_id, limit=limit)
    seconds = time.perf_counter() - began
    hits.SHOW[output](hits.Answer(page, "", (), 0, seconds, more=f"--limit {2 * limit}"))
    if not page.hits:
        click.echo(f"nothing found: no article is like {article_id}, or there is none", err=True)
        click.get_current_context().exit(NOTHING_FOUND)
