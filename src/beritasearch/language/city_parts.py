"""Parts of a city that are called kota themselves: Jakarta Selatan is of DKI Jakarta."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from beritasearch.language import wordlists
from beritasearch.language.tokens import words

_KINDS = {"kota", "kabupaten", "kotamadya", "kodya", "administrasi", "adm"}


class Part(NamedTuple):
    """A part, and the city that its articles are indexed under."""

    city: str
    name: str
    names: tuple[tuple[str, ...], ...]
    """The words of every name that texts have for it."""


def part(name: str) -> Part | None:
    """The part of a city that `name` means, Kota or Kota Administrasi before it or not."""
    spelled = words(name)
    while spelled[1:] and spelled[0] in _KINDS:
        del spelled[0]
    return _parts().get(tuple(spelled))


@cache
def _parts() -> dict[tuple[str, ...], Part]:
    found: dict[tuple[str, ...], Part] = {}
    for city, parts in wordlists.shipped("city_parts.yaml").items():
        for name, others in parts.items():
            names = _words([name, *others])
            found |= dict.fromkeys(names, Part(city, name, names))
    return found


def _words(names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words(name)) for name in names)
