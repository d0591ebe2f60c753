"""What a shell may complete: names of fields, and the cities, provinces and outlets of the index.

It must be quick and never complain: where there is no index, nothing is offered.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from beritasearch.cli.options import Settings
from beritasearch.errors import BeritasearchError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

OFFERED = ("city", "province", "outlet")
"""Fields whose values are offered. Persons are too many to be read in a list."""

_PIECE = re.compile(
    r"""(?:^|(?<=[\s(]))[+-]?
    (?:(?P<name>[^\W\d_]+):)?
    (?P<value>(?P<quote>["'])[^"']*|[^\s"'():+-][^\s"'():]*|)$""",
    re.VERBOSE,
)
"""What is being typed at the end of a query."""
_BETWEEN_WORDS = re.compile(r"[^\w.']+")


def words(
    context: click.Context, _: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """For the last word of a query: `ko` → `kota:`, `banjir -kota:dem` → `banjir -kota:demak`."""
    from click.shell_completion import CompletionItem

    piece = _PIECE.search(incomplete)
    if piece is None:
        return []
    before, name, quote = incomplete[: piece.start("value")], piece["name"], piece["quote"] or ""
    if not name:
        return [CompletionItem(f"{before}{w}:", help=text) for w, text in _names(piece["value"])]
    found = _matching(_held(context, _field(name)), piece["value"].removeprefix(quote))
    return [CompletionItem(f"{before}{_as_value(known, quote)}") for known in found]


def _as_value(known: str, quote: str) -> str:
    return f"{quote}{known}{quote}" if quote else in_query(known)


def values(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """For an option that is named as a field is: `--city dem` → `demak`."""
    from click.shell_completion import CompletionItem

    found = _matching(_held(context, parameter.name or ""), incomplete)
    return [CompletionItem(known) for known in found]


def _names(start: str) -> Iterator[tuple[str, str]]:
    """What a query may call the fields, and what they hold."""
    from beritasearch.document import FIELDS

    for field in FIELDS:
        for name in field.names:
            if name.startswith(start):
                yield name, field.help


def _field(name: str) -> str:
    from beritasearch.document import FIELD_BY_QUERY_NAME

    field = FIELD_BY_QUERY_NAME.get(name)
    return field.name if field else ""


def _held(context: click.Context, field: str) -> list[str]:
    """The values that articles of the index have there, the most frequent first."""
    if field not in OFFERED:
        return []
    try:
        with context.ensure_object(Settings).archive() as archive:
            held = list(archive.stats((field,)).facets[field])
    except (BeritasearchError, OSError):
        return []
    return _without_kind(held) if field == "city" else held


def _without_kind(cities: Iterable[str]) -> list[str]:
    """Each by its bare name too, which finds kabupaten and kota alike, as it would be typed."""
    from beritasearch.language.places.gazetteer import bare

    cities = list(cities)
    return [name.lower() for name in (*map(bare, cities), *cities)]


def _matching(known: Iterable[str], start: str) -> list[str]:
    folded = in_query(start).lower()
    return [value for value in dict.fromkeys(known) if in_query(value).lower().startswith(folded)]


def in_query(value: str) -> str:
    """The value as a word of the query language: Suara-Pesisir."""
    # Hyphens join words into a phrase as quotation marks do, and no shell takes them away.
    return _BETWEEN_WORDS.sub("-", value).strip("-")
