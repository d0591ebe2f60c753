"""The words of an index, for what engines look up among them: neighbours and patterns."""

import fnmatch
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

_ByLength = Mapping[int, list[str]]
"""Words, by how many characters they have."""


class Vocabulary:
    """The words of one field, to look among them for what another word may have meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)

    def near(self, word: str, edits: int) -> frozenset[str]:
        """Those within `edits` of `word`, as Engine.similar counts them."""
        if edits == 0:
            return self._words & {word}
        if edits > 1:
            return frozenset(_compared(word, edits, self._by_length))
        # Hundreds of words that may be there, rather than a hundred thousand that are. The few
        # with letters such as é are compared: their letters would make that thousands.
        near = self._words & {word, *_edited(word, self._letters)}
        return near.union(_compared(word, edits, self._foreign))

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(filter(str.isascii, frozenset("".join(self._words))))

    @cached_property
    def _foreign(self) -> _ByLength:
        return _by_length(word for word in self._words if not word.isascii())

    @cached_property
    def _by_length(self) -> _ByLength:
        return _by_length(self._words)


def _by_length(words: Iterable[str]) -> _ByLength:
    found = defaultdict[int, list[str]](list)
    for word in words:
        found[len(word)].append(word)
    return found


def _compared(word: str, edits: int, words: _ByLength) -> Iterator[str]:
    from rapidfuzz import process  # most searches find enough without
    from rapidfuzz.distance import OSA

    for length in range(len(word) - edits, len(word) + edits + 1):
        held = words.get(length, ())
        alike = process.extract(word, held, scorer=OSA.distance, score_cutoff=edits, limit=None)
        yield from (found for found, _, _ in alike)


def _edited(word: str, letters: frozenset[str]) -> Iterator[str]:
    """All that one edit makes of the word, with those letters."""
    for place in range(len(word) + 1):
        before, behind = word[:place], word[place:]
        yield before + behind[1:]
        yield before + behind[1::-1] + behind[2:]
        for letter in letters:
            yield before + letter + behind
            yield before + letter + behind[1:]


def head(pattern: str) -> str:
    """What every word begins with that fits a Wildcard's pattern."""
    return re.split(r"[*?]", pattern, maxsplit=1)[0]


def fits(pattern: str) -> Callable[[str], object]:
    """Does a word fit a Wildcard's pattern?"""
    # fnmatch alone knows [sets]; its regular expression doesn't explode on many stars.
    return re.compile(fnmatch.translate(pattern.replace("[", "[[]"))).match
