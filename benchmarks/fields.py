"""How well the fields of an article are read from its prose, on articles labelled by hand.

    python benchmarks/fields.py [--errors] [--stated] [../shared/data/gold-fields.jsonl]

The articles are split in two halves by a hash of their id: rules were tuned on the first only.
`--stated` also compares the days read from the prose of news-dev.jsonl.gz with those that its
files state, for the news that state one: nobody labelled them, but they are many.
"""

import gzip
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from beritasearch.language.dates import read_date
from beritasearch.language.tokens import normalise
from beritasearch.reading.cleaning import clean_body
from beritasearch.reading.dating import read_day
from beritasearch.reading.decoding import mended
from beritasearch.reading.fields import Inferred, infer

DATA = Path(__file__).parent.parent.parent / "shared/data"
GOLD = DATA / "gold-fields.jsonl"
GARBAGE = "2020-03-10"
"""What one of the collections states of all its articles."""
GAPS = {
    "the day or the one before": (timedelta(0), timedelta(days=1)),
    "within the week": (timedelta(days=-1), timedelta(days=7)),
    "within 45 days": (timedelta(days=-1), timedelta(days=45)),
    "to come": (timedelta.min, timedelta(days=-1)),
    "long past": (timedelta(days=45), timedelta.max),
}


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


def stated(third: int) -> Counter[str]:
    """How far the days of a third of the news lie before those that their files state."""
    counts: Counter[str] = Counter()
    with gzip.open(DATA / "news-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            article = json.loads(line)
            said = read_date(article["date"] or "")
            if number % 3 != third or article["genre"] != "news" or not said:
                continue
            if (day := _day(said)).isoformat() != GARBAGE:
                title, body = (normalise(mended(article[name])) for name in ("title", "body"))
                found, _ = read_day(title, clean_body(title, body).body, None)
                counts[_gap(day, _day(found)) if found else "none"] += 1
    return counts


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def _gap(said: date, found: date) -> str:
    return next(name for name, (least, most) in GAPS.items() if least <= said - found <= most)


def main(path: Path = GOLD, *, show_errors: bool = False, show_stated: bool = False) -> None:
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
    for third in range(3) if show_stated else ():
        counts = stated(third)
        shown = ", ".join(f"{name} {counts[name]}" for name in (*GAPS, "none"))
        print(f"third {third} of the news: {counts.total()} state a day; read: {shown}")


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(
        *map(Path, arguments),
        show_errors="--errors" in sys.argv,
        show_stated="--stated" in sys.argv,
    )
