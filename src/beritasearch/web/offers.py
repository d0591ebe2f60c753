"""Cities, persons and outlets of the archive by the beginnings of their words, for typing."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, get_args

from beritasearch.archive import Archive
from beritasearch.language.tokens import words
from beritasearch.query.quoting import condition
from beritasearch.web.asked import FIELD
from beritasearch.web.freshness import Freshness

Kind = Literal["city", "person", "outlet"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PAUSE = 30.0
"""Seconds in which names are not counted anew, however often the index is written to."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A name that articles hold, and what asks for them."""

    kind: Kind
    text: str
    count: int

    @property
    def query(self) -> str:
        """In the query language."""
        return condition(FIELD[self.kind], self.text)


@dataclass
class Offers:
    """The names, counted when they are first asked for and when the index has changed."""

    archive: Archive
    freshness: Freshness
    _held: list[tuple[str, Offer]] = field(default_factory=list)
    _version: str = ""
    _counted: float = 0.0
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def beginning(self, text: str, limit: int) -> list[Offer]:
        """Names with a word that begins as `text` does, those of most articles first."""
        typed = _folded(text)
        if not typed.strip():
            return []
        return list(islice((offer for folded, offer in self._names() if typed in folded), limit))

    def _names(self) -> list[tuple[str, Offer]]:
        with self._counting:
            version, now = self.freshness.version(), time.monotonic()
            if version != self._version and (not self._held or now - self._counted > PAUSE):
                self._held = sorted(self._count(), key=lambda held: -held[1].count)
                self._version, self._counted = version, now
            return self._held

    def _count(self) -> Iterator[tuple[str, Offer]]:
        facets = self.archive.stats(KINDS).facets
        for kind in KINDS:
            for name, count in facets[kind].items():
                yield _folded(name), Offer(kind, name, count)


def _folded(name: str) -> str:
    """A space before each word, so that only their beginnings match."""
    return "".join(f" {word}" for word in words(name))
