"""Does it pay that a year in a query is also the year of articles that don't write it?

    python benchmarks/years.py INDEX [QUERIES]

Three words of headlines, one of them a year, look for their article: as they are, and with the
year of publication of an article put behind two words of a headline that has none. Prints MRR@10
and how many articles match, with years as words alone and as either.
"""

import random
import re
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice
from statistics import fmean, median
from unittest.mock import patch

from beritasearch import Archive, Article
from beritasearch.language.analysis import Language

_YEAR = re.compile("(?:19|20)[0-9]{2}")
Case = tuple[str, str]


def written(article: Article, language: Language, chance: random.Random) -> Case | None:
    """Two words of a headline beside its year, and the year."""
    words = [word for word in language.words(article.title) if language.stem(word)]
    years = [word for word in words if _YEAR.fullmatch(word)]
    others = [word for word in words if not _YEAR.fullmatch(word)]
    if not years or len(others) < 2:
        return None
    start = chance.randrange(len(others) - 1)
    return " ".join([*others[start : start + 2], years[0]]), article.id


def dated(article: Article, language: Language, chance: random.Random) -> Case | None:
    """Three words of a headline without a year, and the year of publication."""
    words = [word for word in language.words(article.title) if language.stem(word)]
    if not article.published or len(words) < 3 or any(map(_YEAR.fullmatch, words)):
        return None
    start = chance.randrange(len(words) - 2)
    return " ".join([*words[start : start + 3], str(article.published.year)]), article.id


def asked(archive: Archive, cases: list[Case]) -> str:
    ranks, totals = [], []
    for query, wanted in cases:
        page = archive.search(query, fuzzy="off", partial=False)
        ids = [hit.article.id for hit in page.hits]
        ranks.append(1 / (ids.index(wanted) + 1) if wanted in ids else 0.0)
        totals.append(page.total)
    return f"MRR {fmean(ranks):.3f}, articles that match: median {median(totals):g}"


def cases(archive: Archive, most: int) -> Iterator[tuple[str, list[Case]]]:
    language, chance = Language(), random.Random(3)
    articles = sorted(archive.scan(), key=lambda article: article.id)
    chance.shuffle(articles)
    for make in (written, dated):
        found = (case for article in articles if (case := make(article, language, chance)))
        yield make.__name__, list(islice(found, most))


def main(index: str, most: int = 300) -> None:
    with Archive(index) as archive:
        for name, found in cases(archive, most):
            for how, change in (
                ("words alone", patch("beritasearch.query.words._year", lambda _: None)),
                ("either", nullcontext()),
            ):
                with change:
                    print(f"{len(found)} {name}: {how}: {asked(archive, found)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
