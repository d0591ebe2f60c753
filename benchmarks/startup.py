"""How long the command line takes to start, beside Python itself, in one interleaved run.

    python -m benchmarks.startup --folder DIR [--articles 20000] [--from NEWS.jsonl.gz]
                                 [--engine whoosh] [--engine tantivy] [--rounds 31]

A cold search on an index of each engine, which is built in DIR (outside of the tree) when it
isn't there: minutes. Without --folder, only what needs no index. Medians in milliseconds, by the
clock and of the processor, and how many times as long as `python -c pass` that is. Modules are
compiled, as pip leaves them: where the environment says PYTHONDONTWRITEBYTECODE, most of what was
measured would be the compiler.
"""

import argparse
import gzip
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

COMMAND = str(Path(sys.executable).with_name("beritasearch"))
NEWS = Path(__file__).parents[2] / "shared" / "data" / "news-dev.jsonl.gz"
FLOOR = "python -c pass"
LIBRARIES = {"whoosh": "whoosh.index", "tantivy": "tantivy"}
"""Engine → what of its library has to be imported, by whoever searches with it."""
STEPS = {
    FLOOR: [sys.executable, "-c", "pass"],
    "import click": [sys.executable, "-c", "import click"],
    "beritasearch --help": [COMMAND, "--help"],
}


def searches(given: argparse.Namespace) -> Iterator[tuple[str, list[str]]]:
    """A search on the index of each engine, built where it isn't there, beside its library."""
    for engine in given.engine or LIBRARIES:
        imported = f"import {LIBRARIES[engine]}"
        yield imported, [sys.executable, "-c", imported]
        index = given.folder / f"{engine}-{given.articles}"
        if not (index / "CURRENT").exists():
            build(index, engine, given)
        yield f"search banjir, {engine}", [COMMAND, "search", "banjir", "--index", str(index)]


def build(index: Path, engine: str, given: argparse.Namespace) -> None:
    """Index the first articles of the file as a user would."""
    lines = given.folder / f"first-{given.articles}.jsonl"
    given.folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(given.news) as news, lines.open("wb") as written:
        written.writelines(islice(news, given.articles))
    command = [COMMAND, "index", str(lines), "--index", str(index), "--engine", engine]
    subprocess.run(command, check=True, stdout=sys.stderr)


def once(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Milliseconds that the command takes: by the clock, and of the processor."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, capture_output=True, check=True, env=environment)
    taken, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return taken * 1000, used * 1000


def rounds(
    wanted: Mapping[str, Sequence[str]], count: int
) -> Mapping[str, list[tuple[float, float]]]:
    """What `once` gives of each, taken in turns; one before them compiles and warms the disk."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in wanted}
    with TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(count + 1):
            for name, command in wanted.items():
                times[name].append(once(command, environment))
    return {name: measured[1:] for name, measured in times.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, help="where the indexes are, or are built")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--from", dest="news", type=Path, default=NEWS)
    parser.add_argument("--engine", action="append", choices=LIBRARIES, help="default: both")
    parser.add_argument("--rounds", type=int, default=31)
    given = parser.parse_args()
    steps = {**STEPS, **(dict(searches(given)) if given.folder else {})}
    load = os.getloadavg()[0]
    times = rounds(steps, given.rounds)
    print(f"{given.rounds} rounds; load average before: {load:.1f}\n")
    print("| median ms | clock | times pass | processor | times pass |\n|---|---|---|---|---|")
    floor = medians(times[FLOOR])
    for name, measured in times.items():
        figures = zip(medians(measured), floor, strict=True)
        cells = [f"{taken:.0f} | {taken / least:.1f}" for taken, least in figures]
        print(f"| {name} | {' | '.join(cells)} |")


def medians(measured: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    clock, used = zip(*measured, strict=True)
    return median(clock), median(used)


if __name__ == "__main__":
    main()
