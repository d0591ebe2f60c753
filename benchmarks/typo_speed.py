"""What do two misspelt words cost a search? For docs/decisions/0004.

    python benchmarks/typo_speed.py ARTICLES.jsonl[.gz] [--articles N] [--queries N]

Queries of three words from headlines, as they are and with a typo in two of the words, asked by
turns in one process. Prints the processor time of both (p50, p95), and the goal: less than twice.
The index is kept as quality.py keeps it.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import quantiles

from known_items import misspelt, rows
from quality import kept_index

from beritasearch import Archive
from beritasearch.language.analysis import Language

SEED, LONG = 7, 5


def queries(articles: Sequence[dict[str, str]], most: int) -> Iterator[tuple[str, str]]:
    """Three words side by side in a headline; the same with two of them misspelt."""
    chance, language = random.Random(SEED), Language()
    for row in chance.sample(articles, len(articles)):
        words = [word for word in language.words(row["title"]) if language.stem(word)][:3]
        long = [place for place, word in enumerate(words) if word.isalpha() and len(word) >= LONG]
        if len(words) == 3 and len(long) >= 2 and most:
            wrong = list(words)
            for place in chance.sample(long, 2):
                while wrong[place] == words[place]:
                    wrong[place] = misspelt(words[place], chance)
            most -= 1
            yield " ".join(words), " ".join(wrong)


def milliseconds(archive: Archive, query: str) -> float:
    began = time.process_time()
    archive.search(query)
    return (time.process_time() - began) * 1000


def main() -> None:
    """Ask, and print both distributions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--articles", dest="most", type=int, default=20_700)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    articles = list(rows(options.articles, options.most))
    with Archive(kept_index(articles)) as archive:
        archive.search("banjir semarang")  # what is loaded once
        archive.search("bnajir smarang")
        pairs = list(queries(articles, options.queries))
        times = [(milliseconds(archive, a), milliseconds(archive, b)) for a, b in pairs]
    print(f"{len(articles)} articles, {len(pairs)} queries; milliseconds of processor time")
    p95 = []
    for name, each in zip(("spelt right", "two misspelt"), zip(*times, strict=True), strict=True):
        percent = quantiles(each, n=100)
        p95.append(percent[94])
        print(f"{name:<12} p50 {percent[49]:.0f}, p95 {percent[94]:.0f}")
    print(f"p95: {p95[1] / p95[0]:.2f} times as long")


if __name__ == "__main__":
    main()
