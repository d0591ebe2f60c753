"""How long the command line takes to start, beside Python itself, in one interleaved run.

    python -m benchmarks.startup [--index DIR] [--rounds 31]

Wall-clock and processor milliseconds, of each the least and the median. `search` needs an index;
without one it is left out. Modules are compiled, as pip leaves them: where the environment says
PYTHONDONTWRITEBYTECODE, most of what was measured would be the compiler.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

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
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--rounds", type=int, default=31)
    given = parser.parse_args()
    times = rounds(cases(given.index), given.rounds)
    print(f"load average before: {os.getloadavg()[0]:.1f}; {given.rounds} rounds\n")
    print("| ms | clock, least | clock, median | processor, least | times pass |")
    print("|---|---|---|---|---|")
    floor = min(used for _, used in times["python -c pass"])
    for name, measured in times.items():
        clock, used = zip(*measured, strict=True)
        print(
            f"| {name} | {min(clock):.0f} | {statistics.median(clock):.0f} "
            f"| {min(used):.0f} | {min(used) / floor:.1f} |"
        )


if __name__ == "__main__":
    main()
