"""Files into events: what was found in those that are new or changed since they were read."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from beritasearch import __version__, corpus
from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.failures import Failure
from beritasearch.listing import Listing
from beritasearch.reading import Options, RawArticle, read_raw, understood
from beritasearch.reading.files import cannot_be_read
from beritasearch.store import Source, Store
from beritasearch.workers import Workers


@dataclass(frozen=True, slots=True)
class Found:
    """An article was read."""

    article: Article
    source: Source


@dataclass(frozen=True, slots=True)
class Failed:
    """A part of a file gave no article."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file hasn't changed since it was read."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A file was read to its end."""

    source: Source


@dataclass(frozen=True, slots=True)
class Unread:
    """A file couldn't be read to its end: what it gave before stays, and it is tried again."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class Moved:
    """A file is about to be read that has vanished from another place: its content is the same."""

    before: str
    path: str


Event = Found | Failed | Skipped | Finished | Unread | Moved


@dataclass(frozen=True, slots=True)
class _Raw:
    """What a file holds of one article, on its way to a worker."""

    item: RawArticle
    source: Source


def events(listing: Listing, store: Store, workers: Workers, options: Options) -> Iterator[Event]:
    """What the listed files hold, in their order, each file's end after all that is in it.

    Reading is done here, understanding by the workers: it is what takes the time.
    """
    raw = _raw_events(listing, store, options)
    return workers.map(_understood, raw, died=_died, done=_is_done, size=_size)


def _size(raw: _Raw | Event) -> int:
    return len(raw.item.text) if isinstance(raw, _Raw) else 0


def _is_done(raw: _Raw | Event) -> bool:
    return not isinstance(raw, _Raw)


def _raw_events(listing: Listing, store: Store, options: Options) -> Iterator[_Raw | Event]:
    reader = f"{__version__} {options.largest} {json.dumps(dict(options.names), sort_keys=True)}"
    for file in listing.files():
        path = file.key
        try:
            source = _changed(file, store, reader)
            if source is None:
                yield Skipped(path, file.size)
                continue
            is_new = store.source(source.path) is None
            if is_new and (before := listing.moved_from(source.hash)):
                yield Moved(before, source.path)
            yield from _read(file, source, options)
        except OSError as error:
            reason = f"{cannot_be_read(error)}; it is tried again next time"
            yield Unread(Failure(path, None, reason))


def _changed(file: corpus.File, store: Store, reader: str) -> Source | None:
    """The file as it is now; None when the ledger has it so, read as it would be read now."""
    known = store.source(file.key)
    if known and known.name == file.name and (known.reader == reader or _is_whole(known, store)):
        if (known.size, known.mtime_ns) == (file.size, file.mtime_ns):
            return None
        size, mtime_ns = file.state()
        if known.hash == _hash(file.path):
            with store.transaction():
                store.put_source(replace(known, size=size, mtime_ns=mtime_ns))
            return None
    size, mtime_ns = file.state()
    return Source(file.key, file.name, size, mtime_ns, _hash(file.path), reader)


def _is_whole(source: Source, store: Store) -> bool:
    return not store.has_failures(source.path)


def _read(file: corpus.File, source: Source, options: Options) -> Iterator[_Raw | Event]:
    for item in read_raw(file.path, name=file.name, options=options):
        if isinstance(item, ArticleError):
            yield Failed(_failure(source.path, file.name, item))
        else:
            yield _Raw(item, source)
    if file.state() == (source.size, source.mtime_ns):
        yield Finished(source)
    else:
        reason = "changed while it was read; it is read again next time"
        yield Unread(Failure(source.path, None, reason))


def _understood(raw: _Raw | Event) -> Event:
    if not isinstance(raw, _Raw):
        return raw
    article = understood(raw.item)
    if isinstance(article, ArticleError):
        return Failed(_failure(raw.source.path, raw.source.name, article))
    return Found(article, raw.source)


def _died(raw: _Raw | Event) -> Event:
    """What is reported of an article that ended the process that read it."""
    if not isinstance(raw, _Raw):
        return raw
    reason = (
        "ended the process that read it (out of memory?); `beritasearch reindex` tries it again; "
        "where that doesn't help, report it with the file"
    )
    return Failed(_failure(raw.source.path, raw.source.name, raw.item.refused(reason)))


def _failure(path: str, name: str, error: ArticleError) -> Failure:
    """What is reported of the file `name` at `path`, with the member where it is a container."""
    member = error.path.removeprefix(f"{name}/") if error.path != name else ""
    if not member or member == error.path:
        return Failure(path, error.line, error.reason)
    place = member if error.line is None else f"{member}, line {error.line}"
    return Failure(path, None, f"in {place}: {error.reason}")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
