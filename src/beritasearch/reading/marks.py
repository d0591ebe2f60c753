"""The marks of what isn't an article's own text (language/data/boilerplate.yaml), made fast."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from beritasearch.language import wordlists

AROUND = " \t\"'“”‘’()[]{}<>:;,.!?»«›‹→►▶•*|_-–—=~#/\\…"
_OPENING_LIMIT = 400
"""Characters: a longer line with such a beginning is a paragraph that something ran into."""


def fold(line: str) -> str:
    """The line as marks are written: small letters, single spaces, no punctuation around."""
    return " ".join(line.strip(AROUND).lower().split())


@dataclass(frozen=True, slots=True)
class Cut:
    """Something to take out wherever it stands."""

    find: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks, ready to be asked."""

    alone: frozenset[str]
    opening: tuple[str, ...]
    links: tuple[str, ...]
    lists: frozenset[str]
    cuts: tuple[Cut, ...]
    line: re.Pattern[str]
    sections: frozenset[str]
    small_words: frozenset[str]
    sentence_starts: frozenset[str]

    def is_mark(self, line: str) -> bool:
        """Is the whole line furniture of the page, whatever stands around it?"""
        if len(line) > _OPENING_LIMIT:
            return False
        folded = fold(line)
        if folded in self.alone:  # "sebelumnya." is the end of a sentence that was wrapped
            return not (line[0].islower() and line.endswith("."))
        return _begins(folded, line, self.opening) or self.line.fullmatch(line.strip()) is not None

    def is_list(self, line: str) -> bool:
        """Is it the heading of a list of links?"""
        return len(line) < _LIST_HEADING and fold(line) in self.lists


_LIST_HEADING = 60


def _begins(folded: str, line: str, openings: tuple[str, ...]) -> bool:
    # Folding takes brackets off the front; "(adsbygoogle" and "window." begin with what they do.
    return folded.startswith(openings) or line.lstrip().lower().startswith(openings)


@cache
def marks() -> Marks:
    """The shipped marks."""
    data = wordlists.shipped("boilerplate.yaml")
    return Marks(
        alone=frozenset(map(fold, data["alone"])),
        opening=tuple(data["opening"]),
        links=_longest_first(data["links"]),
        lists=frozenset(map(fold, data["lists"])),
        cuts=tuple(
            Cut(entry["find"], re.compile(entry["cut"], re.MULTILINE)) for entry in data["within"]
        ),
        line=_either(data["patterns"]),
        sections=frozenset(data["sections"]),
        small_words=frozenset(data["small_words"]),
        sentence_starts=frozenset(data["sentence_starts"]),
    )


def _longest_first(phrases: Sequence[str] | Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=len, reverse=True))


def _either(patterns: Sequence[Mapping[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['line']})" for entry in patterns), re.IGNORECASE)
