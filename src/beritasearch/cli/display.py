"""Articles and passages as text for people, fit for any terminal."""

import re
import sys
import textwrap
from collections.abc import Iterator
from datetime import date, datetime

import click

from beritasearch.article import Article
from beritasearch.excerpt import Excerpt

WIDEST = 100
"""Columns beyond which lines are tiring to read."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MARK, _UNMARK = "\x02", "\x03"
_MARKED = re.compile(f"{_MARK}([^{_UNMARK}]*){_UNMARK}")
_SHOWN_CITIES = 3

_FIELDS = (
    "published", "dateline", "cities", "persons", "outlet", "author", "url", "source", "id",
)  # fmt: skip
_LABEL = max(map(len, _FIELDS))


def printable(text: str) -> str:
    """The text without what would steer a terminal: a scraped page may hold escape codes."""
    return _CONTROL.sub(" ", text)


def in_colour() -> bool:
    """Does standard output take colours: a terminal, or FORCE_COLOR, and no NO_COLOR?"""
    wanted = click.get_current_context().color
    return sys.stdout.isatty() if wanted is None else wanted


def lines(text: str, indent: str = "") -> str:
    """The text in lines that fit the terminal; one line to a paragraph elsewhere."""
    if not sys.stdout.isatty():
        return textwrap.indent(text, indent)
    import shutil  # it loads three compressors

    width = min(shutil.get_terminal_size().columns, WIDEST)
    wrap = textwrap.TextWrapper(
        width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return "\n".join(map(wrap.fill, text.splitlines()))


def passage(excerpt: Excerpt, indent: str) -> str:
    """The excerpt in lines, its marks in bold; where there are no colours, between « and »."""
    return _MARKED.sub(lambda match: _as_marked(match[1]), _in_lines(excerpt, indent))


def headline(title: Excerpt) -> str:
    """The title in bold lines, its marks as those of a passage."""
    pieces = _MARKED.split(_in_lines(title, ""))  # by turns unmarked and marked
    return "".join(
        _as_marked(piece) if place % 2 else click.style(piece, bold=True)
        for place, piece in enumerate(pieces)
        if piece
    )


def _in_lines(excerpt: Excerpt, indent: str) -> str:
    plain = Excerpt(printable(excerpt.text), excerpt.marks)
    return lines(plain.marked(_MARK, _UNMARK), indent)


def _as_marked(text: str) -> str:
    # Not “…”: those are all over the articles, and « is in hardly any.
    return click.style(text, bold=True, fg="yellow") if in_colour() else f"«{text}»"


def byline(article: Article) -> str:
    """Outlet · cities · date, as far as they are known."""
    cities = ", ".join(article.cities[:_SHOWN_CITIES])
    if more := len(article.cities[_SHOWN_CITIES:]):
        cities += f" +{more}"
    parts = (article.outlet, cities, day(article.published))
    return printable(" · ".join(part for part in parts if part))


def day(published: date | datetime | None) -> str:
    """The day as it may be typed in a query: 2024-08-21."""
    return published.isoformat()[: len("2024-08-21")] if published else ""


def fields(article: Article, *, provenance: bool = False) -> Iterator[str]:
    """The fields that have a value, a line each; with where it came from, if asked."""
    told = article.as_dict()
    for name in (name for name in _FIELDS if name in told):
        value = told[name]
        text = printable("; ".join(value) if isinstance(value, list) else str(value))
        origin = article.provenance.get(name) if provenance else None
        label = click.style(f"{name:<{_LABEL}}", dim=True)
        yield f"{label} {text}" + (click.style(f"  ({origin})", dim=True) if origin else "")


def full(article: Article, *, provenance: bool = False) -> str:
    """The whole article: title, fields, text."""
    title = lines(printable(article.title))
    paragraphs = (lines(printable(line)) for line in article.body.splitlines() if line.strip())
    head = (click.style(title, bold=True), *fields(article, provenance=provenance))
    return "\n".join(head) + "\n\n" + "\n\n".join(paragraphs)


def waiting(many: int) -> str:
    """That so many articles are stored and can't be found yet, and what to do about it."""
    return (
        f"{many:,} stored but not searchable yet: an index run is at work, or was stopped; "
        "if none is, run it again: it goes on from there"
    )
