"""`search`: a query, and the articles it finds."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from beritasearch.cli import completing
from beritasearch.cli.commands import NOTHING_FOUND, QueryCommand
from beritasearch.cli.filters import Condition, blaming, conditions, filter_options
from beritasearch.cli.options import Settings, archive_options, format_option

if TYPE_CHECKING:
    from beritasearch.searching import Page

FACETS = ("city", "province", "person", "outlet", "year", "month", "day")
"""As beritasearch.document has them (a test compares); that module is slow to import."""
USUAL_FACETS = ("city", "person", "outlet", "month")


@click.command(
    cls=QueryCommand,
    examples=(
        "beritasearch search tanggul jebol",
        "beritasearch search anrisipasi",
        "beritasearch search '\"tanggul jebol\" -longsor'",
        "beritasearch search banjir --city semarang --city demak --since 2022",
        "beritasearch search 'kota:demak (tanggul ATAU banjir)'",
        "beritasearch search --person 'arief santosa' --sort newest --format ids",
        "beritasearch search banjir --format jsonl --limit 1000 > banjir.jsonl",
    ),
)
@click.argument("query", metavar="QUERY...", nargs=-1, shell_complete=completing.words)
@filter_options
@click.option(
    "--sort",
    type=click.Choice(("relevance", "newest", "oldest")),
    default="relevance",
    help="Order of the hits (default: relevance; newest where no words are asked for).",
)
@click.option(
    "--recent", is_flag=True, help="Let news age: with --sort relevance, the newer rank higher."
)
@click.option(
    "--fuzzy",
    type=click.Choice(("auto", "off", "on")),
    default="auto",
    help="Forgive typos: where too little is found (auto, the default), never, or always.",
)
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=0), default=10, help="Hits shown (default: 10)."
)
@click.option(
    "--offset", metavar="N", type=click.IntRange(min=0), default=0, help="Hits passed over first."
)
@click.option(
    "--facet",
    "facets",
    type=click.Choice(FACETS),
    multiple=True,
    help="Count the hits by this, too (with text and json). May be repeated.",
)
@click.option("--facets", "usual", is_flag=True, help="Count them by city, person, outlet, month.")
@click.option(
    "--explain",
    is_flag=True,
    help="Show how the query was understood, and what each part gave to a score (text and json).",
)
@format_option("text", "json", "jsonl", "csv", "ids", default="text")
@archive_options
@click.pass_obj
def search(
    settings: Settings, /, query: tuple[str, ...], output: str, usual: bool, **options: Any
) -> None:
    """Find articles by words, cities, dates and persons.

    Those with all the words come first, then those with typos, then those with some of the
    words. QUERY is in the query language; single quotes keep the shell from taking its quotation
    marks away. Without a QUERY, everything that the options allow is found, or counted by --facet.
    """
    text = " ".join(word.strip() for word in query)
    given = list(conditions(options))
    if usual:
        options["facets"] = tuple(dict.fromkeys((*USUAL_FACETS, *options["facets"])))
    if not (text or given or options["facets"]):
        raise click.UsageError("what to search for? for example: beritasearch search banjir")
    _check(output, options)
    began = time.perf_counter()
    page = _found(settings, text, given, options)
    seconds = time.perf_counter() - began

    from beritasearch.cli import display, hits

    answer = hits.Answer(page, text, tuple(given), options["offset"], seconds)
    if options["explain"]:  # shows the first hits only
        answer = answer._replace(more=f"--limit {2 * options['limit']}")
    hits.SHOW[output](answer)
    if page.waiting:
        click.echo(display.waiting(page.waiting), err=True)
    if not page.hits and (options["limit"] or not page.total):
        click.echo(answer.nothing_found, err=True)
        click.get_current_context().exit(NOTHING_FOUND)


def _check(output: str, options: Mapping[str, Any]) -> None:
    """UsageError for options that would be passed over in silence."""
    for name, option in (("facets", "--facet"), ("explain", "--explain")):
        if options[name] and output not in ("text", "json"):
            raise click.UsageError(f"{option} is shown with --format text and json only")
    if options["recent"] and options["sort"] != "relevance":
        raise click.UsageError("--recent goes with --sort relevance; the others go by date anyway")
    usual = {"offset": 0, "sort": "relevance", "fuzzy": "auto", "facets": (), "recent": False}
    if options["explain"] and any(options[name] != value for name, value in usual.items()):
        raise click.UsageError("--explain goes with --limit and what narrows the search only")


def _found(
    settings: Settings, text: str, given: list[Condition], options: Mapping[str, Any]
) -> "Page":
    where, limit = [condition.query for condition in given], options["limit"]
    with settings.archive() as archive, blaming(given):
        if options["explain"]:
            return archive.explain(text, where=where, limit=limit)
        return archive.search(
            text,
            where=where,
            limit=limit,
            offset=options["offset"],
            sort=options["sort"],
            fuzzy=options["fuzzy"],
            facets=options["facets"],
            recent=options["recent"],
        )
