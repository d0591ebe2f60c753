"""WARC: what a crawler fetched, page by page."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from beritasearch.errors import ArticleError
from beritasearch.reading.decoding import HEAD, decode
from beritasearch.reading.forms.json import too_long
from beritasearch.reading.forms.kinds import kind
from beritasearch.reading.raw import Item, Layout, Options, RawArticle

_INSTALL = "reading WARC files needs warcio: pip install 'beritasearch[html]'"
_UNCHECKED = (AttributeError, TypeError, ValueError, LookupError)
"""What warcio raises by accident, from headers that it doesn't check."""
_LONGEST_HEADER = 1 << 20
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
        for record in _bounded(ArchiveIterator(stream)):
            if record.rec_type is None:
                yield ArticleError(_untyped(record, number), path=name)
            elif _may_be_page(record):
                data = record.content_stream().read(options.largest + 1)
                if _kind(record) or kind(data[:HEAD], "") == "html":
                    number += 1
                    yield _page(record, data, name, number, options)
    except ArchiveLoadFailed as error:
        reason = f"the archive is damaged after page {number} ({error}); get it again"
        raise ArticleError(reason, path=name) from None
    except _UNCHECKED:
        reason = f"the archive is damaged after page {number} (wrong headers); get it again"
        raise ArticleError(reason, path=name) from None


class _Headers:
    """The lines of one header; more than a crawler writes aren't held, for warcio keeps all."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left = _LONGEST_HEADER

    def readline(self) -> bytes:
        """The next line. Raises ValueError, as of any other wrong header, where they don't end."""
        line: bytes = self._stream.readline(self._left)
        self._left -= len(line)
        if self._left <= 0:
            raise ValueError(_LONGEST_HEADER)
        return line


def _bounded(archive: Any) -> Any:
    """`archive`, whose headers are no longer than those of a crawler."""
    loader = archive.loader
    for parser in (loader.warc_parser, loader.http_parser, loader.http_req_parser):
        parser.parse = _bounded_parse(parser.parse)
    return archive


def _bounded_parse(parse: Callable[..., Any]) -> Callable[..., Any]:
    return lambda stream, statusline=None: parse(_Headers(stream), statusline)


def _untyped(record: Any, number: int) -> str:
    url = record.rec_headers.get_header("WARC-Target-URI") or "without an address"
    return f"a record without a type after page {number} ({url}); state its WARC-Type"


def _may_be_page(record: Any) -> bool:
    """Was it fetched, and is it said to be a page, or not said at all what it is?"""
    if record.rec_type not in {"response", "resource"}:
        return False
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    said = _kind(record)
    return status == "200" and (not said or said.startswith(_PAGES))


def _kind(record: Any) -> str:
    """What it is said to be; nothing where that isn't said."""
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").strip().lower()


def _page(record: Any, data: bytes, name: str, number: int, options: Options) -> Item:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if len(data) > options.largest:
        return ArticleError(too_long(f"the page {url}", options), path=name, line=number)
    stated = {"url": [("WARC-Target-URI", url)]} if url else {}
    return RawArticle(name, decode(data), Layout.HTML, line=number, stated=stated)
