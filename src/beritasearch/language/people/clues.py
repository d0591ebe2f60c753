"""What hints that a word is part of a name: its form, its neighbours, how an archive writes it.

A clue is a short string; the tagger holds its weight. Most clues depend on one word alone, so
that the tagger can add them up once a word (`described`) and not once a place.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from beritasearch.language.people.pieces import LINE_END, runs, word_list

Clue = str
WINDOW = ("-2", "-1", "0", "1", "2")
"""Where a word stands from the one that is judged; two more kinds of place are beside the run."""
OUTSIDE = ("LL", "L", "R")

_LISTS = (
    "titles", "titles_or_names", "degrees", "connectors", "verbs", "place_prepositions",
    "place_nouns", "bylines",
)  # fmt: skip
_LONGEST_AFFIX = 4
_OFTEN_SMALL = "f"  # more than 15 % of all places
_CAPITALS, _SMALL, _DIGITS = re.compile("[A-Z]+"), re.compile("[a-z]+"), re.compile(r"\d+")


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

    def cluster(self, word: str) -> str | None:
        """The clusters of a word; one in capitals has those of the word written as usual."""
        return self.clusters.get(word) or self.clusters.get(word.title())


class Run(NamedTuple):
    """A stretch of capitalised words with what its clues are read from."""

    start: int
    window: Sequence[str]
    """Its words with two pieces on either side."""
    layouts: Sequence["Layout"]
    seen: Sequence[int]
    """For each of its words what the whole text shows of it, as a set of bits."""

    @property
    def outside(self) -> tuple[str, str, str]:
        """The two pieces before it and the one behind it, in the order of `OUTSIDE`."""
        return self.window[0], self.window[1], self.window[-2]


class Layout(NamedTuple):
    """Where a word stands in its run."""

    length: int
    at: int
    left: int
    """How many words of the run follow."""
    since_title: int
    """How far before it a title stands, in the run or just before it: Gubernur Lampung |Arinal."""
    in_title: bool
    """In the title of the article, that is."""


def judged(
    text: Sequence[str],
    title_end: int,
    hopeful: Callable[[Sequence[str]], bool] = lambda words: True,  # noqa: ARG005
) -> list[Run]:
    """The runs of capitalised words of a text, but those in which `hopeful` sees no name."""
    spans = list(runs(text))
    seen = _seen(text, spans)
    padded = [LINE_END, LINE_END, *text, LINE_END, LINE_END]
    return [
        Run(
            start,
            padded[start : end + 4],
            list(_layouts(padded[start + 1 : end + 2], end <= title_end)),
            [seen[word] for word in text[start:end]],
        )
        for start, end in spans
        if hopeful(text[start:end])
    ]


def _layouts(before: Sequence[str], in_title: bool) -> Iterator[Layout]:
    """The layouts of a run, from the words of it and the piece before them."""
    length, since = len(before) - 1, 0
    for at in range(length):
        since = 1 if _told_before(before[at]) & _AFTER_TITLE else since + (since > 0)
        yield Layout(min(length, 6), min(at, 5), min(length - 1 - at, 4), min(since, 5), in_title)


_AFTER_TITLE, _SPEAKS, _IN_PLACE, _SMALL_TOO, _AGAIN, _OFTEN, _OF_PLACE = (
    1 << bit for bit in range(7)
)
_OFTEN_IS = 4


def _seen(text: Sequence[str], spans: Sequence[tuple[int, int]]) -> dict[str, int]:
    """What the whole text shows of each word in the runs, as a set of bits."""
    seen: dict[str, int] = {}
    count: dict[str, int] = {}
    last = len(text) - 1
    for start, end in spans:
        for at in range(start, end):
            word = text[at]
            before = _told_before(text[at - 1]) if at else 0
            after = _told_behind(text[at + 1]) if at < last else 0
            seen[word] = seen.get(word, 0) | before | after
            count[word] = count.get(word, 0) + 1
    all_words = set(text)
    for word, times in count.items():
        if times > 1:
            seen[word] |= _AGAIN | _OFTEN * (times >= _OFTEN_IS)
        if word.casefold() in all_words and not word.islower():
            seen[word] |= _SMALL_TOO
    return seen


@lru_cache(100_000)
def _told_before(word: str) -> int:
    """What a word tells of the next one."""
    folded = word.casefold()
    return (
        _AFTER_TITLE * (folded in word_list("titles"))
        | _OF_PLACE * (folded in word_list("place_nouns"))
        | _IN_PLACE * (word in word_list("place_prepositions"))
        | _told_behind(word)
    )


@lru_cache(100_000)
def _told_behind(word: str) -> int:
    """What a word tells of the one before it."""
    return _SPEAKS * (word in word_list("verbs"))


def all_clues(run: Run, at: int, archive: Archive) -> Iterator[Clue]:
    """Every clue to one word of a run; the tagger has their weights added up by source."""
    for kind, word in zip(WINDOW, run.window[at : at + 5], strict=True):
        yield from clues_of_word(word, kind, archive)
    for kind, word in zip(OUTSIDE, run.outside, strict=True):
        yield from clues_of_word(word, kind, archive)
    yield from clues_of_layout(run.layouts[at])
    yield from clues_of_seen(run.seen[at])


def clues_of_seen(bits: int) -> list[Clue]:
    """The clues in what the whole text shows of a word."""
    return [*(f"seen{bit}" for bit in range(7) if bits & 1 << bit), f"seen={bits}"]


def clues_of_word(word: str, kind: str, archive: Archive) -> list[Clue]:
    """The clues that a word gives at a kind of place."""
    return [f"{kind}|{clue}" for clue in _of_word(word, kind, archive)]


def clues_of_layout(layout: Layout) -> list[Clue]:
    """The clues in where a word stands in its run."""
    length, at, left, since, in_title = layout
    clues = [f"length={length}", f"at={min(at, 4)}", f"left={left}", f"length,at={length},{at}"]
    clues += [f"since={since}", f"since,left={since},{left}"]
    return clues + ["first"] * (at == 0) + ["title"] * in_title


def _of_word(word: str, kind: str, archive: Archive) -> list[Clue]:
    folded = "¶" if word == LINE_END else word.casefold()
    form, lists = [f"w={folded}"], [f"in={name}" for name in _LISTS if folded in word_list(name)]
    shape = [f"s={_shape(word)}"]
    if kind == "LL":
        return form
    if not word[0].isalpha():
        return form if kind in "L R" else form + shape
    numbers = (archive.cluster(word) or "").split()
    clusters = list(map("{}={}".format, ("k", "m", "l"), numbers)) or ["unclustered"]
    if kind in ("-2", "2"):
        return [*form, *shape, *clusters[-2:], *lists]
    usage = list(_usage(archive.statistics.get(folded)))
    if kind in ("L", "R"):
        return [*form, *shape, *clusters, *lists, *usage[:1]]
    affixes = list(_affixes(folded))
    return [*form, *shape, *clusters, *lists, *usage, *(affixes if kind == "0" else affixes[-4:])]


STATISTICS = ("lo", "n", "up", "ti", "ve", "pr", "or", "nc", "pa", "pc", "al")  # fmt: skip


def _usage(letters: str | None) -> Iterator[Clue]:
    if letters is None:
        yield "rare"
    else:
        yield from map("{}={}".format, STATISTICS, letters)


def _affixes(folded: str) -> Iterator[Clue]:
    for length in range(1, min(_LONGEST_AFFIX, len(folded) - 1) + 1):
        yield f"p={folded[:length]}"
        yield f"x={folded[-length:]}"


def _shape(word: str) -> str:
    """Xx, XX, X., Xx'x …; initials and short acronyms are marked."""
    if word == LINE_END:
        return "¶"
    shape = _CAPITALS.sub("X", _SMALL.sub("x", _DIGITS.sub("9", word)))[:8]
    return shape + "1" * (len(word) == 1) + "s" * (word.isupper() and len(word) <= 3)  # noqa: PLR2004
