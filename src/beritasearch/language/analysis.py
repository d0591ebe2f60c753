"""Language: all that turns text into finished terms, for documents and queries alike."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import Stemmer

from beritasearch.language import wordlists
from beritasearch.language.places import Places, places
from beritasearch.language.prepared import prepared
from beritasearch.language.synonyms import Synonyms
from beritasearch.language.tokens import fold, words

VERSION = 4
"""Raise it with every change of code that gives other terms for the same text."""

_REMEMBERED = 300_000


@dataclass(frozen=True)
class Extensions:
    """What a user adds to the shipped word lists, or replaces them by (beritasearch.yaml)."""

    stopwords_added: frozenset[str] = frozenset()
    stopwords_removed: frozenset[str] = frozenset()
    stopwords_replaced: frozenset[str] | None = None
    stems: Mapping[str, str] = field(default_factory=dict)
    synonyms: Sequence[Sequence[str]] = ()


class Language:
    """Indonesian as one index sees it: the shipped data with a user's extensions.

    Not to be changed after it is made. `stem` may be called from several threads.
    """

    def __init__(self, extensions: Extensions | None = None) -> None:
        extensions = extensions or Extensions()
        self._extensions = extensions
        shipped = extensions.stopwords_replaced
        if shipped is None:
            shipped = frozenset(wordlists.shipped("stopwords.yaml"))
        self.stopwords = _folded(shipped | extensions.stopwords_added) - _folded(
            extensions.stopwords_removed
        )
        self.question_words = _folded(wordlists.shipped("question_words.yaml"))
        self.places: Places = places()
        overrides = {**wordlists.shipped("stems.yaml"), **extensions.stems}
        self._overrides = {fold(word): fold(stem) for word, stem in overrides.items()}
        fixed = dict.fromkeys(self.stopwords | {""}, "")
        fixed |= {name: name for name in self.places.words - self.stopwords}
        self._stems = _Stems(fixed | self._overrides)

    def words(self, text: str) -> list[str]:
        """Every word of `text`, normalised, in order."""
        return words(text)

    def stem(self, word: str) -> str | None:
        """The stem of one normalised word; None for a stopword."""
        return self._stems[word] or None

    def stems(self, words: Iterable[str]) -> list[str]:
        """The stems of normalised words, without the stopwords (and gaps)."""
        return [*filter(None, map(self._stems.__getitem__, words))]

    @cached_property
    def synonyms(self) -> Synonyms:
        """Names that mean the same. They act on queries alone: no part of the fingerprint."""
        shipped = prepared("synonyms", lambda: Synonyms(wordlists.shipped("synonyms.yaml")).table)
        return Synonyms(self._extensions.synonyms, shipped)

    @cached_property
    def fingerprint(self) -> str:
        """Equal for two languages that give the same terms for every text."""
        data: dict[str, Any] = {
            "version": VERSION,
            "stopwords": sorted(self.stopwords),
            "stems": dict(sorted(self._overrides.items())),
            "places": self.places.fingerprint,
            "snowball": Stemmer.version(),
        }
        return hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]


class _Stems(dict[str, str]):
    """Word → stem; "" for a stopword, and for a gap. May be asked by several threads."""

    def __init__(self, fixed: Mapping[str, str]) -> None:
        """`fixed`: those that the stemmer isn't asked for."""
        self._fixed = fixed

    def __missing__(self, word: str) -> str:
        # Text repeats itself: the dict makes any stemmer run at > 2 M words/s (language.md).
        if len(self) >= _REMEMBERED:  # an archive of noise must not fill the memory
            self.clear()
        stem = self._fixed.get(word)
        if stem is None:
            # A Stemmer isn't safe to share between threads; a new one costs 1 µs.
            stemmer = Stemmer.Stemmer("indonesian", 0)
            stem = word if word[0].isdigit() else stemmer.stemWord(word)
        self[word] = stem
        return stem


def _folded(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, entries))
