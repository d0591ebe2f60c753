"""Web pages, as saved from a browser or by a crawler."""

from collections.abc import Iterator
from typing import BinaryIO

from beritasearch.reading.forms.text import whole
from beritasearch.reading.raw import Item, Layout, Options, RawArticle


def read_page(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """The page, not yet understood: that takes most of the time, and may be done elsewhere."""
    yield RawArticle(name, whole(stream, name, options), Layout.HTML)
