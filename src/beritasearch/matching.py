"""Whether one article fulfils one query: asked of its own document, not of an engine.

Hits say what they lack. Asking the engine once a hit and word took longer than the search.
"""

import re
from bisect import bisect
from collections.abc import Sequence
from fnmatch import translate
from typing import assert_never

from beritasearch.document import DAY, GAP, Document, first_minute
from beritasearch.query.tree import (
    All,
    And,
    Boost,
    DateRange,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Term,
    Wildcard,
    Word,
)


class Held:
    """What one document holds, ready to be asked often."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._terms = {
            **{name: frozenset(words) for name, words in document.words.items()},
            **{name: frozenset(values) for name, values in document.keywords.items()},
            "stems": frozenset(document.stems),
            "id": frozenset((document.id,)),
        }

    def matches(self, query: Query) -> bool:  # noqa: C901, PLR0911, PLR0912 # a case a node
        """Whether an engine would find the document for `query`."""
        match query:
            case All():
                return True
            case Nothing():
                return False
            case Term(field, text):
                return text in self._held(field)
            case Word(text, None):
                return any(text in self._held(field) for field in ("title", "body"))
            case Word(_, stem):
                return stem in self._held("stems")
            case Phrase():
                return self._has_phrase(query)
            case Prefix(field, text):
                return any(word.startswith(text) for word in self._held(field))
            case Wildcard(field, pattern):
                fits = re.compile(translate(pattern.replace("[", "[[]"))).match
                return any(map(fits, self._held(field)))
            case DateRange():
                return self._is_within(query)
            case And(parts):
                return all(map(self.matches, parts))
            case Or(parts):
                return any(map(self.matches, parts))
            case Not(part):
                return not self.matches(part)
            case Boost(part, _) | Prefer(part, _):
                return self.matches(part)
        assert_never(query)

    def _held(self, field: str) -> frozenset[str]:
        return self._terms.get(field, frozenset())

    def _has_phrase(self, phrase: Phrase) -> bool:
        if not self._held(phrase.field).issuperset(phrase.words):
            return False
        text = self._document.words[phrase.field]
        places = {word: _places(word, text) for word in (*phrase.words, GAP)}
        ends: Sequence[int] = places[phrase.words[0]]
        for word in phrase.words[1:]:
            ends = [
                place
                for place in places[word]
                if any(_is_next(end, place, phrase.slop, places[GAP]) for end in ends)
            ]
        return bool(ends)

    def _is_within(self, period: DateRange) -> bool:
        published = self._document.published
        if published is None:
            return False
        since, until = period.since, period.until
        has_begun = not since or first_minute(since) <= published
        return has_begun and (not until or published < first_minute(until) + DAY)


def _places(word: str, text: Sequence[str]) -> list[int]:
    return [place for place, held in enumerate(text) if held == word]


def _is_next(end: int, place: int, slop: int, gaps: Sequence[int]) -> bool:
    return 0 < place - end <= slop + 1 and bisect(gaps, end) == bisect(gaps, place)
