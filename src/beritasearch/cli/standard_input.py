"""Articles from standard input: JSONL, piped in with - as the path."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from beritasearch.archive import Archive
from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.failures import Failure, Failures
from beritasearch.indexing import Progress, Report
from beritasearch.reading import Options, read_raw_stream, understood
from beritasearch.reading.raw import Item
from beritasearch.workers import Workers

NAME = "-"
_PREFIX = f"{NAME}#"
"""Of ids without a url: they count within their file, and this is none."""


def put(archive: Archive, options: Options, watch: Callable[[Progress], None], jobs: int) -> Report:
    """Put them into the archive; the report has what can't be read, too."""
    failed = Failures()

    def readable() -> Iterator[Article]:
        for count, item in enumerate(articles(options, jobs), start=1):
            if isinstance(item, ArticleError):
                failed.append(Failure(item.path, item.line, item.reason))
            else:
                yield item
            watch(Progress(count - len(failed), 0, 0))

    done = archive.put(readable())
    return replace(done, failed=failed)


def articles(options: Options, jobs: int = 0) -> Iterator[Article | ArticleError]:
    """The articles, and the errors of those that can't be read; `jobs` as Workers has it."""
    if sys.stdin is None:  # `<&-`
        raise ArticleError("standard input is closed; pipe articles in: … | beritasearch index -")
    items = read_raw_stream(sys.stdin.buffer, name=NAME, options=options)
    with Workers(jobs) as workers:
        for item in workers.map(understood, items, died=_died, size=_size):
            yield item if isinstance(item, ArticleError) else _named(item)


def _died(item: Item) -> ArticleError:
    if isinstance(item, ArticleError):
        return item
    return item.refused("ended the process that read it (out of memory?); report it with the line")


def _size(item: Item) -> int:
    return 0 if isinstance(item, ArticleError) else len(item.text)


def _named(article: Article) -> Article:
    """The article under the id that it states; a mere number makes way for one of its text."""
    stated = article.id.removeprefix(_PREFIX)
    if not stated.isdecimal():
        return replace(article, id=stated)
    # The next stream that is piped in counts from 1 too, and would replace the articles of this.
    text = f"{article.title}\n{article.body}".encode(errors="surrogatepass")
    return replace(article, id=f"stdin-{hashlib.blake2b(text, digest_size=8).hexdigest()}")
