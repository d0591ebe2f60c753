"""Pieces of a text, as names are read from it: words, stops and the ends of lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from beritasearch.language.wordlists import shipped

LINE_END = "\n"
GLUED = "-"
"""A hyphen between two letters; one with space before it is another piece."""


@cache
def word_list(section: str) -> frozenset[str]:
    """The entries of one section of people.yaml."""
    return frozenset(shipped("people.yaml")[section])


@cache
def word_map(section: str) -> Mapping[str, str]:
    """The entries of one section of people.yaml that gives each word another."""
    return dict(shipped("people.yaml")[section])


@cache
def _piece() -> re.Pattern[str]:
    # Not tokens.words: a name keeps its case, its initials' stops ("M. Ikhsan") and its hyphens.
    # The first three are the fourth alternative to the last but two, tried where most words are:
    # they halve the time.
    abbreviated = "|".join(sorted(word_list("abbreviated")))
    return re.compile(
        rf"""
        [a-z]+(?=[ ,]) | [A-Z][a-z]+(?=[ ,]) | [a-z]{{6,}}(?=\.[ \n])
      | (?<!\w)(?:[^\W\d_]\.)+[^\W\d_]*              # initials and degrees: M.  S.H.  M.Hum
      | (?<!\w)(?i:{abbreviated})\.                  # Moh.  Hj.
      | [^\W\d_]+(?:['’‘ʼ`][^\W\d_]+)*               # words: Ra'ad
      | \d+(?:[.,:/]\d+)*
      | \n+ | \ -+ | [^\w\s]
        """,
        re.VERBOSE,
    )


def pieces(text: str) -> list[str]:
    """The words and stops of `text` in order; every end of a line is one piece."""
    return [LINE_END if piece[0] == LINE_END else piece for piece in _piece().findall(text)]


def runs(text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of every stretch of capitalised words: what may hold names."""
    start = end = -1
    for at, piece in enumerate(text):
        if piece[0].isupper():
            if start < 0:
                start = at
            end = at + 1
        elif start >= 0 and not _joins(text, at):
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _joins(text: Sequence[str], at: int) -> bool:
    """Whether a piece without a capital goes on with the name before it: bin, a glued hyphen."""
    return text[at] == GLUED or text[at - 1] == GLUED or text[at] in word_list("connectors")


def written(name: Sequence[str]) -> str:
    """The name as a reader writes it, from its pieces."""
    return " ".join(name).replace(" - ", "-")
