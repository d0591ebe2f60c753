"""The fields of an article from its own prose: dateline, cities, date, outlet, author."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


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
    """The fields of the article; `published` is what its file states, if anything."""
    return Inferred(published=published)
