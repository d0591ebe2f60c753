"""Taking a file apart into raw articles: containers within containers, each form by its reader."""

import csv
import errno
import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from beritasearch.errors import ArticleError
from beritasearch.language.tokens import normalise
from beritasearch.reading.decoding import HEAD, buffer
from beritasearch.reading.forms import feeds, html, json, markdown, tables, text, warc
from beritasearch.reading.forms.containers import (
    ALWAYS_ALLOWED,
    CONTAINERS,
    UNPACKED_RATIO,
    Budget,
)
from beritasearch.reading.forms.kinds import BY_SUFFIX, kind, suffix
from beritasearch.reading.raw import Form, Item, Options

FORMS: dict[str, Form] = {
    "page": text.read_page,
    "markdown": markdown.read_markdown,
    "html": html.read_page,
    "lines": json.read_lines,
    "json": json.read_values,
    "table": tables.read_table,
    "warc": warc.read_archive,
    "feed": feeds.read_feed,
}
_NOT_ARTICLES = frozenset({"readme", "license", "licence", "notices", "changelog"})
_DAMAGES = (gzip.BadGzipFile, zlib.error, EOFError, zipfile.BadZipFile, tarfile.TarError)
_DEEPEST = 4


def is_known(name: str) -> bool:
    """Is it a file to read, found among others: of a known form, not hidden, not a README?"""
    parts = name.replace("\\", "/").split("/")
    hidden = any(part.startswith((".", "~", "__MACOSX")) for part in parts if part not in {".", ""})
    first = parts[-1].split(".")[0].lower()
    return not hidden and first not in _NOT_ARTICLES and suffix(parts[-1]) in BY_SUFFIX


@dataclass(frozen=True, slots=True)
class _File:
    """A file, or a member of a container, while it is taken apart."""

    name: str
    packed: int = 0
    """Its bytes, where they are known: what it may unpack to hangs on them."""
    depth: int = 0
    """In how many containers it lies."""


def raw_articles(stream: BinaryIO, name: str, options: Options, *, size: int) -> Iterator[Item]:
    """What the file `name` of `size` bytes holds; what can't be read is an error among it."""
    return _items(stream, _File(name, size), options)


def _items(stream: BinaryIO, file: _File, options: Options) -> Iterator[Item]:
    try:
        buffered = buffer(stream)
        found = kind(buffered.peek(HEAD)[:HEAD], file.name) or "page"
        if found in CONTAINERS:
            yield from _members(buffered, found, file, options)
        else:
            yield from FORMS[found](buffered, file.name, options)
    except ArticleError as error:
        yield ArticleError(error.reason, path=file.name, line=error.line)
    except _DAMAGES as error:
        reason = f"the compressed file is damaged ({error}); get it again"
        yield ArticleError(reason, path=file.name)
    except (csv.Error, NotImplementedError, RuntimeError, ValueError) as error:
        yield ArticleError(f"can't be read ({error}); write it anew", path=file.name)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a zip that points before its own beginning
            raise
        yield ArticleError(f"the file is damaged ({error}); get it again", path=file.name)
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch
        reason = f"can't be understood ({type(error).__name__}: {error}); report it with the file"
        yield ArticleError(reason, path=file.name)


def _members(stream: BinaryIO, found: str, file: _File, options: Options) -> Iterator[Item]:
    if file.depth >= _DEEPEST:
        raise ArticleError(f"lies in {file.depth} containers, one in another; unpack some of them")
    budget = Budget(max(ALWAYS_ALLOWED, UNPACKED_RATIO * file.packed))
    for member in CONTAINERS[found](stream, budget):
        if isinstance(member, ArticleError):
            yield ArticleError(member.reason, path=file.name)
        elif not member.name:
            inner = replace(file, depth=file.depth + 1)
            yield from _items(member.stream, inner, options)
        elif is_known(member.name):
            inner = _File(f"{file.name}/{normalise(member.name)}", depth=file.depth + 1)
            yield from _items(member.stream, inner, options)
