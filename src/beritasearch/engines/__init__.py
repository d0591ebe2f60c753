"""The search engines behind the port; each module alone imports its library."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from beritasearch.engine import Engine
from beritasearch.errors import EngineError, EngineUnavailable

_HOMES = {
    "whoosh": ("beritasearch.engines.whoosh", "WhooshEngine", "pip install beritasearch"),
    "tantivy": (
        "beritasearch.engines.tantivy", "TantivyEngine", "pip install 'beritasearch[fast]'"
    ),
    "opensearch": (
        "beritasearch.engines.opensearch.adapter", "OpenSearchEngine",
        "pip install 'beritasearch[cluster]'",
    ),
}  # fmt: skip
"""Engine → the module and class that hold it, and what installs its library."""

CLUSTER = "opensearch"
"""The one that isn't in the index's own folder."""
NAMES = tuple(_HOMES)
"""What an index may be built with."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine that an index is built with."""

    name: str
    why: str = ""
    """Nothing where it goes without saying: an index keeps its engine."""


def choose(asked: str | None, before: str | None) -> Choice:
    """What is built with: what was asked for, else the engine of the index before, else the best.

    `before` is None where there is no index yet.
    """
    if before and asked in (None, before):
        return Choice(before)
    if asked:
        return Choice(asked, "as asked for")
    return best()


def best() -> Choice:
    """The fastest that is installed here; nothing need be for whoosh."""
    try:
        require_engine("tantivy")  # not find_spec: it would take a version that we can't use
    except EngineUnavailable:
        cure = _HOMES["tantivy"][-1]
        return Choice("whoosh", f"tantivy is faster, but isn't installed ({cure})")
    return Choice("tantivy", "it is installed, and faster than whoosh")


def open_engine(name: str, directory: Path) -> Engine:
    """The engine `name` over its files in `directory`, which it makes when there are none.

    Raises EngineUnavailable for an unknown engine and for one whose library isn't installed.
    """
    return require_engine(name)(directory)


def begin(
    name: str, directory: Path, cluster: Mapping[str, str], fingerprint: str, *, first: bool
) -> None:
    """Make the engine `name` in `directory`; one on a cluster is told where that is.

    `first`: there is no generation before it in this index.
    """
    engine = require_engine(name)
    directory.mkdir()
    if name == CLUSTER:
        from beritasearch.engines.opensearch import address

        address.begin(directory, cluster, fingerprint, first=first)
    engine(directory).close()


def searched(cluster: Mapping[str, str]) -> str | None:
    """The index that is searched for the archive at a place on a cluster; None: there is none."""
    require_engine(CLUSTER)
    found: str | None = import_module(_HOMES[CLUSTER][0]).searched(cluster)
    return found


def refuse_part(name: str, cluster: Mapping[str, str]) -> None:
    """EngineError where a part of an archive is asked for that no machines share."""
    if name != CLUSTER and "part" in cluster:
        raise EngineError(f"--shard is for archives on a cluster, with --engine {CLUSTER}")


def require_engine(name: str) -> Callable[[Path], Engine]:
    """What opens a directory with the engine `name`. Raises EngineUnavailable as open_engine."""
    if name not in _HOMES:
        raise EngineUnavailable(f'there is no engine "{name}"; choose one of: {", ".join(NAMES)}')
    module, engine, cure = _HOMES[name]
    try:
        home = import_module(module)
    except ImportError as error:
        raise EngineUnavailable(
            f'the engine "{name}" needs its library ({error}): {cure}'
        ) from error
    return cast("Callable[[Path], Engine]", getattr(home, engine))
