"""What an index holds, in figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from beritasearch.generations import Generation
from beritasearch.query.tree import All


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds."""

    directory: Path
    engine: str
    updated: str
    """When it was last written to (UTC, ISO 8601)."""
    articles: int
    facets: Mapping[str, Mapping[str, int]]
    """Facet → value → articles, most first."""
    waiting: int = 0
    """Articles that are stored and not searchable yet (see Page)."""


def stats(generation: Generation, facets: Sequence[str]) -> Stats:
    """What one generation holds, counted by `facets`."""
    manifest = generation.manifest
    found = generation.engine.search(All(), limit=0, facets=facets)
    return Stats(
        generation.directory.parent, manifest.engine, manifest.updated,
        found.total, found.facets, generation.store.pending_count(),
    )  # fmt: skip
