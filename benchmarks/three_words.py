"""Three words of a passage that look for it, and the same with a typo in one of them.

    python benchmarks/three_words.py ARTICLES.jsonl[.gz] [--passages N] [--engine NAME] [--seed N]

The passages are those of benchmarks/questions.py: the first words of N articles, none with a title.
Of a sentence of each, three telling words are taken: neighbours, any, or the rarest. The typos
are of the kinds and shares that real ones have (benchmarks/known_items.py), in a word of five
letters or more. Prints MRR@10 with typos looked for (auto) and not (off), and how much of the
clean result a query with a typo keeps. What a typo loses in whole archives, by headlines of other
articles: benchmarks/quality.py --three-words.
"""

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from known_items import UNTITLED, misspelt
from questions import passages

from beritasearch import Archive, Article
from beritasearch.language.analysis import Language

HOW = ("neighbours", "any", "rarest")
SHORTEST = 5
"""Letters of a word that is misspelt."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Case(NamedTuple):
    """Three words, the same with a typo, and the passage that is meant."""

    typed: str
    wrong: str
    wanted: str


def cases(texts: Mapping[str, str], how: str, chance: random.Random) -> Iterator[Case]:
    """One for each passage that has a sentence for it."""
    language = Language()
    held = Counter(word for text in texts.values() for word in {*language.words(text)})
    for name, text in texts.items():
        telling = [
            list(dict.fromkeys(w for w in language.words(s) if language.stem(w) and w.isalpha()))
            for s in _SENTENCE.split(text)
        ]
        if sentences := [words for words in telling if len(words) > len(HOW)]:
            words = chance.choice(sentences)
            three = drawn(words, how, chance, held)
            long = [word for word in three if len(word) >= SHORTEST]
            if long:
                right = chance.choice(long)
                while (wrong := misspelt(right, chance)) == right:
                    pass
                typo = " ".join(wrong if word == right else word for word in three)
                yield Case(" ".join(three), typo, name)


def drawn(words: list[str], how: str, chance: random.Random, held: Mapping[str, int]) -> list[str]:
    """Three of the words, in their order."""
    if how == "neighbours":
        start = chance.randrange(len(words) - 2)
        return words[start : start + 3]
    three = sorted(words, key=held.__getitem__)[:3] if how == "rarest" else chance.sample(words, 3)
    return sorted(three, key=words.index)


def rank(archive: Archive, query: str, wanted: str, fuzzy: Any) -> float:
    """1/rank of the passage among the first ten, 0 where it isn't."""
    ids = [hit.article.id for hit in archive.search(query, fuzzy=fuzzy).hits]
    return 1 / (ids.index(wanted) + 1) if wanted in ids else 0.0


def main() -> None:
    """Index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--passages", type=int, default=1369)
    parser.add_argument("--engine", default="whoosh")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    texts = passages(options.articles, options.passages, 1)
    print(f"{len(texts)} passages, {options.engine}, seed {options.seed}\n")
    print("| three words | queries | off | auto | with a typo | off | kept |\n|" + "---|" * 7)
    with tempfile.TemporaryDirectory() as scratch, Archive(scratch, engine=options.engine) as found:
        found.put(Article(name, UNTITLED, text) for name, text in texts.items())
        for how in HOW:
            asked = list(cases(texts, how, random.Random(options.seed)))
            off, auto, typo, lost = (
                fmean(rank(found, getattr(case, which), case.wanted, fuzzy) for case in asked)
                for which, fuzzy in (
                    ("typed", "off"), ("typed", "auto"), ("wrong", "auto"), ("wrong", "off"),
                )
            )  # fmt: skip
            row = (off, auto, typo, lost, typo / auto)
            print(f"| {how} | {len(asked)} | {' | '.join(f'{n:.3f}' for n in row)} |", flush=True)


if __name__ == "__main__":
    main()
