"""The word lists that are shipped, in language/data."""

from functools import cache
from itertools import dropwhile
from pathlib import Path
from typing import Any

from beritasearch.language.prepared import prepared

DATA = Path(__file__).parent / "data"
"""Not importlib.resources: it loads zipfile and tempfile, and every search would wait for them."""


@cache
def shipped(name: str) -> Any:
    """The content of `language/data/NAME`. Shared by all callers: never change it."""
    return prepared(name, lambda: _parsed(name))


def _parsed(name: str) -> Any:
    # Here, for most runs have it prepared: to load what reads YAML takes longer than all the lists.
    from beritasearch.language.strict_yaml import parse

    return _bare(parse((DATA / name).read_text(encoding="utf-8"), name))


def _bare(value: Any) -> Any:
    """The same without what is known of its lines: no dicts of a class of their own."""
    if isinstance(value, dict):
        return {key: _bare(held) for key, held in value.items()}
    return value if isinstance(value, str) else [_bare(held) for held in value]


@cache
def shipped_lines(name: str) -> frozenset[str]:
    """The words of `language/data/NAME`, one a line; too many of them for YAML to be quick.

    Comments stand above all of them.
    """
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(dropwhile(lambda line: line.startswith("#"), lines))
