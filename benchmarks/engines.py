"""Search engines side by side, on the same articles in one run; prints Markdown.

    python -m benchmarks.engines [ARTICLES.jsonl[.gz]] [--articles N] [--queries N] [--svg FILE]
                                [--only NAME …]

More articles than the file has are its own again, under new ids.

Each side (benchmarks/sides.py; bm25s and Xapian where they are installed,
benchmarks/scorers.py) indexes in a process of its own, then answers the same questions
in another. Seconds are of processor time, so that a busy machine doesn't count; a side that
works in threads is charged for all of them. Words are drawn as often as they are written,
without stopwords; phrases are neighbours in an article; a fielded question is two words, the
city of an article that holds them and the year around its day. Reading the articles (cities by
our own dateline reader) happens before the clock starts.
"""

import argparse
import gzip
import json
import pickle
import random
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, count, islice, pairwise
from pathlib import Path
from typing import Any

from benchmarks.asking import Question
from benchmarks.drawing import plot
from benchmarks.sides import installed
from benchmarks.whoosh_engine import DEFAULT, figures, measure, timed

from beritasearch.article import Article
from beritasearch.language.analysis import Language
from beritasearch.language.tokens import words
from beritasearch.reading.dateline import read_dateline

KINDS = {
    "one": "one word", "and": "two, AND", "or": "three, OR", "phrase": "phrase",
    "prefix": "prefix", "fuzzy": "a typo", "fielded": "city, dates, two words",
    "newest": "newest first", "facets": "facets",
}  # fmt: skip
OURS = "our Whoosh engine", "our tantivy engine"
SEED = 1
STOPWORDS = Language().stopwords


def read(path: Path, limit: int | None) -> Iterator[Article]:
    """The articles of a JSONL file, all or the first ones, again and again if it has fewer.

    Those without a title are called by their first words.
    """
    rows = chain.from_iterable(_rows(path) for _ in (range(1) if limit is None else count()))
    for number, row in enumerate(islice(rows, limit)):
        body = row["body"].strip() or row["title"]
        title = (row.get("title") or "").strip() or body[:80]
        place = read_dateline(title, body).place
        yield Article(
            id=f"{row.get('url') or ''}#{number}",
            title=title,
            body=body,
            published=_day(row.get("date") or ""),
            cities=(place,) if place else (),
        )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opened: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _day(text: str) -> date | None:
    """The day that an ISO date begins with; the file has dates as scraped, too."""
    try:
        return date.fromisoformat(text[: len("2024-08-21")])
    except ValueError:
        return None


def kept(path: Path) -> Iterator[Article]:
    """The articles that were written to a file, one at a time."""
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)  # noqa: S301 # written by this very run


def questions(articles: Sequence[Article], count: int) -> dict[str, list[Question]]:
    """`count` of each kind."""
    drawing = random.Random(SEED)
    texts = [_telling(article) for article in articles]
    full = [number for number, text in enumerate(texts) if len(text) > 9]
    placed = [n for n in full if articles[n].published and articles[n].cities] or full

    def some(many: int) -> tuple[str, ...]:
        return tuple(drawing.choice(texts[drawing.choice(full)]) for _ in range(many))

    def side_by_side() -> tuple[str, ...]:
        found = words(articles[drawing.choice(full)].body)
        pairs = [pair for pair in pairwise(found) if all(map(str.isalpha, pair))]
        return drawing.choice(pairs or [(found[0], found[1])])

    def fielded() -> Question:
        number = drawing.choice(placed)
        when = articles[number].published or date.min + timedelta(200)
        said = tuple(drawing.sample(texts[number], 2))
        city = "".join(articles[number].cities[:1])
        half = timedelta(183)
        return Question("fielded", said, city, when - half, when + half)

    drawn: dict[str, Callable[[], Question]] = {
        "one": lambda: Question("one", some(1)),
        "and": lambda: Question("and", some(2)),
        "or": lambda: Question("or", some(3)),
        "phrase": lambda: Question("phrase", side_by_side()),
        "prefix": lambda: Question("prefix", (some(1)[0][:4],)),
        "fuzzy": lambda: Question("fuzzy", (_misspelt(some(1)[0], drawing),)),
        "fielded": fielded,
        "newest": lambda: Question("newest", some(1)),
        "facets": lambda: Question("facets", some(1)),
    }
    return {kind: [drawn[kind]() for _ in range(count)] for kind in KINDS}


def _telling(article: Article) -> list[str]:
    found = words(article.body)
    return [word for word in found if word.isalpha() and len(word) > 3 and word not in STOPWORDS]


def _misspelt(word: str, drawing: random.Random) -> str:
    place = drawing.randrange(1, len(word))
    return word[:place] + drawing.choice("aeknrt") + word[place + 1 :]


def build(name: str, articles: Path, directory: Path) -> None:
    """Index with one side."""
    installed()[name].build(kept(articles), directory)


Answers = tuple[list[float], list[int | None]]
"""Seconds and total of each question."""


def answer(name: str, directory: Path, asked: dict[str, list[Question]]) -> dict[str, Answers]:
    """What one side answers to questions of every kind."""
    ask = installed()[name].open(directory)
    return {kind: timed(questions, ask) for kind, questions in asked.items()}  # type: ignore[arg-type, misc]


def table_of_indexing(
    articles: Path, total: int, directories: dict[str, Path]
) -> dict[str, float | None]:
    """Index with every side, and print how that went; seconds by side."""
    seconds_of: dict[str, float | None] = {}
    print(f"{total} articles\n\n| | articles/s | MB on disk | MB peak | processor s |")
    print("|---|---|---|---|---|", flush=True)
    for name, directory in directories.items():
        seconds, peak, _ = measure(build, name, articles, directory)
        size = sum(file.stat().st_size for file in directory.rglob("*")) / 1e6
        cells = f"{total / seconds:.0f} | {size:.1f} | {peak:.0f} | {seconds:.1f}"
        print(f"| {name} | {cells} |", flush=True)
        seconds_of[name] = seconds
    return seconds_of


def table_of_answers(
    asked: dict[str, list[Question]], directories: dict[str, Path]
) -> dict[str, dict[str, float | None]]:
    """Ask every side, and print how long it took; the medians by kind and side."""
    print(f"\n| p50 / p95 ms (mean total) | {' | '.join(KINDS.values())} |")
    print("|---" * (len(KINDS) + 1) + "|", flush=True)
    medians: dict[str, dict[str, float | None]] = {kind: {} for kind in KINDS.values()}
    for name, directory in directories.items():
        cells = []
        _, _, answers = measure(answer, name, directory, asked)
        for kind, called in KINDS.items():
            seconds, totals = answers[kind]
            able = None not in totals
            cells.append(f"{figures(seconds)} ({statistics.fmean(totals):.0f})" if able else "–")
            medians[called][name] = statistics.median(seconds) * 1000 if able else None
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    return medians


def table_of_ratios(times: dict[str, dict[str, float | None]]) -> None:
    """Print how many times as long as each other side ours take; below 1 they are faster."""
    print(f"\n| times as long | {' | '.join(times)} |\n{'|---' * (len(times) + 1)}|")
    for ours in filter(times["indexing"].__contains__, OURS):
        for other in next(iter(times.values())):
            cells = [_ratio(taken[ours], taken[other]) for taken in times.values()]
            if other != ours:
                print(f"| {ours} : {other} | {' | '.join(cells)} |")


def _ratio(ours: float | None, theirs: float | None) -> str:
    return f"{ours / theirs:.2f}" if ours and theirs else "–"


def main() -> None:
    """Run all sides and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path, nargs="?", default=DEFAULT)
    parser.add_argument("--articles", dest="limit", type=int, default=2000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--svg", type=Path, help="where to draw the medians")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=list(installed()))
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="engines-benchmark-"))
    articles = list(read(options.articles, options.limit))
    with (home / "articles").open("wb") as file:
        for article in articles:
            pickle.dump(article, file)
    asked = questions(articles[:20_000], options.queries)
    directories = {name: home / str(n) for n, name in enumerate(options.only)}
    for directory in directories.values():
        directory.mkdir()
    indexing = table_of_indexing(home / "articles", len(articles), directories)
    medians = table_of_answers(asked, directories)
    table_of_ratios({"indexing": indexing} | medians)
    if options.svg:
        options.svg.write_text(plot(medians), encoding="utf-8")
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
