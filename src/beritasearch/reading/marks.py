"""The marks of what isn't an article's own text (language/data/boilerplate.yaml), made fast."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from beritasearch.language import wordlists

AROUND = " \t\"'“”‘’()[]{}<>:;,.!?»«›‹→►▶•*|_-–—=~#/\\…"
_OPENING_LIMIT = 400
"""Characters: a longer line with such a beginning is a paragraph that something ran into."""


_PATTERN_LIMIT = 200
"""Characters: most lines are paragraphs, and few patterns match what is longer than 100."""


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
    opening: Mapping[str, tuple[str, ...]]
    """By their first characters: str.startswith tries some hundred marks one after the other."""
    links: tuple[str, ...]
    lists: frozenset[str]
    endings: frozenset[str]
    longer_endings: tuple[str, ...]
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
        if self._begins(folded, line):
            return True
        return len(line) <= _PATTERN_LIMIT and self.line.fullmatch(line.strip()) is not None

    def _begins(self, folded: str, line: str) -> bool:
        # Folding takes brackets off the front; "(adsbygoogle" begins with one.
        if folded.startswith(self.opening.get(folded[:_FIRST], ())):
            return True
        raw = line.lstrip().lower()
        return raw.startswith(self.opening.get(raw[:_FIRST], ()))

    def is_ending(self, folded: str) -> bool:
        """Does nothing of the article come after this line? Marks of two words stand alone."""
        return folded in self.endings or folded.startswith(self.longer_endings)

    def is_list(self, line: str) -> bool:
        """Is it the heading of a list of links?"""
        return len(line) < _LIST_HEADING and fold(line) in self.lists


_LIST_HEADING = 60
_FIRST, _SURE = 2, 2
"""Characters that tell most openings apart; blanks in an ending that is one whatever follows it."""


@cache
def marks() -> Marks:
    """The shipped marks."""
    data = wordlists.shipped("boilerplate.yaml")
    return Marks(
        alone=frozenset(map(fold, data["alone"])),
        opening=_by_first(data["opening"]),
        links=_longest_first(data["links"]),
        lists=frozenset(map(fold, data["lists"])),
        endings=frozenset(data["endings"]),
        longer_endings=tuple(mark for mark in data["endings"] if mark.count(" ") >= _SURE),
        cuts=tuple(
            Cut(entry["find"], re.compile(entry["cut"], re.MULTILINE)) for entry in data["within"]
        ),
        line=_either(data["patterns"]),
        sections=frozenset(data["sections"]),
        small_words=frozenset(data["small_words"]),
        sentence_starts=frozenset(data["sentence_starts"]),
    )


def _by_first(marks: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for mark in marks:
        found[mark[:_FIRST]] = (*found.get(mark[:_FIRST], ()), mark)
    return found


def _longest_first(phrases: Sequence[str] | Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=len, reverse=True))


def _either(patterns: Sequence[Mapping[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['line']})" for entry in patterns), re.IGNORECASE)
