"""What does one very large file take, with a line in it that is larger than any article may be?

    python -m benchmarks.large_file --gigabytes 5 --index 0.1

Writes a JSONL of so many gigabytes (made-up articles of some 4 KB, in the middle one line of
200 MB) into a temporary folder, or the one that --folder names, takes it apart as `index` and
`read` do, and prints seconds, the most memory and what is reported. Then it indexes a like file of
the smaller size, for that takes hours for the large one. Each run is a process of its own.
"""

import argparse
import json
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from beritasearch import Archive
from beritasearch.errors import ArticleError
from beritasearch.reading import read_raw

WORDS = ["banjir", "polisi", "pasar", "cabai", "gempa", "sekolah", "bupati", "panen", "tanggul"]
DISTINCT, SENTENCES = 500, 48
LONG_LINE = 200 << 20
A_GIGABYTE = 1 << 30


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--gigabytes", type=float, default=5)
    arguments.add_argument("--index", type=float, default=0.1, help="gigabytes that are indexed")
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--folder", type=Path)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        large, small = Path(folder, "large.jsonl"), Path(folder, "small.jsonl")
        write(large, int(options.gigabytes * A_GIGABYTE))
        alone(taken_apart, large)
        large.unlink()
        write(small, int(options.index * A_GIGABYTE))
        alone(indexed, small, options.jobs)


def write(path: Path, size: int) -> None:
    """Articles one a line, each with an address of its own, and in the middle the long line."""
    rng, number, is_written = random.Random(1), 0, False
    bodies = [body(rng) for _ in range(DISTINCT)]
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < size:
            for text in bodies:
                number += 1
                article = {"url": f"https://x.id/{number}", "title": f"B {number}", "body": text}
                file.write(json.dumps(article) + "\n")
            if not is_written and file.tell() > size // 2:
                is_written = write_long_line(file)
    print(f"{path.name}: {path.stat().st_size / A_GIGABYTE:.2f} GB", flush=True)


def write_long_line(file: TextIO) -> bool:
    """Piece by piece: a child's peak begins with what its parent once held."""
    file.write('{"title": "B", "body": "')
    file.writelines("banjir a" * (1 << 17) for _ in range(LONG_LINE >> 20))
    return bool(file.write('"}\n'))


def body(rng: random.Random) -> str:
    """Some sentences of made-up text, no two alike."""
    return " ".join(f"{' '.join(rng.choices(WORDS, k=12)).capitalize()}." for _ in range(SENTENCES))


def alone(function: Callable[..., None], *arguments: object) -> None:
    """Run it in a process of its own."""
    process = multiprocessing.get_context("spawn").Process(target=function, args=arguments)
    process.start()
    process.join()


def taken_apart(path: Path) -> None:
    """Into raw articles, which is all that one process does with the whole file."""
    began, articles, errors = time.perf_counter(), 0, []
    for item in read_raw(path, name=path.name):
        if isinstance(item, ArticleError):
            errors.append(item)
        else:
            articles += 1
    tell("taken apart", began, articles, errors)


def indexed(path: Path, jobs: int) -> None:
    """Into an index beside the file."""
    began = time.perf_counter()
    with Archive(path.parent / "index", engine="whoosh") as archive:
        report = archive.add([path], jobs=jobs)
    tell(f"indexed, {jobs} jobs", began, report.new, report.failed)


def tell(what: str, began: float, articles: int, errors: Iterable[object]) -> None:
    """A line, and what was reported."""
    seconds = time.perf_counter() - began
    peak, workers = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"{what}: {articles} articles, {seconds:.0f} s ({time.process_time():.0f} s of this "
        f"process), peak {peak:.0f} MB, of its largest worker {workers:.0f} MB"
    )
    for error in errors:
        print(f"  reported: {error}", flush=True)


if __name__ == "__main__":
    main()
