"""Where hits' articles come from: the store, or a cluster that keeps those of several machines."""

from collections.abc import Sequence
from typing import Protocol

from beritasearch.article import Article
from beritasearch.engine import Engine, Shared
from beritasearch.store import Store


class Articles(Protocol):
    """What a reader needs of a store."""

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles of those ids that there are."""

    def pending_count(self) -> int:
        """How many are stored, and not searchable yet."""


class _OfAllMachines:
    """Articles of the cluster; what waits to be searchable is told by this machine's store."""

    def __init__(self, engine: Shared, store: Store) -> None:
        self.get, self.get_many = engine.get, engine.get_many
        self.pending_count = store.pending_count


def articles(engine: Engine, store: Store) -> Articles:
    """The articles that the engine finds."""
    return _OfAllMachines(engine, store) if isinstance(engine, Shared) else store
