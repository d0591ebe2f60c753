"""What failed, however much: in order, told in full, and in flat memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from beritasearch import EngineError, failures
from beritasearch.failures import Failure, Failures


def some(many):
    return [Failure(f"/c/{number % 3}.jsonl", number or None, "not JSON") for number in range(many)]


@pytest.mark.parametrize("many", [0, 1, 3, 1200])
@pytest.mark.parametrize("in_memory", [10, 1 << 20])
def test_they_are_a_sequence_in_memory_and_on_the_disk(monkeypatch, many, in_memory):
    monkeypatch.setattr(failures, "_IN_MEMORY", in_memory)
    expected, kept = some(many), Failures(some(many))
    assert (len(kept), list(kept), list(kept)) == (many, expected, expected)
    assert kept == tuple(expected)
    assert kept != tuple(expected[1:]) or not many
    assert list(kept[1:3]) == expected[1:3]
    if many:
        assert (kept[0], kept[-1]) == (expected[0], expected[-1])
    with pytest.raises(IndexError):
        kept[many]


def test_more_may_come_while_they_are_read():
    kept = Failures(some(1200))
    reading = iter(kept)
    next(reading)
    kept.append(Failure("/c/last", None, "empty"))
    assert [failure.path for failure in reading][-1] == "/c/last"


def test_half_a_character_in_a_reason_is_kept():
    failure = Failure("/c/a", 1, "\udcff")
    assert Failures([failure]) == [failure]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_is_told_with_the_cure():
    kept = Failures()
    kept._file.close()
    kept._file = open("/dev/full", "r+b", buffering=0)  # noqa: PTH123, SIM115
    with pytest.raises(EngineError, match="TMPDIR"):
        kept.append(some(1)[0])


def peak_of_a_run(folder):
    program = (
        "import resource, sys; from beritasearch.cli import main\n"
        "try: main()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    arguments = ["index", str(folder), "--index", str(folder / "index"), "--report", "r.json"]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments, "--jobs", "1"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stderr.splitlines()[-1]) / 1024


def test_a_hundred_thousand_take_no_more_memory_than_ten(tmp_path):
    peaks = []
    for many in (10, 100_000):
        folder = tmp_path / str(many)
        folder.mkdir()
        (folder / "a.jsonl").write_text("oops\n" * many)
        first, again = peak_of_a_run(folder), peak_of_a_run(folder)
        report = json.loads((folder / "r.json").read_text())
        assert len(report["failed"]) == many
        peaks.append(max(first, again))
    assert peaks[1] < peaks[0] + 15
