"""A question that every engine of benchmarks/engines.py is asked, and what can be asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from beritasearch.article import Article


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `kind` is one of engines.KINDS."""

    kind: str
    words: tuple[str, ...]
    city: str = ""
    since: date = date.min
    until: date = date.max


Ask = Callable[[Question], int | None]
"""The total of a question; None: the engine can't be asked so."""


class Side(Protocol):
    """One engine."""

    needs: str
    """The module that it can't do without."""

    def build(self, articles: Iterable[Article], directory: Path) -> None:
        """Index them."""

    def open(self, directory: Path) -> Ask:
        """What answers questions over the index."""


def day(when: date | None) -> int:
    """A day as a number that can be ranged and sorted; 0: none."""
    return when.year * 10_000 + when.month * 100 + when.day if when else 0


def month(article: Article) -> str:
    return article.published.isoformat()[:7] if article.published else ""
