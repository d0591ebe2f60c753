"""What are synonyms worth, and what do they cost? For docs/decisions/0007.

python benchmarks/synonyms.py INDEX [QUERIES]: three neighbouring words of a headline that hold a
name with synonyms are to find their article: as they stand there, and with the name swapped for
another of its group. Prints MRR@10 of both for several weights of synonyms.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from beritasearch import Archive, weights
from beritasearch.engine import Engine
from beritasearch.engines import open_engine
from beritasearch.language.analysis import Language
from beritasearch.language.synonyms import Synonyms
from beritasearch.manifest import read_manifest
from beritasearch.query.syntax import parse

WEIGHTS = (1, 0.5, 0.25, 0.1, 0.05)
LENGTH = 3
Case = tuple[str, str, str]
"""The words of a headline, the same with a name swapped, the article's id."""


def cases(archive: Archive, language: Language, chance: random.Random) -> Iterator[Case]:
    for article in archive.scan():
        title = [word for word in language.words(article.title) if language.stem(word)]
        if len(title) > LENGTH:
            start = chance.randrange(len(title) - LENGTH)
            typed = title[start : start + LENGTH]
            if swapped := _swapped(typed, language, chance):
                yield " ".join(typed), " ".join(swapped), article.id


def _swapped(typed: list[str], language: Language, chance: random.Random) -> list[str] | None:
    for start in range(LENGTH):
        for end in range(LENGTH, start, -1):
            if others := language.synonyms.others(typed[start:end]):
                return [*typed[:start], *chance.choice(others), *typed[end:]]
    return None


def reciprocal_rank(engine: Engine, language: Language, query: str, wanted: str) -> float:
    page = engine.search(parse(query, language), limit=10).page
    ids = [match.id for match in page]
    return 1 / (ids.index(wanted) + 1) if wanted in ids else 0.0


def mean_rank(engine: Engine, language: Language, queries: Sequence[tuple[str, str]]) -> float:
    return sum(reciprocal_rank(engine, language, *query) for query in queries) / len(queries)


def main(index: str, most: int = 400) -> None:
    language, chance = Language(), random.Random(1)
    with Archive(index) as archive:
        found = list(cases(archive, language, chance))
    found = chance.sample(found, min(most, len(found)))
    generation = Path(index) / (Path(index) / "CURRENT").read_text(encoding="utf-8").strip()
    engine = open_engine(read_manifest(generation).engine, generation / "engine")
    without = Language()
    without.__dict__["synonyms"] = Synonyms([])
    print(f"{len(found)} queries\nweight\tas written\tswapped")
    for weight in (None, *WEIGHTS):
        weights.SYNONYM = weight or 1
        asked = language if weight else without
        written = mean_rank(engine, asked, [(typed, wanted) for typed, _, wanted in found])
        swapped = mean_rank(engine, asked, [(other, wanted) for _, other, wanted in found])
        print(f"{weight}\t{written:.3f}\t{swapped:.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
