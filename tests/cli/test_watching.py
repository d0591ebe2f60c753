"""`watch`: in the index within two seconds, whatever happens in between."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest

from beritasearch import Archive, IndexMissing
from beritasearch.locking import writing

pytest.importorskip("watchfiles", reason="the extra watch isn't installed")
PATIENCE = 30.0
"""Seconds, for a busy machine."""


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("Banjir Rendam Genuk\n\nAir naik sejak subuh.\n")
    return folder


@contextmanager
def watching(corpus, *options):
    command = [sys.executable, "-m", "beritasearch", "watch", str(corpus), *options]
    environment = {**os.environ, "BERITASEARCH_INDEX": str(corpus.parent / "index")}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(corpus, word, many=1):
    """Waits until so many articles are found; gives how long that took."""
    began = time.monotonic()
    with Archive(corpus.parent / "index") as archive:
        while time.monotonic() - began < PATIENCE:
            with suppress(IndexMissing):
                if archive.search(word, fuzzy="off").total == many:
                    return time.monotonic() - began
            time.sleep(0.05)
    raise AssertionError(f"{word}: not {many} within {PATIENCE} s")


def write(path, title):
    path.write_text(f"{title}\n\nIsi berita dari Kudus.\n")


def ended(process, number=signal.SIGINT):
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_arrives_is_indexed_until_ctrl_c(corpus, number):
    with watching(corpus) as process:
        until(corpus, "genuk")
        write(corpus / "b.txt", "Gempa Guncang Palu")
        (corpus / "2024").mkdir()
        write(corpus / "2024" / "c.txt", "Cabai Naik")
        until(corpus, "palu")
        until(corpus, "cabai")
        code, out, err = ended(process, number)
    assert (code, "Traceback" in err) == (0, False)
    assert err.endswith("beritasearch: stopped; what was searchable still is\n")
    assert out.startswith("new 1, ")


def test_many_that_arrive_together_are_one_batch(corpus):
    with watching(corpus) as process:
        until(corpus, "genuk")
        for i in range(40):
            write(corpus / f"n{i}.txt", f"Panen Raya {i}")
        until(corpus, "panen", 40)
        _, out, _ = ended(process)
    assert len(out.splitlines()) <= 4


def test_articles_of_vanished_files_stay(corpus):
    with watching(corpus):
        until(corpus, "genuk")
        (corpus / "a.txt").unlink()
        write(corpus / "b.txt", "Gempa Guncang Palu")
        until(corpus, "palu")
        assert until(corpus, "genuk") < PATIENCE


def test_what_is_renamed_is_not_twice_in_the_index(corpus):
    with watching(corpus) as process:
        until(corpus, "genuk")
        (corpus / "a.txt").rename(corpus / "b.txt")
        wait_for_id(corpus, "corpus/b.txt")
        (corpus / "2024").mkdir()
        (corpus / "b.txt").rename(corpus / "2024" / "c.txt")
        wait_for_id(corpus, "corpus/2024/c.txt")
        (corpus / "2024").rename(corpus / "2025")
        wait_for_id(corpus, "corpus/2025/c.txt")
        _, out, _ = ended(process)
    assert out.count("moved 1") == 3


def wait_for_id(corpus, name):
    """Until that is the id of the one article."""
    until(corpus, f'id:"{name}"')
    assert until(corpus, "genuk") < PATIENCE


def test_it_is_in_the_index_within_two_seconds(corpus):
    # The quickest of five: that is what it takes, the rest is how busy the machine is.
    with watching(corpus):
        until(corpus, "genuk")
        taken = []
        for word in ("palu", "cianjur", "lombok", "mamuju", "pidie"):
            write(corpus / f"{word}.txt", f"Gempa Guncang {word.title()}")
            taken.append(until(corpus, word))
    assert min(taken) < 2


def test_what_cannot_be_read_and_a_busy_index_do_not_end_it(corpus):
    with watching(corpus, "--wait", "0", "--log-format", "json") as process:
        until(corpus, "genuk")
        (corpus / "bad.jsonl").write_text("oops\n")
        with writing(corpus.parent / "index", wait=10):
            write(corpus / "b.txt", "Gempa Guncang Palu")
            told = events(process, "error")
        assert "being written to" in told[-1]["message"]
        told += events(process, "report")
        _, _, err = ended(process)
    assert any(event.get("path", "").endswith("bad.jsonl") for event in told)
    assert json.loads(err.splitlines()[-1])["event"] == "watch"


def events(process, last):
    """What it logs until an event of that name."""
    found = [json.loads(next(process.stderr))]
    while found[-1]["event"] != last:
        found.append(json.loads(next(process.stderr)))
    return found


def test_what_came_while_nobody_watched_is_indexed_at_the_start(corpus):
    with watching(corpus) as process:
        until(corpus, "genuk")
        process.kill()
    write(corpus / "b.txt", "Gempa Guncang Palu")
    with watching(corpus):
        until(corpus, "palu")
