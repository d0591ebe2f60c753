"""WARC: what a crawler fetched, page by page."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from beritasearch.errors import ArticleError
from beritasearch.reading.decoding import decode
from beritasearch.reading.forms.json import too_long
from beritasearch.reading.raw import Item, Layout, Options, RawArticle

_INSTALL = "reading WARC files needs warcio: pip install 'beritasearch[html]'"
_UNCHECKED = (AttributeError, TypeError, ValueError, LookupError)
"""What warcio raises by accident, from headers that it doesn't check."""
_PAGES = ("text/html", "application/xhtml")


def read_archive(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """The pages that the archive holds; pictures, redirections and errors are passed over."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise ArticleError(_INSTALL, path=name) from None
    number = 0
    try:
        for record in ArchiveIterator(stream):
            if _is_page(record):
                number += 1
                yield _page(record, name, number, options)
    except (ArchiveLoadFailed, *_UNCHECKED) as error:
        reason = f"the archive is damaged after page {number} ({error}); get it again"
        raise ArticleError(reason, path=name) from None


def _is_page(record: Any) -> bool:
    if record.rec_type not in {"response", "resource"}:
        return False
    headers = record.http_headers or record.rec_headers
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = (headers.get_header("Content-Type") or "").lower()
    return status == "200" and kind.startswith(_PAGES)


def _page(record: Any, name: str, number: int, options: Options) -> Item:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    data = record.content_stream().read(options.largest + 1)
    if len(data) > options.largest:
        return ArticleError(too_long(f"the page {url}", options), path=name, line=number)
    stated = {"url": [("WARC-Target-URI", url)]} if url else {}
    return RawArticle(name, decode(data), Layout.HTML, line=number, stated=stated)
