"""What the API answers with; OpenAPI is made from it."""

from typing import Literal

from pydantic import BaseModel, Field

from beritasearch.records import record
from beritasearch.searching import Hit, Page
from beritasearch.web.offers import Kind

Span = tuple[int, int]


class Fields(BaseModel):
    """What is known of an article, besides its text."""

    id: str
    title: str
    published: str | None = Field(None, description="ISO 8601: a day, or a time with its zone.")
    dateline: str | None = None
    cities: list[str] = []
    persons: list[str] = []
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    provenance: dict[str, str] = Field(
        {}, description="Field → where it came from: stated, dateline, prose, url."
    )


class FullArticle(Fields):
    """An article with its text."""

    body: str


class Found(Fields):
    """An article that was found, and why."""

    score: float
    title_marks: list[Span] = Field([], description="Where the words stand: start, end.")
    excerpt: str
    marks: list[Span] = []
    because: list[str] = Field([], description="Why it is there although a word isn't as typed.")


class Results(BaseModel):
    """A page of hits."""

    total: int
    suggestion: str | None = Field(None, description="The query as it was likelier meant.")
    notes: list[str] = []
    hits: list[Found]
    waiting: int = Field(0, description="Articles that are stored and not searchable yet.")

    @classmethod
    def of(cls, page: Page) -> "Results":
        """The page as the API has it."""
        return cls(
            total=page.total,
            suggestion=page.suggestion,
            notes=list(page.notes),
            hits=[_found(hit) for hit in page.hits],
            waiting=page.waiting,
        )


class Counts(BaseModel):
    """Hits by day, month or year: every one from the first hit to the last, but only those with
    hits where that would be too many.
    """

    total: int
    undated: int
    by: Literal["day", "month", "year"]
    counts: dict[str, int]


class Value(BaseModel):
    """A value and how many hits have it."""

    value: str
    count: int


class Facets(BaseModel):
    """Hits by what they hold, the most first."""

    total: int
    facets: dict[str, list[Value]]


class Name(BaseModel):
    """A name of the archive, and what asks for it."""

    kind: Kind
    text: str
    count: int
    query: str


class Word(BaseModel):
    """A word of the archive."""

    word: str
    count: int


class Suggestions(BaseModel):
    """Names that begin so, and words that may have been meant."""

    names: list[Name]
    words: list[Word]


class Health(BaseModel):
    """The server answers and its index can be searched."""

    status: Literal["ok"] = "ok"
    articles: int
    waiting: int


def _found(hit: Hit) -> Found:
    return Found.model_validate(record(hit))
