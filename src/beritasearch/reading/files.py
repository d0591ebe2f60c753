"""Files to read: which form each has, and their articles one by one."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.reading import assembling
from beritasearch.reading.forms import html, json, text
from beritasearch.reading.raw import DEFAULTS, Form, Item, Options, RawArticle

FORMS: dict[str, Form] = {
    ".txt": text.read_page,
    ".text": text.read_page,
    ".md": text.read_markdown,
    ".markdown": text.read_markdown,
    ".html": html.read_page,
    ".htm": html.read_page,
    ".xhtml": html.read_page,
    ".jsonl": json.read_lines,
    ".ndjson": json.read_lines,
}
_PACKED = ".gz"
_NOT_ARTICLES = frozenset({"readme", "license", "licence", "notices", "changelog"})


def is_article_file(path: str | Path) -> bool:
    """Is it a file to read, found in a folder: of a known form, not hidden, not a README?"""
    path = Path(path)
    if path.name.startswith((".", "~")) or path.name.split(".")[0].lower() in _NOT_ARTICLES:
        return False
    return _form(path.name) is not None


def read(path: str | Path, *, options: Options = DEFAULTS) -> Iterator[Article]:
    """The articles of a file, in order. Raises ArticleError at the first that can't be read."""
    path = Path(path)
    try:
        for item in read_each(path, name=str(path), options=options):
            if isinstance(item, ArticleError):
                raise item
            yield item
    except OSError as error:
        raise ArticleError(f"can't be read: {error.strerror or error}", path=path) from None


def read_each(
    path: Path, *, name: str, options: Options = DEFAULTS
) -> Iterator[Article | ArticleError]:
    """The articles of a file, in order, and the errors of those that can't be read.

    `name` is what the file is called in ids and reports. Raises OSError when the file can't be
    opened or read to its end.
    """
    return map(understood, read_raw(path, name=name, options=options))


def read_stream(
    stream: BinaryIO, *, name: str = "-", options: Options = DEFAULTS
) -> Iterator[Article | ArticleError]:
    """The articles of a stream of JSONL, such as standard input."""
    return map(understood, json.read_lines(stream, name, options))


def read_raw(path: Path, *, name: str, options: Options = DEFAULTS) -> Iterator[Item]:
    """What the file holds, not yet understood: cheap to get, and to hand to another process."""
    form = _form(path.name) or text.read_page
    try:
        with _opened(path) as stream:
            yield from form(stream, name, options)
    except ArticleError as error:
        yield error
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        yield ArticleError(f"the compressed file is damaged ({error}); get it again", path=name)


def understood(item: Item) -> Article | ArticleError:
    """The article that a raw one holds, or why it holds none."""
    if isinstance(item, RawArticle):
        try:
            return assembling.article(item)
        except ArticleError as error:
            return error
    return item


def _form(name: str) -> Form | None:
    lowered = name.lower().removesuffix(_PACKED)
    return FORMS.get(Path(lowered).suffix)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        if file.peek(2)[:2] == b"\x1f\x8b":
            with gzip.open(file) as unpacked:
                yield unpacked  # type: ignore[misc]  # a reader, which is all that forms ask for
        else:
            yield file
