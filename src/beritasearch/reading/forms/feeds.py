"""Feeds: RSS and Atom, an article an entry."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from beritasearch.errors import ArticleError
from beritasearch.reading.forms.text import whole_bytes
from beritasearch.reading.raw import Item, Options, RawArticle

_INSTALL = "reading feeds needs feedparser: pip install 'beritasearch[html]'"


def read_feed(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """The entries of a feed; the feed's title is their outlet."""
    try:
        import feedparser
    except ImportError:
        raise ArticleError(_INSTALL, path=name) from None
    feed = feedparser.parse(whole_bytes(stream, name, options), sanitize_html=False)
    if not feed.entries:
        told = feed.get("bozo_exception", "it is empty")
        reason = f"no entries of a feed in it ({told}); get it again, or take it out"
        raise ArticleError(reason, path=name)
    for number, entry in enumerate(feed.entries, start=1):
        yield _article(entry, str(feed.feed.get("title", "")), name, number)


def _article(entry: Any, outlet: str, name: str, number: int) -> Item:
    contents = [content.get("value", "") for content in entry.get("content", ())]
    body = max([*contents, entry.get("summary", "")], key=len)
    if not body.strip():
        return ArticleError(
            "the entry has no text; take it out, or get the page that it leads to",
            path=name,
            line=number,
        )
    stated = {
        "title": entry.get("title"),
        "published": entry.get("published") or entry.get("updated"),
        "author": entry.get("author"),
        "url": entry.get("link"),
        "outlet": outlet,
    }
    given = {field: [(field + " of the feed", value)] for field, value in stated.items() if value}
    return RawArticle(name, body, line=number, stated=given)
