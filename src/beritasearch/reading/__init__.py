"""A file becomes articles: its form, its encoding, the page around the text, the fields in it."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beritasearch.reading.files import (
        is_article_file,
        read,
        read_each,
        read_raw,
        read_raw_stream,
        understood,
    )
    from beritasearch.reading.naming import mapped
    from beritasearch.reading.raw import DEFAULTS, Options, RawArticle

_HOME = {
    "DEFAULTS": "raw",
    "Options": "raw",
    "RawArticle": "raw",
    "is_article_file": "files",
    "mapped": "naming",
    "read": "files",
    "read_each": "files",
    "read_raw": "files",
    "read_raw_stream": "files",
    "understood": "files",
}

__all__ = [
    "DEFAULTS",
    "Options",
    "RawArticle",
    "is_article_file",
    "mapped",
    "read",
    "read_each",
    "read_raw",
    "read_raw_stream",
    "understood",
]


def __getattr__(name: str) -> object:
    # Imported when first asked for: a search needs the options, and none of what reads files.
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
