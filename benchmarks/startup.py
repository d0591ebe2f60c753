"""How long the command line takes to start, beside Python itself, in one interleaved run.

    python -m benchmarks.startup [--index DIR] [--rounds 31]

Wall-clock and processor milliseconds, of each the least and the median. `search` needs an index;
without one it is left out.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("beritasearch"))


def cases(index: Path) -> dict[str, list[str]]:
    """What is started, by name."""
    found = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import click": [sys.executable, "-c", "import click"],
        "beritasearch --help": [COMMAND, "--help"],
    }
    if (index / "CURRENT").exists():
        found["beritasearch search banjir"] = [COMMAND, "search", "banjir", "--index", str(index)]
    return found


def once(command: Sequence[str]) -> tuple[float, float]:
    """Milliseconds that the command takes: by the clock, and of the processor."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    taken, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return taken * 1000, used * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--rounds", type=int, default=31)
    given = parser.parse_args()
    wanted = cases(given.index)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in wanted}
    for _ in range(given.rounds + 1):
        for name, command in wanted.items():
            times[name].append(once(command))
    print(f"load average before: {os.getloadavg()[0]:.1f}; {given.rounds} rounds\n")
    print("| ms | clock, least | clock, median | processor, least | times pass |")
    print("|---|---|---|---|---|")
    floor = min(used for _, used in times["python -c pass"][1:])
    for name, measured in times.items():
        clock, used = zip(*measured[1:], strict=True)  # the first warms the disk's cache
        print(
            f"| {name} | {min(clock):.0f} | {statistics.median(clock):.0f} "
            f"| {min(used):.0f} | {min(used) / floor:.1f} |"
        )


if __name__ == "__main__":
    main()
