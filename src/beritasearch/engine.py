"""The port: what beritasearch asks of a search engine.

Engines receive finished terms (`Document`) and compiled queries (`Query`), and know nothing
of Indonesian. tests/engines/ holds the one suite that each of them passes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, Self, runtime_checkable

from beritasearch import weights
from beritasearch.article import Article
from beritasearch.document import Document
from beritasearch.query.tree import Query

Sort = Literal["relevance", "newest", "oldest", "id"]

BM25_K1, BM25_B = weights.BM25_K1, weights.BM25_B


class Match(NamedTuple):
    """An article that an engine found. `score` orders matches of one search; no more."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of matches, and what holds for all of them."""

    page: tuple[Match, ...]
    total: int
    """Exactly how many articles match, whatever the page."""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Facet asked for → value → how many of all matching articles have it."""


class Engine(Protocol):
    """Where documents are searched. Safe to be read from many threads at once.

    Order of matches: `relevance` by falling score, `newest` and `oldest` by time of
    publication with undated articles last; ties, and `id`, by rising id.
    Library exceptions never pass: they become EngineError's subclasses.
    """

    def put(self, documents: Iterable[Document]) -> None:
        """Add, replacing those with the same id; durable and visible on return."""

    def remove(self, ids: Iterable[str]) -> None:
        """Take out; unknown ids are ignored; durable and visible on return."""

    def search(
        self,
        query: Query,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
    ) -> Matches:
        """The matches from `offset` on, at most `limit` (None: all)."""

    def similar(self, field: str, word: str, edits: int) -> Sequence[tuple[str, int]]:
        """Terms of a WORDS or STEMS field within `edits` of `word`; how many articles hold each.

        An edit inserts, drops or replaces a letter or swaps two neighbours (optimal string
        alignment). `word` itself is among them if the field holds it. In no given order.
        """

    def count(self) -> int:
        """How many articles it holds."""

    def close(self) -> None:
        """Let go of files; searching afterwards is an error."""


@runtime_checkable
class Shared(Engine, Protocol):
    """An engine that several machines write to: a cluster. It keeps the articles of them all."""

    def own(self) -> Self:
        """The same, of what this machine has put: what its own store accounts for."""

    def held(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that any machine has put."""

    def publish(self, keep: int) -> Sequence[str]:
        """Have what was built searched on all machines; `keep` builds before it stay.

        The parts that other machines haven't built yet; none: it is done.
        """

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles of those ids that there are."""


def own(engine: Engine) -> Engine:
    """The engine, of what this machine has put."""
    return engine.own() if isinstance(engine, Shared) else engine
