"""Are sentences of articles good queries, typed as they are, marks and all?

    python benchmarks/sentences.py INDEX [ARTICLES] [--search N]

One sentence and the headline of ARTICLES (default 3,000) of the index, with the full stop and with
"?" in its place. Prints how many of them are refused and why, with an example each; and of the
first N (default 300) how many find their article among the first ten hits.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from beritasearch import Archive, QueryError
from beritasearch.language.analysis import Language
from beritasearch.query.syntax import parse

SEED = 1
SHORTEST, LONGEST = 30, 300
_END = re.compile(r"(?<=[.!?])\s+|\n+")


def sentences(archive: Archive, most: int) -> Iterator[tuple[str, str]]:
    """Sentence and id of its article."""
    chance = random.Random(SEED)
    articles = sorted(archive.scan(), key=lambda article: article.id)
    for article in chance.sample(articles, min(most, len(articles))):
        long = [s for s in _END.split(article.body) if SHORTEST < len(s) < LONGEST]
        for text in (*chance.sample(long, min(1, len(long))), article.title):
            yield text, article.id
            yield text.rstrip(".") + "?", article.id


def main() -> None:
    """Parse all, search some, and print what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("articles", type=int, nargs="?", default=3000)
    parser.add_argument("--search", type=int, default=300)
    options = parser.parse_args()
    language, refused, examples = Language(), Counter[str](), dict[str, str]()
    with Archive(options.index) as archive:
        asked = list(sentences(archive, options.articles))
        understood: list[tuple[str, str]] = []
        for text, name in asked:
            try:
                parse(text, language)
            except QueryError as error:
                reason = str(error).splitlines()[0]
                refused[reason] += 1
                examples.setdefault(reason, str(error))
            else:
                understood.append((text, name))
        print(f"{len(asked)} texts, {refused.total()} refused")
        for reason, count in refused.most_common():
            print(f"{count} {examples[reason]}")
        searched = random.Random(SEED).sample(understood, min(options.search, len(understood)))
        found = sum(
            name in [hit.article.id for hit in archive.search(text).hits] for text, name in searched
        )
    print(f"{found} of {len(searched)} find their article among the first ten")


if __name__ == "__main__":
    main()
