"""Our Whoosh engine beside raw Whoosh, on the same articles in one run; prints Markdown.

    python benchmarks/whoosh_engine.py [ARTICLES.jsonl[.gz]] [--articles N] [--jobs N]

Each side indexes in its own process: raw Whoosh with its StandardAnalyzer over title and body,
ours with all its analysis (words and stems) in batches as `index` makes them. Then both answer
the same queries: words drawn from the articles, two joined by AND, three by OR, with exact
totals and a page of ten. Seconds are of processor time, so that a busy machine doesn't count.
With `--jobs 2` a third side indexes the same articles as the command line does, in two processes
and with all that this means besides: files are read, understood and cleaned by workers, the first
process keeps the articles, analyses and writes. It is told in seconds of the clock, and of
processor time by the first process and by the others: the slowest of them bounds the clock.
Without a file it reads the articles of ../shared.
"""

import argparse
import gzip
import json
import multiprocessing
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.query import And as RawAnd
from whoosh.query import Or as RawOr
from whoosh.query import Term as RawTerm

from beritasearch import Archive
from beritasearch.article import Article
from beritasearch.document import document
from beritasearch.engines import open_engine
from beritasearch.language.analysis import Language
from beritasearch.language.tokens import words
from beritasearch.query.tree import Query, Word, all_of, any_of

DEFAULT = Path(__file__).parents[2] / "shared" / "data" / "news-dev.jsonl.gz"
BATCH = 5000
QUERIES = 200
Asked = Sequence[Sequence[str]]


def articles(path: Path, limit: int | None) -> Iterator[Article]:
    """The articles of a JSONL file; those without a title are called by their first words."""
    read: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, limit)):
            row = json.loads(line)
            body = row["body"].strip() or row["title"]
            title = (row.get("title") or "").strip() or body[:80]
            yield Article(id=f"{row.get('url') or ''}#{number}", title=title, body=body)


def raw_index(path: Path, limit: int | None, directory: Path) -> None:
    """What a reader of Whoosh's tutorial writes."""
    schema = fields.Schema(id=fields.ID(stored=True), title=fields.TEXT, body=fields.TEXT)
    writer = index.create_in(str(directory), schema).writer(limitmb=256)
    for article in articles(path, limit):
        writer.add_document(id=article.id, title=article.title, body=article.body)
    writer.commit()


def our_index(path: Path, limit: int | None, directory: Path) -> None:
    """What beritasearch does after an article is in the store."""
    language, engine = Language(), open_engine("whoosh", directory)
    source = articles(path, limit)
    while batch := [document(article, language) for article in islice(source, BATCH)]:
        engine.put(batch)
    engine.close()


def whole_index(path: Path, limit: int | None, directory: Path, jobs: int) -> tuple[float, float]:
    """What `index --jobs N` does; seconds of the clock, and of other processes."""
    written = directory / "articles.jsonl"
    with written.open("w", encoding="utf-8") as lines:
        for article in articles(path, limit):
            row = {"url": article.id, "title": article.title, "body": article.body}
            lines.write(json.dumps(row) + "\n")
    began = time.perf_counter()
    with Archive(directory / "index", engine="whoosh") as archive:
        archive.add([written], jobs=jobs)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - began, others.ru_utime + others.ru_stime


def raw_search(directory: Path, asked: Asked) -> tuple[list[float], list[int]]:
    """Seconds and total of each query."""
    joined = {2: RawAnd, 3: RawOr}
    with index.open_dir(str(directory)).searcher() as searcher:

        def total(said: Sequence[str]) -> int:
            terms = [RawTerm("body", word) for word in said]
            query = joined[len(said)](terms) if len(said) > 1 else terms[0]
            return len(searcher.search(query, limit=10))  # len() makes the total exact

        return timed(asked, total)


def our_search(directory: Path, asked: Asked) -> tuple[list[float], list[int]]:
    """Seconds and total of each query."""
    language, engine = Language(), open_engine("whoosh", directory)
    try:
        return timed(asked, lambda said: engine.search(our_query(language, said)).total)
    finally:
        engine.close()


def our_query(language: Language, said: Sequence[str]) -> Query:
    parts = [Word(word, language.stem(word)) for word in said]
    return any_of(*parts) if len(parts) == 3 else all_of(*parts)


def timed(asked: Asked, total: Callable[[Sequence[str]], int]) -> tuple[list[float], list[int]]:
    for said in asked[:5]:
        total(said)  # columns are read with the first query
    seconds, totals = [], []
    for said in asked:
        start = time.process_time()
        totals.append(total(said))
        seconds.append(time.process_time() - start)
    return seconds, totals


def drawn(path: Path, limit: int | None) -> list[str]:
    """Words that a person might type, as often as they are written."""
    stopwords, held = Language().stopwords, Counter[str]()
    for article in articles(path, min(limit or 2000, 2000)):
        held.update({word for word in words(article.body) if word.isalpha() and len(word) > 3})
    common = sorted(word for word, count in held.items() if count >= 20 and word not in stopwords)
    return random.Random(1).choices(common, [held[word] for word in common], k=QUERIES * 6)


def measure(work: Callable[..., Any], *arguments: Any) -> tuple[float, float, Any]:
    """Seconds, peak memory in MB and result of a call in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, work, arguments).result()


def _measured(work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[float, float, Any]:
    start = time.process_time()
    result = work(*arguments)
    return time.process_time() - start, peak(), result


def peak() -> float:
    """The most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage begins with what the process that started this one held
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / (1 << 10)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    """Run both sides and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path, nargs="?", default=DEFAULT)
    parser.add_argument("--articles", dest="limit", type=int)
    parser.add_argument("--jobs", type=int, help="also index in so many processes")
    options = parser.parse_args()
    path, limit = options.articles, options.limit
    count = sum(1 for _ in articles(path, limit))
    pool = drawn(path, limit)
    asked = {n: [pool[i : i + n] for i in range(0, QUERIES * n, n)] for n in (1, 2, 3)}
    sides = {"raw Whoosh": (raw_index, raw_search), "ours": (our_index, our_search)}
    print(f"{count} articles\n\n| | articles/s | MB on disk | MB peak | processor s |")
    print("|---|---|---|---|---|", flush=True)
    directories = {}
    for name, (build, _) in sides.items():
        directory = directories[name] = Path(tempfile.mkdtemp(prefix="whoosh-benchmark-"))
        seconds, most, _ = measure(build, path, limit, directory)
        size = sum(file.stat().st_size for file in directory.rglob("*")) / 1e6
        print(
            f"| {name} | {count / seconds:.0f} | {size:.0f} | {most:.0f} | {seconds:.0f} |",
            flush=True,
        )
    if options.jobs:
        table_of_processes(path, limit, count, options.jobs)
    print("\n| p50 / p95 ms (mean total) | one word | two, AND | three, OR |\n|---|---|---|---|")
    for name, (_, search) in sides.items():
        cells = []
        for queries in asked.values():
            _, _, (times, totals) = measure(search, directories[name], queries)
            cells.append(f"{figures(times)} ({statistics.fmean(totals):.0f})")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    for directory in directories.values():
        shutil.rmtree(directory)


def table_of_processes(path: Path, limit: int | None, count: int, jobs: int) -> None:
    """Raw Whoosh in one process, and all of our indexing in several, by the clock."""
    print("\n| | articles/s by the clock | processor s: first process | the others |")
    print("|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        seconds, _, _ = measure(raw_index, path, limit, Path(home))
        rate = count / (time.perf_counter() - began)
        print(f"| raw Whoosh, one process | {rate:.0f} | {seconds:.0f} | |", flush=True)
    with tempfile.TemporaryDirectory() as home:
        seconds, _, (clock, others) = measure(whole_index, path, limit, Path(home), jobs)
        cells = f"{count / clock:.0f} | {seconds:.0f} | {others:.0f}"
        print(f"| ours, {jobs} processes | {cells} |", flush=True)


def figures(seconds: Sequence[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    milliseconds = sorted(second * 1000 for second in seconds)
    return (
        f"{statistics.median(milliseconds):.2f} / {milliseconds[len(milliseconds) * 95 // 100]:.2f}"
    )


if __name__ == "__main__":
    main()
