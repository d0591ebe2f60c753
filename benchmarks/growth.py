"""Does an index grow at a steady pace, and in steady memory?

    python -m benchmarks.growth --articles 200000 --engine whoosh

Puts that many articles, those of a JSONL file again and again with fresh ids (../shared's, or
made-up ones where there is none), through Archive.put: analysis, store and engine, without the
reading of files. A line every 10,000 articles: seconds, processor seconds, the longest time
between two commits so far, and the most memory so far. Ends by checking the whole index; exits
with 1 when something is wrong with it, or when memory has grown with it.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from benchmarks.whoosh_engine import DEFAULT, articles

from beritasearch import Archive, Article

A_LINE = 10_000
BATCH = 5_000
EARLY, FLAT = 20_000, 2.0
"""The peak at the end may be at most so many times that at so many articles. Between the two lies
the first merge of ten segments of 5,000; the next that is larger comes at 500,000."""
PARTS = ["ban", "ku", "ra", "se", "ti", "mo", "ka", "nga", "lu", "pe", "ri", "tan", "ja", "wi"]


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=200_000)
    arguments.add_argument("--engine", default="whoosh")
    arguments.add_argument("--file", type=Path, default=DEFAULT)
    options = arguments.parse_args()
    source = "made-up articles"
    if options.file.exists():
        source = f"{options.file}, again and again"
    print(f"{options.engine}, {options.articles} articles: {source}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        is_sound = grow(Path(folder, "index"), options)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(f"{size / 2**20:.0f} MB on disk")
    if not is_sound:
        sys.exit(1)


def grow(index: Path, options: argparse.Namespace) -> bool:
    """Put batch after batch. Is all of it there, and has memory kept within bounds?"""
    peaks: dict[int, float] = {}
    began, longest, last = time.perf_counter(), 0.0, time.perf_counter()
    stream = islice(fresh(options.file), options.articles)
    print("| articles | s | processor s | longest batch s | MB peak |\n|---|---|---|---|---|")
    with Archive(index, engine=options.engine) as archive:
        done = 0
        while batch := list(islice(stream, BATCH)):
            archive.put(batch)
            done += len(batch)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
            if done % A_LINE == 0 or done == options.articles:
                peaks[done] = line(done, now - began, longest)
        early = min(EARLY, done)
        growth = peaks[done] / peaks[early]
        print(f"memory: x {growth:.2f} from {early} to {done} articles; at most x {FLAT} is flat")
        began = time.perf_counter()
        checked = archive.check()
        print(f"check: {len(checked.problems)} problems, {time.perf_counter() - began:.0f} s")
    return growth <= FLAT and not checked.problems and checked.articles == options.articles


def line(done: int, seconds: float, longest: float) -> float:
    """How it went so far, printed; gives the most memory so far in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    used = time.process_time()
    print(f"| {done} | {seconds:.0f} | {used:.0f} | {longest:.1f} | {peak:.0f} |", flush=True)
    return peak


def fresh(file: Path) -> Iterator[Article]:
    """Articles without end, no id twice."""
    if not file.exists():
        yield from made_up()
    for turn in count():
        for article in articles(file, None):
            yield Article(f"{turn}-{article.id}", article.title, article.body)


def made_up() -> Iterator[Article]:
    """Articles of 250 words out of 40,000, the first ones by far the commonest."""
    rng = random.Random(7)
    words = ["".join(rng.choices(PARTS, k=rng.randint(2, 5))) for _ in range(40_000)]
    weights = [1 / (place + 3) for place in range(len(words))]
    number = 0
    while True:
        body = " ".join(rng.choices(words, weights, k=250))
        yield Article(str(number), f"Berita {number}", body)
        number += 1


if __name__ == "__main__":
    main()
