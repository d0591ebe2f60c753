"""The passage of an article worth reading, the words that were asked for marked in it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import translate

from beritasearch.language.analysis import Language
from beritasearch.language.tokens import Token, tokens, wanted_tokens
from beritasearch.query.tree import Phrase, Prefix, Query, Term, Wildcard, Word, leaves

LENGTH = 240
"""Characters of a passage, at most."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage, and where in it the words stand that were asked for."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def marked(self, before: str, after: str) -> str:
        """The passage with each mark between `before` and `after`."""
        parts, last = [], 0
        for start, end in self.marks:
            parts += [self.text[last:start], before, self.text[start:end], after]
            last = end
        return "".join((*parts, self.text[last:]))

    def __str__(self) -> str:
        return self.text


class Marker:
    """Finds the words of a query in a text, in every form that the query matches."""

    def __init__(self, query: Query, language: Language) -> None:
        self._language = language
        self._words: set[str] = set()
        self._stems: set[str] = set()
        self._patterns: list[str] = []
        self._phrases: list[Phrase] = []
        for leaf in leaves(query):
            self._collect(leaf)
        self._pattern = re.compile("|".join(self._patterns)) if self._patterns else None

    def _collect(self, leaf: Query) -> None:
        match leaf:
            case Word(_, str(stem)):
                self._stems.add(stem)
            case Word(text, None) | Term("title" | "body" | "person", text):
                self._words.add(text)
            case Phrase("title" | "body" | "person"):
                self._phrases.append(leaf)
            case Prefix("title" | "body" | "person", text):
                self._patterns.append(re.escape(text))
            case Wildcard("title" | "body" | "person", pattern):
                self._patterns.append(translate(pattern))
            case _:  # other fields aren't in the text
                pass

    def matches(self, word: str) -> bool:
        """Does the query ask for this word by itself?"""
        return (
            word in self._words
            or (bool(self._stems) and self._language.stem(word) in self._stems)
            or (self._pattern is not None and self._pattern.match(word) is not None)
        )

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where in `text` the words stand that are asked for."""
        return tuple((token.start, token.end) for token in self.asked_for(text))

    def asked_for(self, text: str) -> list[Token]:
        """The words of `text` that are asked for, in order."""
        if not self._phrases:
            return wanted_tokens(text, self.matches)
        found = list(tokens(text))
        places = {i for i, token in enumerate(found) if self.matches(token.term)}
        for phrase in self._phrases:
            for start in range(len(found)):
                places.update(_phrase_at(phrase, found, start))
        return [found[place] for place in sorted(places)]


def _phrase_at(phrase: Phrase, found: Sequence[Token], start: int) -> list[int]:
    """The places of the phrase's words when it stands at `start`, else none."""
    if found[start].term != phrase.words[0]:
        return []
    places = [start]
    for word in phrase.words[1:]:
        near = range(places[-1] + 1, min(places[-1] + 2 + phrase.slop, len(found)))
        place = next((i for i in near if found[i].term == word), None)
        if place is None:
            return []
        places.append(place)
    return places


def excerpt(body: str, marker: Marker, *, length: int = LENGTH) -> Excerpt:
    """The passage of `body` with the most different words asked for; else its beginning."""
    marks = marker.asked_for(body)
    start = _start(body, _densest(marks, length), length) if marks else 0
    end = _end(body, start, length)
    before, after = "…" if start else "", "…" if end < len(body) else ""
    shift = len(before) - start
    return Excerpt(
        before + re.sub(r"\s", " ", body[start:end]) + after,
        tuple((m.start + shift, m.end + shift) for m in marks if start <= m.start < m.end <= end),
    )


def _densest(marks: Sequence[Token], length: int) -> int:
    """Where a passage starts that holds the most different words, then the most words."""
    starts = [mark.start for mark in marks]
    best, most = starts[0], (0, 0)
    for i, start in enumerate(starts):
        inside = marks[i : bisect_left(starts, start + length * 3 // 4)]
        held = (len({mark.term for mark in inside}), len(inside))
        if held > most:
            best, most = start, held
    return best


def _start(body: str, mark: int, length: int) -> int:
    """Where the sentence with the mark begins; a word near the mark when that is too far off."""
    reach = max(0, mark - length // 3)
    ends = [match.end() for match in _SENTENCE_END.finditer(body, reach, mark)]
    if ends:
        return ends[-1]
    if reach == 0:
        return 0
    space = body.find(" ", reach, mark)
    return space + 1 if space >= 0 else mark


def _end(body: str, start: int, length: int) -> int:
    """Where a passage from `start` ends: between words, room left for two ellipses."""
    limit = start + length - len("……")
    if limit >= len(body):
        return len(body.rstrip())
    space = max(body.rfind(" ", start, limit + 1), body.rfind("\n", start, limit + 1))
    return space if space > start else limit
