"""`suggest`: words of the index that are spelt alike."""

import click

from beritasearch.cli.commands import NOTHING_FOUND, Command
from beritasearch.cli.options import Settings, archive_options


@click.command(
    cls=Command,
    examples=("beritasearch suggest anrisipasi",),
)
@click.argument("word", metavar="WORD")
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), default=10, help="Words (default: 10)."
)
@archive_options
@click.pass_obj
def suggest(settings: Settings, /, word: str, limit: int) -> None:
    """List words of the index that WORD may have meant.

    The likeliest first, each with the number of articles that hold it, behind a tab.
    """
    if len(word.split()) > 1:
        raise click.UsageError(f'one word at a time, not "{word}"')
    with settings.archive() as archive:
        suggestions = archive.suggest(word, limit=limit)
    for suggestion in suggestions:
        click.echo(f"{suggestion.word}\t{suggestion.count}")
    if not suggestions:
        click.echo(f"nothing found: no word of the index resembles {word}", err=True)
        click.get_current_context().exit(NOTHING_FOUND)
