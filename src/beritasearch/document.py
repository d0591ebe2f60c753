"""Document: an article as finished terms. The fields that can be searched, declared once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from beritasearch import weights
from beritasearch.article import Article
from beritasearch.language.analysis import Language

GAP = ""
"""In a sequence of words: a position that no phrase may cross (between two persons)."""


class Kind(Enum):
    """How a field is searched."""

    WORDS = "words with positions: phrases, prefixes, wildcards, typos"
    STEMS = "stems with frequencies only: ranked search"
    KEYWORD = "whole values"
    DATE = "a day: ranges"


class Field(NamedTuple):
    """A field that engines index. Schema, syntax, command line and docs derive from it."""

    name: str
    kind: Kind
    names: tuple[str, ...] = ()
    """What a query may call it, English and Indonesian; none: not asked for by name."""
    weight: float = weights.STEMS
    """The share of its BM25 score in the whole; why: docs/decisions/0003-ranking.md."""
    help: str = ""


FIELDS = (
    Field("title", Kind.WORDS, ("title", "judul"), weights.TITLE, "words of the headline"),
    Field("body", Kind.WORDS, ("body", "isi"), weights.BODY, "words of the text"),
    Field("stems", Kind.STEMS),
    Field("city", Kind.KEYWORD, ("city", "kota"), help="kabupaten or kota of the story"),
    Field("province", Kind.KEYWORD, ("province", "provinsi"), help="follows from the cities"),
    Field("person", Kind.WORDS, ("person", "tokoh"), help="a name, or parts of it in order"),
    Field("date", Kind.DATE, ("date", "tanggal"), help="day, month, year, or a range of them"),
    Field("outlet", Kind.WORDS, ("outlet", "media"), help="the medium that published it"),
    Field("author", Kind.WORDS, ("author", "penulis"), help="who wrote it"),
    Field("url", Kind.WORDS, ("url",), help="the address, or parts of it in order"),
    Field("id", Kind.KEYWORD, ("id",), help="the article's id"),
)
FIELD = {field.name: field for field in FIELDS}
FIELD_BY_QUERY_NAME = {name: field for field in FIELDS for name in field.names}

FACETS = ("city", "province", "person", "outlet", "year", "month", "day")
"""What hits can be counted by."""


DAY = 10_000
"""Document.published of a day to the next: its last four digits are the time."""


def first_minute(day: date) -> int:
    """When the day begins, as Document.published has it."""
    return ((day.year * 100 + day.month) * 100 + day.day) * DAY


@dataclass(frozen=True, slots=True)
class Document:
    """One article as an engine receives it: finished terms, nothing left to analyse."""

    id: str
    words: Mapping[str, tuple[str, ...]]
    """WORDS field → its words in order; GAP is a position without a word."""
    stems: tuple[str, ...]
    keywords: Mapping[str, tuple[str, ...]]
    """KEYWORD field (but id) → its values, as they are shown."""
    facets: Mapping[str, tuple[str, ...]]
    """Facet → the values that the article counts for."""
    published: int | None
    """yyyymmddHHMM as written where it was published (00:00 when only the day is known)."""
    article: Article | None = field(default=None, repr=False, compare=False)
    """What it was made from, for engines that keep the articles of several machines."""


def document(article: Article, language: Language) -> Document:
    """The terms by which `article` is found."""
    texts = {
        "title": (article.title,),
        "body": (article.body,),
        "person": article.persons,
        "outlet": (article.outlet or "",),
        "author": (article.author or "",),
        "url": (article.url or "",),
    }
    words = {name: _with_gaps(map(language.words, parts)) for name, parts in texts.items()}
    places = language.places
    provinces = dict.fromkeys(filter(None, map(places.province, article.cities)))
    keywords = {
        "city": tuple(map(places.as_keyword, article.cities)),
        "province": tuple(provinces),
    }
    return Document(
        id=article.id,
        words=words,
        stems=tuple(language.stems(words["title"] + words["body"])),
        keywords=keywords,
        facets={
            **keywords,
            "person": article.persons,
            "outlet": (article.outlet,) if article.outlet else (),
            **_calendar(article),
        },
        published=_minute(article),
        article=article,
    )


def _with_gaps(parts: Iterable[list[str]]) -> tuple[str, ...]:
    joined: list[str] = []
    for words in parts:
        if joined and words:
            joined.append(GAP)
        joined += words
    return tuple(joined)


def _calendar(article: Article) -> dict[str, tuple[str, ...]]:
    if article.published is None:
        return {"year": (), "month": (), "day": ()}
    day = article.published.isoformat()[: len("2024-08-21")]
    return {"year": (day[:4],), "month": (day[:7],), "day": (day,)}


def _minute(article: Article) -> int | None:
    when = article.published
    if when is None:
        return None
    minute = when.hour * 100 + when.minute if isinstance(when, datetime) else 0
    return first_minute(when) + minute
