"""How long a nightly run over a folder takes in which nothing, or little, has changed.

    python -m benchmarks.incremental --files 100000
    python -m benchmarks.incremental --peaks 10000 100000 1000000
    python -m benchmarks.incremental --peaks 10000 100000 1000000 --broken

Writes that many one-article files in folders of a thousand (in a temporary folder that is
deleted, or in --folder, which is kept and used again), indexes them, then runs again over them:
unchanged, with ten files changed, with ten moved. Prints seconds, processor seconds and the peak.

`--peaks` measures the most memory that running over so many files takes, each run in a process of
its own: when they are new, when nothing has changed, and when all have vanished. The files hold
no article (reading a million takes hours, and no more memory than reading ten thousand), but all
that is kept of a file is kept of them. What a process takes that indexes nothing comes first.
`--broken`: each file has a line that is no article, and so a failure in the report.
"""

import argparse
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from beritasearch import Archive

WORDS = ["banjir", "polisi", "pasar", "cabai", "gempa", "sekolah", "bupati", "panen", "tanggul"]
A_FOLDER = 1000
BROKEN = "oops\n"


def main() -> None:
    """Measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=100_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--engine", default="whoosh")
    arguments.add_argument("--peaks", type=int, nargs="+", metavar="FILES")
    arguments.add_argument("--broken", action="store_true")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if options.peaks:
            peaks(folder, options.peaks, BROKEN if options.broken else "")
        else:
            measure(folder, options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Index the files, then again and again."""
    files, jobs = options.files, options.jobs
    paths = written(folder / "corpus", files)
    with Archive(folder / "index", engine=options.engine) as archive:
        run("all new", archive, folder / "corpus", jobs)
        run("unchanged", archive, folder / "corpus", jobs, unchanged=files)
        changed, moved = paths[:: max(1, files // 10)], paths[1 :: max(1, files // 10)]
        for path in changed:
            path.write_text(path.read_text(encoding="utf-8") + "Tambahan.\n", encoding="utf-8")
        rest = files - len(changed)
        run("ten changed", archive, folder / "corpus", jobs, changed=len(changed), unchanged=rest)
        for path in moved:
            path.rename(path.with_name(f"moved-{path.name}"))
        rest = files - len(moved)
        run("ten moved", archive, folder / "corpus", jobs, moved=len(moved), unchanged=rest)
    own, worker = map(peak, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"peak {own:.0f} MB, of the largest worker {worker:.0f} MB")


def peak(whose: int) -> float:
    """The most memory at a time, in MB."""
    return resource.getrusage(whose).ru_maxrss / 1024


def peaks(folder: Path, sizes: list[int], text: str) -> None:
    """A line for each number of files: what the first run over them takes, and those after."""
    print("| files | | s | processor s | MB peak |\n|---|---|---|---|---|", flush=True)
    (folder / "corpus").mkdir(parents=True)
    alone("nothing", folder, 0)
    for size in sizes:
        hollow(folder / "corpus", size, text)
        alone("new", folder, size)
        alone("unchanged", folder, size)
    shutil.rmtree(folder / "corpus")
    (folder / "corpus").mkdir()
    alone("all vanished, kept", folder, sizes[-1])


def alone(what: str, folder: Path, files: int) -> None:
    """A run in a process of its own, told in a line."""
    process = multiprocessing.get_context("spawn").Process(
        target=one_run, args=(what, folder, files)
    )
    process.start()
    process.join()


def one_run(what: str, folder: Path, files: int) -> None:
    """What `alone` does, in that process."""
    began = time.perf_counter()
    with Archive(folder / "index", engine="whoosh") as archive:
        archive.add([folder / "corpus"])
    seconds, used = time.perf_counter() - began, time.process_time()
    most = peak(resource.RUSAGE_SELF)
    print(f"| {files} | {what} | {seconds:.1f} | {used:.1f} | {most:.1f} |", flush=True)


def hollow(corpus: Path, files: int, text: str) -> None:
    """Files without an article, in folders of a thousand; those that are there stay."""
    for number in range(files):
        path = corpus / f"{number // A_FOLDER:04d}" / f"{number:07d}.jsonl"
        if number % A_FOLDER == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(text, encoding="utf-8")


def written(corpus: Path, files: int) -> list[Path]:
    """The files, made where they aren't there."""
    rng, paths = random.Random(1), []
    for number in range(files):
        path = corpus / f"{number // A_FOLDER:04d}" / f"{number:07d}.txt"
        paths.append(path)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            words = " ".join(rng.choices(WORDS, k=20))
            path.write_text(f"Berita {number}\n\nKUDUS - {words}.\n", encoding="utf-8")
    return paths


def run(what: str, archive: Archive, corpus: Path, jobs: int, **expected: int) -> None:
    """One run, told in a line; the end of all when it counted other than expected."""
    began, used = time.perf_counter(), time.process_time()
    done = archive.add([corpus], jobs=jobs)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    counted = (
        f"new {done.new}, changed {done.changed}, moved {done.moved}, unchanged {done.unchanged}"
    )
    print(f"{what}: {seconds:.1f} s, {processor:.1f} s of this process ({counted})", flush=True)
    if any(getattr(done, name) != many for name, many in expected.items()):
        sys.exit(f"{what}: wrong, should be {expected}")


if __name__ == "__main__":
    main()
