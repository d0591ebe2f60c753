"""Where hits' articles come from: the store, or a cluster that keeps those of several machines."""

from collections.abc import Sequence
from typing import Protocol

from beritasearch.article import Article
from beritasearch.engine import Engine, Shared
from beritasearch.errors import IndexDamaged
from beritasearch.query.tree import Term
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


class _Own:
    """Articles of this machine's store. IndexDamaged where it lacks one that the engine finds."""

    def __init__(self, engine: Engine, store: Store) -> None:
        self._engine, self._store = engine, store
        self.get, self.pending_count = store.get, store.pending_count

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        found = self._store.get_many(ids)
        for article_id in ids:
            if article_id not in found:
                self._refuse_if_lost(article_id)
        return found

    def _refuse_if_lost(self, article_id: str) -> None:
        """What is removed is pending until the engine has taken it out, too: so it's asked last."""
        if self._store.is_pending(article_id) or self._store.get(article_id):
            return
        if self._engine.search(Term("id", article_id)).total:
            raise IndexDamaged(
                f"article {article_id} is found, but not stored; run `beritasearch check --repair`"
            )


def articles(engine: Engine, store: Store) -> Articles:
    """The articles that the engine finds."""
    return _OfAllMachines(engine, store) if isinstance(engine, Shared) else _Own(engine, store)
