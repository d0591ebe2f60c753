"""A file becomes articles: its form, its encoding, the page around the text, the fields in it."""

from beritasearch.reading.files import (
    is_article_file,
    read,
    read_each,
    read_raw,
    read_stream,
    understood,
)
from beritasearch.reading.naming import mapped
from beritasearch.reading.raw import DEFAULTS, Options, RawArticle

__all__ = [
    "DEFAULTS",
    "Options",
    "RawArticle",
    "is_article_file",
    "mapped",
    "read",
    "read_each",
    "read_raw",
    "read_stream",
    "understood",
]
