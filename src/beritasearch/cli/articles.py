"""`show` and `read`: single articles, out of the index and out of files."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from beritasearch.cli.commands import FAILED, NOTHING_FOUND, Command
from beritasearch.cli.options import (
    INPUT,
    STANDARD_INPUT,
    Settings,
    archive_options,
    as_json,
    format_option,
    map_option,
)

if TYPE_CHECKING:
    from beritasearch.article import Article
    from beritasearch.errors import ArticleError
    from beritasearch.reading import Options


@click.command(
    cls=Command,
    examples=("beritasearch show corpus/muriapagi/harga-cabai-pasar-pati.txt",),
)
@click.argument("article_id", metavar="ID")
@format_option("text", "json", default="text")
@archive_options
@click.pass_obj
def show(settings: Settings, /, article_id: str, output: str) -> None:
    """Show the article with that ID, as search prints it."""
    from beritasearch.cli import display

    with settings.archive() as archive:
        article = archive.get(article_id)
    if article is None:
        click.echo(f"nothing found: no article has the id {article_id}", err=True)
        click.get_current_context().exit(NOTHING_FOUND)
    if output == "json":
        click.echo(as_json(article.as_dict()))
    else:
        click.echo(display.full(article))


@click.command(
    cls=Command,
    examples=(
        "beritasearch read corpus/muriapagi/harga-cabai-pasar-pati.txt --format text",
        "beritasearch read corpus/ > articles.jsonl",
    ),
)
@click.argument("paths", metavar="PATH...", type=INPUT, nargs=-1, required=True)
@map_option
@format_option("jsonl", "text", default="jsonl")
@archive_options
@click.pass_obj
def read(
    settings: Settings, /, paths: tuple[str, ...], names: Mapping[str, str], output: str
) -> None:
    """Show what is understood of files, without indexing them.

    Folders too. One article a line of JSON, with where each of its fields came from; what
    can't be read goes to standard error with the reason. A path of - reads JSONL from standard
    input.
    """
    from beritasearch.errors import ArticleError

    found = failed = 0
    with settings.archive() as archive:
        options, known = archive.reading(names), archive.roots()
    for item in _articles(paths, options, known):
        if isinstance(item, ArticleError):
            failed += 1
            click.echo(str(item), err=True)
        else:
            found += 1
            _show(item, output)
    if not found:
        click.get_current_context().exit(FAILED if failed else NOTHING_FOUND)


def _articles(
    paths: tuple[str, ...], options: "Options", known: Mapping[str, str]
) -> "Iterator[Article | ArticleError]":
    """What each path gives, under the ids that it has in the index, or would have in a new one."""
    from pathlib import Path

    from beritasearch.cli import standard_input
    from beritasearch.corpus import files, key, label, placed, root_of
    from beritasearch.errors import ArticleError
    from beritasearch.listing import Listing
    from beritasearch.reading.files import cannot_be_read, read_each

    for path in paths:
        if path == STANDARD_INPUT:
            yield from standard_input.articles(options)
            continue
        refused: list[ArticleError] = []
        with Listing() as listing:
            absolute = placed(Path(path).absolute(), known)
            roots = known if root_of(absolute, known) else {key(absolute): label(absolute, ())}
            listing.add(files(absolute, roots, refused.append))
            yield from refused
            for file in listing.files():
                try:
                    yield from read_each(file.path, name=file.name, options=options)
                except OSError as error:
                    yield ArticleError(cannot_be_read(error), path=file.path)


def _show(article: "Article", output: str) -> None:
    if output == "text":
        from beritasearch.cli import display

        click.echo(display.full(article, provenance=True) + "\n")
    else:
        click.echo(as_json(article.as_dict(), indent=None))
