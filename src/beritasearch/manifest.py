"""What a generation says of itself, in its manifest.json."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, get_args

from beritasearch.durable import write_atomically
from beritasearch.engines import NAMES
from beritasearch.errors import IndexDamaged

State = Literal["building", "complete"]

FORMAT = 1
"""Raise it when files on disk change so that older code or indexes can't be read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself."""

    engine: str
    fingerprint: str
    """Of the language data and code that made its terms (Language.fingerprint)."""
    state: State = "building"
    config: str | None = None
    """The beritasearch.yaml that it was built with; used when none is found elsewhere."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What its files call fields of an article, as was said when they were added."""
    cluster: Mapping[str, str] = field(default_factory=dict)
    """Where it is on a cluster: url, part, ca, shards, segments (engines.opensearch.address)."""
    articles: int = 0
    updated: str = ""
    format: int = FORMAT


def read_manifest(directory: Path) -> Manifest:
    """What the generation in `directory` says of itself; IndexDamaged when it can't be read."""
    path = directory / "manifest.json"
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
        if stated["format"] != FORMAT:
            raise IndexDamaged(
                f"{path}: format {stated['format']}; this version reads {FORMAT}: "
                f"run `beritasearch reindex --index {directory.parent}`"
            )
        return _sensible(Manifest(**stated))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(
            f"{path} can't be read ({error!r}); run "
            f"`beritasearch reindex --index {directory.parent}`"
        ) from None


def _sensible(manifest: Manifest) -> Manifest:
    """The manifest; ValueError where a disk has made nonsense of it."""
    if manifest.engine not in NAMES:
        raise ValueError(f'there is no engine "{manifest.engine}"')
    if manifest.state not in get_args(State):
        raise ValueError(f'there is no state "{manifest.state}"')
    if not (isinstance(manifest.names, dict) and isinstance(manifest.cluster, dict)):
        raise ValueError("names or cluster aren't tables")  # noqa: TRY004 - told as the others are
    return manifest


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Have it say so."""
    write_atomically(directory / "manifest.json", json.dumps(asdict(manifest), indent=2))
