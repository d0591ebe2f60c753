"""The word lists that are shipped, in language/data."""

from bisect import bisect_left
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


def is_listed(word: str, name: str) -> bool:
    """Is it among the lines of `language/data/NAME`? Too many of them for YAML to be quick."""
    # Not a set: to make it of 25,000 words takes longer than to look up what a query asks for.
    lines = _sorted_lines(name)
    place = bisect_left(lines, word)
    return place < len(lines) and lines[place] == word


@cache
def _sorted_lines(name: str) -> list[str]:
    """Comments stand above all of the words."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return sorted(dropwhile(lambda line: line.startswith("#"), lines))
