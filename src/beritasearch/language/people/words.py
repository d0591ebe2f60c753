"""What hints at a name in one word alone: its form, and how an archive uses it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import getitem
from typing import NamedTuple

from beritasearch.language.people.pieces import LINE_END, word_list

Clue = str

_LISTS = (
    "titles", "titles_or_names", "degrees", "connectors", "verbs", "place_prepositions",
    "place_nouns", "bylines",
)  # fmt: skip
_LONGEST_AFFIX = 4
_OFTEN_SMALL = "f"  # more than 15 % of all places
_CAPITALS, _SMALL, _DIGITS = re.compile("[A-Z]+"), re.compile("[a-z]+"), re.compile(r"\d+")
STATISTICS = ("lo", "n", "up", "ti", "ve", "pr", "or", "nc", "pa", "pc", "al")

_TIMES = STATISTICS.index("n")


@dataclass(frozen=True)
class Archive:
    """How 32,000 articles use a word: facts that no single article shows."""

    statistics: Mapping[str, str]
    """Folded word → one letter for each of `STATISTICS`: how large a share it is, a to l."""
    clusters: Mapping[str, str]
    """Word as written → its cluster among 1,000, 256 and 64, by the words around it."""

    def ordinary(self, word: str) -> bool:
        """Whether the word is often written small, and so hardly a name."""
        return self.statistics.get(word.casefold(), "a")[0] >= _OFTEN_SMALL

    def used(self, word: str) -> str:
        """How often the word is used, a to l; "" for never."""
        return self.statistics.get(word.casefold(), "")[_TIMES : _TIMES + 1]

    def cluster(self, word: str) -> str | None:
        """The clusters of a word; one in capitals has those of the word written as usual."""
        return self.clusters.get(word) or self.clusters.get(word.title())


class Described(NamedTuple):
    """The clues in a word, before any choice of those that matter where it stands."""

    form: tuple[Clue]
    shape: tuple[Clue]
    """What holds of any piece; the others of words alone."""
    clusters: tuple[Clue, ...] = ()
    lists: tuple[Clue, ...] = ()
    usage: tuple[Clue, ...] = ()
    affixes: tuple[Clue, ...] = ()

    @property
    def everywhere(self) -> tuple[Clue, ...]:
        """The clues that matter in the word and, most of them, in the words beside it, too."""
        return _beside(self)

    @property
    def inner_affixes(self) -> tuple[Clue, ...]:
        """The affixes of a long word that matter in the word itself alone."""
        return self.affixes[:-4]


def described(word: str, archive: Archive) -> Described:
    """The clues in a word or stop."""
    folded = "¶" if word == LINE_END else word.casefold()
    form, shape = (f"w={folded}",), (f"s={_shape(word)}",)
    if not word[0].isalpha():
        return Described(form, shape)
    return Described(
        form,
        shape,
        _clusters(archive.cluster(word)),
        _listed().get(folded, ()),
        _usage(archive.statistics.get(folded)),
        _affixes(folded),
    )


def _clusters(numbers: str | None) -> tuple[Clue, ...]:
    if numbers is None:
        return ("unclustered",)
    fine, middle, coarse = numbers.split()
    return f"k={fine}", f"m={middle}", f"l={coarse}"


@cache
def _listed() -> Mapping[str, tuple[Clue, ...]]:
    """For each word of the lists the clues in which of them it stands."""
    words = frozenset().union(*map(word_list, _LISTS))
    return {
        word: tuple(f"in={name}" for name in _LISTS if word in word_list(name)) for word in words
    }


_USAGE = tuple({letter: f"{name}={letter}" for letter in "-abcdefghijkl"} for name in STATISTICS)


def _usage(letters: str | None) -> tuple[Clue, ...]:
    return ("rare",) if letters is None else tuple(map(getitem, _USAGE, letters))


def _affixes(folded: str) -> tuple[Clue, ...]:
    lengths = range(1, min(_LONGEST_AFFIX, len(folded) - 1) + 1)
    return tuple([c for n in lengths for c in (f"p={folded[:n]}", f"x={folded[-n:]}")])


def _shape(word: str) -> str:
    """Xx, XX, X., Xx'x …; initials and short acronyms are marked."""
    if word == LINE_END:
        return "¶"
    if word.isascii() and word.isalpha() and word[1:].islower():  # most words
        return "Xx" if word[0].isupper() else "x"
    shape = _CAPITALS.sub("X", _SMALL.sub("x", _DIGITS.sub("9", word)))[:8]
    return shape + "1" * (len(word) == 1) + "s" * (word.isupper() and len(word) <= 3)  # noqa: PLR2004


def _two_away(word: Described) -> tuple[Clue, ...]:
    return word.form + word.shape + word.clusters[-2:] + word.lists


def _beside(word: Described) -> tuple[Clue, ...]:
    return (*word.form, *word.shape, *word.clusters, *word.lists, *word.usage, *word.affixes[-4:])


def _itself(word: Described) -> tuple[Clue, ...]:
    return (*word.form, *word.shape, *word.clusters, *word.lists, *word.usage, *word.affixes)


def _beside_run(word: Described) -> tuple[Clue, ...]:
    if not word.clusters:
        return word.form
    return (*word.form, *word.shape, *word.clusters, *word.lists, *word.usage[:1])


WINDOW: Mapping[str, Callable[[Described], tuple[Clue, ...]]] = {
    "-2": _two_away,
    "-1": _beside,
    "0": _itself,
    "1": _beside,
    "2": _two_away,
}
"""Where a word stands from the one that is judged, and which of its clues matter there."""

OUTSIDE: Mapping[str, Callable[[Described], tuple[Clue, ...]]] = {
    "LL": lambda word: word.form,
    "L": _beside_run,
    "R": _beside_run,
    "RR": lambda word: word.form if word.clusters else word.form + word.shape,
}
"""The same for the two pieces before the run and the two behind it."""
