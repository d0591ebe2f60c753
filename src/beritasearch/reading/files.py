"""Files to read: which form each has, and their articles one by one."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.reading import assembling
from beritasearch.reading.forms import json
from beritasearch.reading.opening import is_known, raw_articles
from beritasearch.reading.raw import DEFAULTS, Item, Options, RawArticle
from beritasearch.reading.recurring import marked


def is_article_file(path: str | Path) -> bool:
    """Is it a file to read, found in a folder: of a known form, not hidden, not a README?"""
    return is_known(Path(path).name)


def read(path: str | Path, *, options: Options = DEFAULTS) -> Iterator[Article]:
    """The articles of a file, in order. Raises ArticleError at the first that can't be read."""
    path = Path(path)
    try:
        for item in read_each(path, name=str(path), options=options):
            if isinstance(item, ArticleError):
                raise item
            yield item
    except OSError as error:
        raise ArticleError(cannot_be_read(error), path=path) from None


def cannot_be_read(error: OSError) -> str:
    """What is said of a file that the system doesn't give, and the cure."""
    return f"can't be read: {error.strerror or error}; check its name, permissions and disk"


def read_each(
    path: Path, *, name: str, options: Options = DEFAULTS
) -> Iterator[Article | ArticleError]:
    """The articles of a file, in order, and the errors of those that can't be read.

    `name` is what the file is called in ids and reports. Raises OSError when the file can't be
    opened or read to its end.
    """
    return map(understood, read_raw(path, name=name, options=options))


def read_raw_stream(
    stream: BinaryIO, *, name: str = "-", options: Options = DEFAULTS
) -> Iterator[Item]:
    """What a stream of JSONL holds, such as standard input; not yet understood."""
    return marked(json.read_lines(stream, name, options))


def read_raw(path: Path, *, name: str, options: Options = DEFAULTS) -> Iterator[Item]:
    """What the file holds, not yet understood: cheap to get, and to hand to another process."""
    with path.open("rb") as stream:
        yield from marked(raw_articles(stream, name, options, size=path.stat().st_size))


def understood(item: Item) -> Article | ArticleError:
    """The article that a raw one holds, or why it holds none."""
    if isinstance(item, RawArticle):
        try:
            return assembling.article(item)
        except ArticleError as error:
            return error
    return item
