"""The words of an index, for what engines look up among them: neighbours and patterns."""

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

ByLength = Mapping[int, list[str]]
"""Words, by how many characters they have."""


def by_length(words: Iterable[str]) -> ByLength:
    """The words, each once."""
    buckets: dict[int, list[str]] = {}
    for word in dict.fromkeys(words):
        buckets.setdefault(len(word), []).append(word)
    return buckets


def near(word: str, edits: int, words: ByLength) -> Iterator[str]:
    """Those within `edits` of `word`, as Engine.similar counts them."""
    from rapidfuzz import process  # most searches find enough without
    from rapidfuzz.distance import OSA

    for length in range(len(word) - edits, len(word) + edits + 1):
        if length in words:
            held = words[length]
            alike = process.extract(word, held, scorer=OSA.distance, score_cutoff=edits, limit=None)
            yield from (found for found, _, _ in alike)


def head(pattern: str) -> str:
    """What every word begins with that fits a Wildcard's pattern."""
    return re.split(r"[*?]", pattern, maxsplit=1)[0]


def fits(pattern: str) -> Callable[[str], object]:
    """Does a word fit a Wildcard's pattern?"""
    # fnmatch alone knows [sets]; its regular expression doesn't explode on many stars.
    return re.compile(fnmatch.translate(pattern.replace("[", "[[]"))).match
