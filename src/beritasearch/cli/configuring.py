"""`init`: a beritasearch.yaml to be filled in."""

from pathlib import Path

import click

from beritasearch.cli.commands import Command
from beritasearch.config import NAME
from beritasearch.settings import template


@click.command(cls=Command, examples=("beritasearch init",))
@click.argument("folder", metavar="[FOLDER]", default=".", type=click.Path(file_okay=False))
def init(folder: str) -> None:
    """Write a beritasearch.yaml with every setting, to be filled in.

    Into FOLDER, or here. Each setting is a comment with what it is for; nothing changes until
    you take its mark away. A file that is there already is left as it is.
    """
    path = Path(folder, NAME)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template())
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; move it away first") from None
    click.echo(f"{path} written; edit it, then: beritasearch index")
