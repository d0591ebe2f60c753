"""Does an index hold together? Everything is looked at, and what can be put right is."""

from collections.abc import Iterator
from dataclasses import dataclass

from beritasearch.errors import EngineError, IndexDamaged
from beritasearch.generations import Generation
from beritasearch.query.tree import All

SHOWN = 5
"""Ids named in one problem, at most."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it must be."""

    told: str
    """What, and what mends it."""
    ids: tuple[str, ...] = ()
    """The articles that the engine must be given again (or no longer have)."""


def problems(generation: Generation) -> Iterator[Problem]:
    """What is wrong with store and engine, each by itself and beside each other."""
    try:
        if told := generation.store.integrity():
            yield Problem(f"articles.db is damaged: {told}; `beritasearch reindex` builds it anew")
            return
        yield from _beside_each_other(generation)
    except (IndexDamaged, EngineError) as error:
        yield Problem(str(error))


def _beside_each_other(generation: Generation) -> Iterator[Problem]:
    store, engine = generation.store, generation.engine
    if waiting := store.pending_count():
        yield Problem(f"{waiting} articles wait to be searchable; the next run of index puts them")
    pending = set(store.pending(waiting))
    held = {match.id for match in engine.search(All(), limit=None, sort="id").page}
    kept = set(store.ids())
    if missing := sorted(kept - held - pending):
        yield Problem(f"stored, but not searchable: {_named(missing)}", tuple(missing))
    if extra := sorted(held - kept - pending):
        yield Problem(f"searchable, but not stored: {_named(extra)}", tuple(extra))
    if engine.count() != len(held):
        yield Problem(f"the engine counts {engine.count()} articles and finds {len(held)}")


def _named(ids: list[str]) -> str:
    shown = ", ".join(ids[:SHOWN]) + (" …" if len(ids) > SHOWN else "")
    return f"{len(ids)} articles, {shown}"
