"""Article: what was read of one news story; the record that everything else passes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Self

from beritasearch.errors import ArticleError

MISSING_ZONE = "a time of publication needs its zone (WIB is +07:00)"


@dataclass(frozen=True, slots=True)
class Article:
    """One news story as it was read: text cleaned of the page around it, fields where known.

    Refuses to be built (ArticleError) from an empty id, title or body, or from fields of
    another type. Text fields lose the space around them, and an empty one becomes None.
    """

    id: str
    """Stable across runs: the url, else the path within the corpus, else path#line."""
    title: str
    body: str
    """The article's own paragraphs, a line each, without widgets, links and advertisements."""
    published: date | datetime | None = None
    """The day it was published, with time and zone where they are known."""
    dateline: str | None = None
    """The one city at the head of the story, in the canonical form of `cities`."""
    cities: tuple[str, ...] = ()
    """Canonical kabupaten and kota of the story ("Kota Surabaya"), the dateline first."""
    persons: tuple[str, ...] = ()
    """Full names, without ranks, offices and degrees."""
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    source: str | None = None
    """The file that it was read from."""
    provenance: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Field → where its value came from: stated, dateline, prose, url."""

    def __post_init__(self) -> None:
        for name in ("id", "title", "body"):
            if not self._tidy_text(name):
                raise ArticleError(f"the article has no {name}", path=self.source or "")
        for name in ("dateline", "outlet", "author", "url", "source"):
            self._tidy_text(name)
        for name in ("cities", "persons"):
            object.__setattr__(self, name, tuple(dict.fromkeys(self._names(name))))
        if self.dateline and self.dateline in self.cities[1:]:
            rest = (city for city in self.cities if city != self.dateline)
            object.__setattr__(self, "cities", (self.dateline, *rest))
        if not isinstance(self.published, date | None):
            raise ArticleError(f"published must be a date, not {self.published!r}")
        if isinstance(self.published, datetime) and self.published.tzinfo is None:
            raise ArticleError(f"{MISSING_ZONE}; got {self.published.isoformat()}")

    def _tidy_text(self, name: str) -> str | None:
        value = getattr(self, name)
        if not isinstance(value, str | None):
            raise ArticleError(f"{name} must be text, not {value!r}", path=str(self.source or ""))
        tidy = (value or "").strip() or None
        object.__setattr__(self, name, tidy)
        return tidy

    def _names(self, name: str) -> Iterable[str]:
        values = getattr(self, name)
        if isinstance(values, str) or not all(isinstance(value, str) for value in values):
            raise ArticleError(f"{name} must be a list of names, not {values!r}")
        return (value.strip() for value in values if value.strip())

    def as_dict(self) -> dict[str, Any]:
        """The fields that have a value, as JSON holds them (dates in ISO 8601)."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        if self.published is not None:
            found["published"] = self.published.isoformat()
        found["cities"], found["persons"] = list(self.cities), list(self.persons)
        found["provenance"] = dict(self.provenance)
        return {name: value for name, value in found.items() if value}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """The article that `as_dict` described. Raises ArticleError for anything else."""
        known = {item.name for item in fields(cls)}
        if unknown := stored.keys() - known:
            raise ArticleError(f"no such field of an article: {', '.join(sorted(unknown))}")
        values = dict(stored)
        if isinstance(published := values.get("published"), str):
            values["published"] = _iso(published)
        try:
            return cls(**values)
        except TypeError as error:
            raise ArticleError(f"an article needs id, title and body: {error}") from None


def _iso(text: str) -> date | datetime:
    try:
        return (
            datetime.fromisoformat(text)
            if len(text) > len("2024-08-21")
            else date.fromisoformat(text)
        )
    except ValueError:
        raise ArticleError(f'published is "{text}"; write a date such as 2024-08-21') from None
