"""What a request asks for: the parameters of pages and API, declared once; the URL is the query."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, model_validator

from beritasearch.query.quoting import condition
from beritasearch.tiers import Fuzzy

LONGEST_QUERY = 1000
LONGEST_VALUE = 200
MOST_VALUES = 10
PAGE_SIZE = 20
MOST_HITS = 100
FARTHEST = 10_000
"""Hits beyond this are not paged to: a download or a narrower query gets them."""

Value = Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]
Sort = Literal["relevance", "recent", "newest", "oldest"]
"""`recent` is by relevance, too, but lets news age."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter that narrows, and the condition it stands for."""

    name: str
    field: str
    label: str
    sign: str = ""

    def query(self, value: str) -> str:
        return condition(self.field, value, self.sign)


FILTERS = (
    Filter("city", "kota", "Kota"),
    Filter("province", "provinsi", "Provinsi"),
    Filter("person", "tokoh", "Tokoh"),
    Filter("outlet", "media", "Media"),
    Filter("date", "tanggal", "Tanggal"),
    Filter("since", "tanggal", "Sejak", ">="),
    Filter("until", "tanggal", "Sampai", "<="),
)
FIELD = {filter_.name: filter_.field for filter_ in FILTERS}
"""What the query language calls a parameter's field."""


class Asked(BaseModel):
    """A query and what narrows it. An article must fulfil every value that is given.

    All, not any: so the count beside a facet is what a click on it finds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[
        str, Field(max_length=LONGEST_QUERY, description="In the query language; empty: all.")
    ] = ""
    city: Annotated[list[Value], Field(max_length=MOST_VALUES, description="Kabupaten, kota.")] = []
    province: Annotated[
        list[Value], Field(max_length=MOST_VALUES, description="The province of a city.")
    ] = []
    person: Annotated[
        list[Value], Field(max_length=MOST_VALUES, description="A name, or parts of it.")
    ] = []
    outlet: Annotated[
        list[Value], Field(max_length=MOST_VALUES, description="Who published it.")
    ] = []
    date: Annotated[
        Value | None, Field(description="The day, month or year: 2024-08-21, 2024-08, kemarin.")
    ] = None
    since: Annotated[Value | None, Field(description="Published then or later.")] = None
    until: Annotated[Value | None, Field(description="Published then or before.")] = None
    fuzzy: Annotated[
        Fuzzy, Field(description="Forgive typos: where too little is found, never, always.")
    ] = "auto"

    @property
    def where(self) -> list[str]:
        """The conditions, as Archive takes them."""
        return [filter_.query(value) for filter_, value in self.filters()]

    def filters(self) -> Iterator[tuple[Filter, str]]:
        """Each value that narrows, with what it narrows by."""
        for filter_ in FILTERS:
            held = getattr(self, filter_.name)
            for value in held if isinstance(held, list) else [held] * (held is not None):
                yield filter_, value

    @cached_property
    def _told(self) -> dict[str, Any]:
        return self.model_dump(exclude_defaults=True)

    def link(self, path: str, **changes: Any) -> str:
        """The address of this with changes; what is as usual is left out of it."""
        told = {**self._told, **changes}
        return f"{path}?{urlencode({k: v for k, v in told.items() if v}, doseq=True)}".rstrip("?")


def _filled(value: Any) -> Any:
    if isinstance(value, list):
        return [item for item in value if not isinstance(item, str) or item.strip()]
    return value.strip() if isinstance(value, str) else value


class SortedAsked(Asked):
    """With the order of the hits."""

    sort: Annotated[
        Sort,
        Field(description="Order; recent: relevance that ages. Newest where no words are given."),
    ] = "relevance"


class HitsAsked(SortedAsked):
    """A search of the API."""

    limit: Annotated[int, Field(ge=0, le=MOST_HITS, description="Hits.")] = PAGE_SIZE
    offset: Annotated[int, Field(ge=0, le=FARTHEST, description="Hits passed over first.")] = 0


class PageAsked(SortedAsked):
    """A page of hits. What it doesn't know it passes over: links collect marks of their senders."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    page: Annotated[int, Field(ge=1, le=FARTHEST // PAGE_SIZE)] = 1

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:
        """A form sends its empty boxes, too: they ask for nothing."""
        if not isinstance(given, Mapping):
            return given
        return {name: kept for name, value in given.items() if (kept := _filled(value))}

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE_SIZE

    def having(self, name: str, value: str) -> str:
        """The address of the first page, narrowed by that value, too."""
        held = getattr(self, name)
        if isinstance(held, list):
            return self.link("/", **{name: list(dict.fromkeys([*held, value])), "page": None})
        return self.link("/", **{name: value, "page": None})

    @staticmethod
    def anew(name: str, value: str) -> str:
        """The address of a search for that value alone."""
        return PageAsked().having(name, value)

    def without(self, name: str, value: str) -> str:
        """The address of the first page, no longer narrowed by that value."""
        held = getattr(self, name)
        rest = [other for other in held if other != value] if isinstance(held, list) else None
        return self.link("/", **{name: rest, "page": None})


class TimelineAsked(Asked):
    """Hits to be counted by time. Auto typos need a page to fill, so there are none."""

    fuzzy: Annotated[Literal["off", "on"], Field(description="Count misspelt words, too.")] = "off"
    by: Annotated[Literal["day", "month", "year"], Field(description="What is counted.")] = "month"


class FacetsAsked(Asked):
    """Hits to be counted by what they hold."""

    facet: Annotated[
        list[Literal["city", "province", "person", "outlet", "year", "month", "day"]],
        Field(min_length=1, max_length=7, description="What to count by."),
    ] = ["city", "person", "outlet", "year"]
    most: Annotated[int, Field(ge=1, le=1000, description="Values of each, the most first.")] = 100


class SuggestAsked(BaseModel):
    """The beginning of a name, or a word that may be misspelt."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]
    limit: Annotated[int, Field(ge=1, le=50)] = 8
