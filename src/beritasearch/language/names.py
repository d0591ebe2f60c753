"""Spellings of a name that are one name: Soekarno and Sukarno, Moh. and Muhammad."""

from functools import cache
from itertools import islice, product

from beritasearch.language import wordlists

MOST_FORMS = 24
"""Other spellings of one word of a name, at most."""


def other_forms(name: str) -> tuple[str, ...]:
    """The other spellings of one normalised word of a name, those in whole lists first."""
    whole = _whole().get(name, ())
    by_letters = islice(_respelt(name), MOST_FORMS)
    forms = dict.fromkeys((*whole, *by_letters))
    return tuple(form for form in forms if form != name)[:MOST_FORMS]


def _respelt(name: str) -> list[str]:
    """Each group of letters in its old and its new spelling, in every combination."""
    pieces: list[tuple[str, ...]] = []
    place = 0
    while place < len(name):
        written, others = _letters_at(name, place)
        pieces.append((written, *others))
        place += len(written)
    return ["".join(chosen) for chosen in islice(product(*pieces), MOST_FORMS * 2)]


def _letters_at(name: str, place: int) -> tuple[str, tuple[str, ...]]:
    letters = _letters()
    for length in (2, 1):
        written = name[place : place + length]
        if written in letters:
            return written, letters[written]
    return name[place], ()


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    """A group of letters → how else it is written."""
    found: dict[str, tuple[str, ...]] = {}
    for old, new in wordlists.shipped("name_forms.yaml")["letters"].items():
        found[old] = (*found.get(old, ()), new)
        found[new] = (*found.get(new, ()), old)
    return found


@cache
def _whole() -> dict[str, tuple[str, ...]]:
    groups = wordlists.shipped("name_forms.yaml")["names"]
    return {name: tuple(group) for group in groups for name in group}
