"""What a record states: its keys, in whatever language and spelling, as fields of an Article."""

import math
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from beritasearch.errors import ConfigError
from beritasearch.language import wordlists

_NOISE = re.compile(r"[^a-z0-9]")
_NOTHING = frozenset({"", "null", "none", "nan", "nat", "n/a", "-", "undefined"})


def fields(record: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, list[tuple[str, Any]]]:
    """Field → the (key, value) pairs of `record` that state it, the best known name first.

    `names` says what else keys may mean, and goes before the names that we know.
    """
    known = _known()
    own = {_fold(name): field for name, field in names.items()}
    found: dict[str, list[tuple[int, str, Any]]] = {}
    for key, value in record.items():
        folded = _fold(str(key))
        if folded in own:
            field, rank = own[folded], -1
        elif folded in known:
            field, rank = known[folded]
        else:
            continue
        if is_stated(value):
            found.setdefault(field, []).append((rank, str(key), value))
    return {field: _ranked(entries) for field, entries in found.items()}


def _ranked(entries: list[tuple[int, str, Any]]) -> list[tuple[str, Any]]:
    if len(entries) > 1:
        entries.sort(key=lambda entry: entry[0])
    return [(key, value) for _, key, value in entries]


def field_of(name: str) -> str | None:
    """The field that `name` is known to stand for."""
    known = _known().get(_fold(name))
    return known and known[0]


def mapped(names: Mapping[str, str]) -> dict[str, str]:
    """A user's names for fields, each with the field that it stands for. Raises ConfigError."""
    fields = {name: field_of(field) for name, field in names.items()}
    if unknown := [names[name] for name, field in fields.items() if field is None]:
        known = ", ".join(dict.fromkeys(field for field, _ in _known().values()))
        raise ConfigError(f'"{unknown[0]}" is no field of an article; these are: {known}')
    return {name: field for name, field in fields.items() if field}


def is_stated(value: Any) -> bool:
    """Does `value` say anything? Scrapers write "null", "None" and "-" for nothing."""
    if isinstance(value, str):
        return len(value) > len("undefined") or value.strip().lower() not in _NOTHING
    if isinstance(value, float):
        return not math.isnan(value)
    return value is not None and value not in ([], {})


@cache
def _known() -> dict[str, tuple[str, int]]:
    return {
        _fold(name): (field, rank)
        for field, names in wordlists.shipped("field_names.yaml").items()
        for rank, name in enumerate(names)
    }


@lru_cache(4096)
def _fold(name: str) -> str:
    return _NOISE.sub("", name.lower())
