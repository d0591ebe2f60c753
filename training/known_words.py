"""Make src/beritasearch/language/data/known_words.txt: words that are no typos.

    python training/known_words.py ../shared/data/news-dev.jsonl.gz

A word of enough articles is one, unless another is a letter away and so much commoner that it is
likely a typo of that: "kemudia" stands in 25 of 31,393 articles, "kemudian" in 6,303.
"""

import gzip
import json
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from beritasearch.language.tokens import words

TARGET = Path(__file__).parent.parent / "src/beritasearch/language/data/known_words.txt"
FEWEST = 8
"""Articles that hold a word."""
TIMES_COMMONER = 60
"""Loreng is no typo of goreng (17 times as common), "kemudia" is one of kemudian (252 times)."""
TIMES_COMMONER_DOUBLED = 15
"""A letter once instead of twice goes wrong most easily: kecelakan, kecelakaan."""
SHORTEST = 4
"""Letters; shorter words aren't looked up as typos."""
HEADER = """\
# Words of Indonesian news that are no typos, even where an archive lacks them. Made by
# training/known_words.py from {articles:,} public articles: counted, no text is in here.
"""


def main(source: str) -> None:
    articles, counts = counted(Path(source))
    buckets: dict[int, list[str]] = {}
    often = [word for word, count in counts.items() if count >= FEWEST * TIMES_COMMONER]
    for word in often:
        buckets.setdefault(len(word), []).append(word)
    commonest: dict[str, int] = {}
    for word, count in counts.items():
        once = letters_once(word)
        commonest[once] = max(count, commonest.get(once, 0))
    known = [
        word
        for word, count in counts.items()
        if count >= FEWEST and word.isalpha() and len(word) >= SHORTEST
        if not is_typo(word, count, counts, buckets)
        if commonest[letters_once(word)] < count * TIMES_COMMONER_DOUBLED
    ]
    TARGET.write_text(HEADER.format(articles=articles) + "\n".join(sorted(known)) + "\n", "utf-8")
    print(f"{len(known):,} of {len(counts):,} words")


def counted(source: Path) -> tuple[int, Counter[str]]:
    """How many different articles there are, and how many hold each word."""
    counts, seen = Counter[str](), set[str]()
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            start = row["body"][:100]
            if start not in seen:
                seen.add(start)
                counts.update(set(words(f"{row['title']}\n{row['body']}")))
    return len(seen), counts


def letters_once(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))


def is_typo(word: str, count: int, counts: Counter[str], buckets: dict[int, list[str]]) -> bool:
    """Is a word one edit away that is so much commoner?"""
    near = (
        found
        for length in range(len(word) - 1, len(word) + 2)
        for found, _, _ in process.extract(
            word, buckets.get(length, []), scorer=OSA.distance, score_cutoff=1, limit=None
        )
    )
    return any(found != word and counts[found] >= count * TIMES_COMMONER for found in near)


if __name__ == "__main__":
    main(*sys.argv[1:])
