"""How well the fields of an article are read from its prose, on articles labelled by hand.

    python benchmarks/fields.py [../shared/data/gold-fields.jsonl]

The articles are split in two halves by a hash of their id: rules were tuned on the first only.
"""

import hashlib
import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from beritasearch.reading.fields import Inferred, infer

GOLD = Path(__file__).parent.parent.parent / "shared/data/gold-fields.jsonl"


@dataclass
class Score:
    """Counts over some articles; `errors` are lines to read."""

    articles: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("dateline", "date"), 0))
    found: int = 0
    wanted: int = 0
    shared: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)

    def accuracy(self, name: str) -> float:
        return self.right[name] / self.articles if self.articles else 0.0

    @property
    def cities_f1(self) -> float:
        return 2 * self.shared / (self.found + self.wanted) if self.found + self.wanted else 0.0

    def add(self, article: dict[str, Any], inferred: Inferred) -> None:
        """Count one article; a city counts once an article."""
        gold, day = article["gold"], inferred.published
        got = {
            "dateline": inferred.dateline,
            "date": (day.date() if isinstance(day, datetime) else day).isoformat() if day else None,
        }
        self.articles += 1
        for name, value in got.items():
            self.right[name] += value == gold[name]
            if value != gold[name]:
                self.errors.append(f"{article['id']} {name}: {value}, not {gold[name]}")
        cities, wanted = set(inferred.cities), set(gold["cities"])
        self.found, self.wanted = self.found + len(cities), self.wanted + len(wanted)
        self.shared += len(cities & wanted)
        if cities != wanted:
            more, less = sorted(cities - wanted), sorted(wanted - cities)
            self.errors.append(f"{article['id']} cities: too many {more}, missing {less}")


def own_text(article: dict[str, Any]) -> tuple[str, str]:
    """Title and body without the lines that the labels call boilerplate."""
    boilerplate = set(article["gold"]["boilerplate"])
    lines = [line for i, line in enumerate(article["lines"]) if i and i not in boilerplate]
    return article["lines"][0], "\n".join(lines)


def score(articles: Iterable[dict[str, Any]]) -> Score:
    """The score of `infer` on labelled articles. Their URLs are withheld: the labels are too."""
    total = Score()
    infer("", "SOLO, KOMPAS.com - Kecamatan Laweyan, Rabu (21/8/2024).")  # loads the word lists
    for article in articles:
        title, body = own_text(article)
        start = time.process_time()
        inferred = infer(title, body)
        total.seconds += time.process_time() - start
        total.add(article, inferred)
    return total


def tuned_on(article: dict[str, Any]) -> bool:
    """Whether the rules may have seen this article."""
    return hashlib.sha256(article["id"].encode()).digest()[0] % 2 == 0


def labelled(path: Path = GOLD) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main(path: Path = GOLD, *, show_errors: bool = False) -> None:
    halves: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for article in labelled(path):
        halves[tuned_on(article)].append(article)
    for seen, articles in halves.items():
        result = score(articles)
        print(
            f"{'tuned on' if seen else 'held out':9} {len(articles):3} articles: "
            f"dateline {result.accuracy('dateline'):.3f}, date {result.accuracy('date'):.3f}, "
            f"cities F1 {result.cities_f1:.3f}; "
            f"{1000 * result.seconds / result.articles:.2f} ms an article"
        )
        if show_errors and seen:
            print("\n".join(result.errors))


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--errors"]
    main(*map(Path, arguments), show_errors="--errors" in sys.argv)
