"""Four readers and one writer on one index: are all answers right, and how quick are they?

    python -m benchmarks.load --articles 20000 --seconds 300 --engine whoosh

Nine of ten articles are never touched again: a query for the words that only some of them hold
must find exactly those, at any moment. The tenth is written anew all the time, a tenth of it at
once: such an article must be found by its id, once, whichever version it is, and what was
written is found as soon as the writer is told that it is. Readers are processes. Prints queries
a second, p50 and p95 of each kind, how often was written, and every wrong answer.
"""

import argparse
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

from beritasearch import Archive, Article

SHOWN = 10
GROUP = 40
"""Articles that share a word which no other holds."""
PARTS = ["ban", "ku", "ra", "se", "ti", "mo", "ka", "nga", "lu", "pe", "ri", "tan", "ja", "wi"]
CITIES = ["Kota Semarang", "Kabupaten Kudus", "Kabupaten Demak", "Kota Surakarta"]


@dataclass
class Readings:
    """What a reader saw."""

    times: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Measure, and print; exits with 1 when an answer was wrong."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=20_000)
    arguments.add_argument("--seconds", type=int, default=300)
    arguments.add_argument("--readers", type=int, default=4)
    arguments.add_argument("--engine", default="whoosh")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        with Archive(index, engine=options.engine) as archive:
            archive.put(article(number, 0) for number in range(options.articles))
        if measure(index, options):
            sys.exit(1)


def measure(index: Path, options: argparse.Namespace) -> int:
    """Read and write for so long; how many answers were wrong?"""
    context = multiprocessing.get_context("spawn")
    over, told = context.Event(), context.Queue()
    readers = [
        context.Process(target=read, args=(index, options.articles, seed, over, told))
        for seed in range(options.readers)
    ]
    for reader in readers:
        reader.start()
    written, wrong = write(index, options.articles, time.monotonic() + options.seconds)
    over.set()
    readings = [told.get() for _ in readers]
    for reader in readers:
        reader.join()
    wrong += [line for reading in readings for line in reading.wrong]
    report(options, readings, written)
    print(f"wrong or missing answers: {len(wrong)}", *wrong[:SHOWN], sep="\n  ")
    return len(wrong)


def report(options: argparse.Namespace, readings: list[Readings], written: int) -> None:
    """The figures, as Markdown."""
    times: dict[str, list[float]] = {}
    for reading in readings:
        for kind, seconds in reading.times.items():
            times.setdefault(kind, []).extend(seconds)
    everything = sorted(second for seconds in times.values() for second in seconds)
    print(
        f"{options.engine}, {options.articles} articles, {options.readers} readers and a writer, "
        f"{options.seconds} s: {len(everything) / options.seconds:.0f} queries/s, "
        f"{written / options.seconds:.0f} articles/s written"
    )
    print("\n| kind | queries | p50 ms | p95 ms |\n|---|---|---|---|")
    for kind, seconds in {**times, "all": everything}.items():
        p50, p95 = statistics.median(seconds) * 1000, percentile(seconds, 95) * 1000
        print(f"| {kind} | {len(seconds)} | {p50:.1f} | {p95:.1f} |")


def percentile(seconds: list[float], share: int) -> float:
    """The time that so many percent keep to."""
    return statistics.quantiles(seconds, n=100)[share - 1] if len(seconds) > 1 else seconds[0]


def is_fixed(number: int) -> bool:
    """Is that article never written again?"""
    return number % 10 != 0


def article(number: int, version: int) -> Article:
    """The article of that number, in that version."""
    rng = random.Random(number * 1_000 + version)
    common = rng.choices(COMMON, WEIGHTS, k=150)
    group = f"gugus{number // GROUP}tetap" if is_fixed(number) else f"versi{version}ubah"
    place = rng.randrange(len(common))
    body = " ".join([*common[:place], group, f"nomor{number}satu", *common[place:]])
    return Article(str(number), f"Berita {common[0]}", body, cities=(CITIES[number % 4],))


def vocabulary() -> list[str]:
    """Words to write with, the commonest first."""
    rng = random.Random(3)
    return ["".join(rng.choices(PARTS, k=rng.randint(2, 5))) for _ in range(20_000)]


COMMON = vocabulary()
WEIGHTS = [1 / (place + 3) for place in range(len(COMMON))]


def write(index: Path, articles: int, until: float) -> tuple[int, list[str]]:
    """Write the changing articles again and again; what was written must be found at once."""
    version, written, wrong = 0, 0, []
    changing = [number for number in range(articles) if not is_fixed(number)]
    with Archive(index) as archive:
        while time.monotonic() < until:
            version += 1
            some = changing[version % 10 :: 10]
            archive.put(article(number, version) for number in some)
            written += len(some)
            found = archive.search(f"versi{version}ubah", fuzzy="off").total
            if found != len(some):
                wrong.append(f"version {version}: {found} of {len(some)} found after writing")
    return written, wrong


def read(index: Path, articles: int, seed: int, over: Event, told: "Queue[Readings]") -> None:
    """Ask until it is over, and tell what was seen."""
    rng, readings = random.Random(seed), Readings()
    with Archive(index) as archive:
        while not over.is_set():
            kind, asked, expected = question(rng, articles)
            began = time.perf_counter()
            page = archive.search(asked, limit=GROUP, fuzzy="off")
            readings.times.setdefault(kind, []).append(time.perf_counter() - began)
            ids = sorted(hit.article.id for hit in page.hits)
            if expected is not None and (ids != expected or page.total != len(expected)):
                readings.wrong.append(f"{asked}: {page.total}, {ids} instead of {expected}")
    told.put(readings)


def question(rng: random.Random, articles: int) -> tuple[str, str, list[str] | None]:
    """A kind of query, the query, and the ids that it must find (None: not known)."""
    number = rng.randrange(articles)
    kind = rng.choice(list(KINDS))
    return kind, *KINDS[kind](number, articles, rng)


def by_group(number: int, articles: int, _: random.Random) -> tuple[str, list[str]]:
    """All articles of a group that never changes."""
    group = number // GROUP
    members = range(group * GROUP, min(articles, (group + 1) * GROUP))
    return f"gugus{group}tetap", sorted(str(n) for n in members if is_fixed(n))


def by_number(number: int, *_: object) -> tuple[str, list[str]]:
    """The one article with a word, be it rewritten or not."""
    return f"nomor{number}satu", [str(number)]


def by_id(number: int, *_: object) -> tuple[str, list[str]]:
    """An article by its id."""
    return f"id:{number}", [str(number)]


def by_words(_: int, __: int, rng: random.Random) -> tuple[str, None]:
    """Two words that many articles hold, in one city."""
    first, second = rng.sample(COMMON[:300], 2)
    return f"{first} {second} kota:kudus", None


KINDS: dict[str, Callable[[int, int, random.Random], tuple[str, list[str] | None]]] = {
    "a word of 36 articles": by_group,
    "a word of one article": by_number,
    "an id": by_id,
    "two common words and a city": by_words,
}

if __name__ == "__main__":
    main()
