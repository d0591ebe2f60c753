"""The fields of an article from its own prose: dateline, cities, date, outlet, author."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from beritasearch.language import wordlists
from beritasearch.language.places import places
from beritasearch.reading.byline import read_author
from beritasearch.reading.dateline import read_dateline
from beritasearch.reading.dating import read_day

_ELSEWHERE = re.compile(
    r"[Bb](?:aca\s+[Jj]uga|ACA\s+JUGA)\b\s*:?"
    r"(?:[^\n]{0,140}?(?=\n|\Z|[.!?\"“]\s)|[^\n]{0,80})"
)
"""A link to another story, glued to a paragraph; cleaning takes those on lines of their own. It
ends with its sentence, or where a headline would.
"""


@dataclass(frozen=True, slots=True)
class Inferred:
    """What the prose says, and where each field was found: dateline, prose or url."""

    dateline: str | None = None
    cities: tuple[str, ...] = ()
    published: date | datetime | None = None
    outlet: str | None = None
    author: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)


def infer(
    title: str, body: str, *, published: date | datetime | None = None, url: str | None = None
) -> Inferred:
    """The fields of the article; `published` is what its file states, if anything.

    The dateline goes first and is the first of the cities, then those of the prose in order of
    mention. The day is the one in brackets nearest the start, else the address's.
    """
    own = _ELSEWHERE.sub(" ", body)
    head = read_dateline(title, body)
    day, day_from = (published, "stated") if published else read_day(title, own, url)
    outlet = head.outlet or (outlet_of_url(url) if url else None)
    dateline, cities = _places(f"{title}\n{own}", head.place)
    author = read_author(body)
    provenance = {
        "dateline": "dateline" if dateline else "",
        "cities": "dateline" if cities == (dateline,) else "prose" if cities else "",
        "published": day_from,
        "outlet": "dateline" if head.outlet else "url" if outlet else "",
        "author": "prose" if author else "",
    }
    found = {name: source for name, source in provenance.items() if source}
    return Inferred(dateline, cities, day, outlet, author, found)


def outlet_of_url(url: str) -> str | None:
    """The medium that an address belongs to, by its own name where we know it."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[": no address
        return None
    labels = host.split(".")
    known = wordlists.shipped("outlets.yaml")
    parts = 3 if ".".join(labels[-2:]) in known["second_levels"] else 2
    site = ".".join(labels[-parts:])
    return str(known["hosts"].get(site, site)) or None


def _places(text: str, written_in: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The dateline and the cities; a bare name is the kabupaten or kota that the text tells of."""
    named = dict.fromkeys(mention.city for mention in places().find(text))
    bare = {city: places().shared_name(city) for city in named}
    told = (city for city in named if written_in and bare[city] == written_in)
    dateline = next(told, written_in)
    cities = [city for city in named if city not in bare.values()]
    if dateline and places().province(dateline):
        cities.insert(0, dateline)
    return dateline, tuple(dict.fromkeys(cities))
