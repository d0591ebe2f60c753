"""`kill -9` at random moments of index and reindex: the index answers, the next run mends.

`BERITASEARCH_KILLS=N` makes it less or more than 200 of each engine.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter

import pytest

from beritasearch import Archive
from beritasearch.checking import Damage
from beritasearch.engines import require_engine
from beritasearch.errors import EngineUnavailable

SMALL_STEPS = (
    "from beritasearch import indexing, cli; indexing.CHECKPOINT_ARTICLES = 40;"
    "indexing.TRANSACTION_EVENTS = 15; cli.main()"
)
WORDS = ["banjir", "polisi", "pasar", "cabai", "gempa", "sekolah", "bupati", "warga", "jalan"]
FILES, IN_A_FILE = 6, 50
KILLS = int(os.environ.get("BERITASEARCH_KILLS", "200"))


def is_installed(engine):
    try:
        require_engine(engine)
    except EngineUnavailable:
        return False
    return True


FINISHED = "finished before"

ENGINES = [engine for engine in ("whoosh", "tantivy") if is_installed(engine)]
"""Those that are files here: a cluster has its own way of being killed."""


class Corpus:
    """Files that change from run to run."""

    def __init__(self, folder, rng):
        self.folder, self._rng = folder, rng
        folder.mkdir()
        for file in range(FILES):
            self._write(file, range(file * IN_A_FILE, (file + 1) * IN_A_FILE))

    def change(self, trial):
        """One file is written anew with other articles; now and then one comes."""
        file = self._rng.randrange(FILES)
        numbers = range(file * IN_A_FILE, (file + 1) * IN_A_FILE)
        self._write(file, self._rng.sample(numbers, self._rng.randint(10, IN_A_FILE)))
        (self.folder / f"{trial % 9}.txt").write_text(f"Judul {trial}\n\nIsi {trial} banjir.\n")

    def _write(self, file, numbers):
        text = "".join(json.dumps(self._article(i)) + "\n" for i in numbers)
        (self.folder / f"{file}.jsonl").write_text(text, encoding="utf-8")

    def _article(self, number):
        words = self._rng.choices(WORDS, k=60)
        return {
            "url": f"https://x.id/{number}",
            "title": f"Berita {number} {words[0]}",
            "body": " ".join(words),
        }


class Trials:
    """An index that is written to by processes that are killed."""

    def __init__(self, folder, engine, seed):
        self._rng = random.Random(seed)
        self._folder, self._index, self._engine = folder, folder / "index", engine
        self._corpus = Corpus(folder / "corpus", self._rng)
        self._longest = {"index": 0.0, "reindex": 0.0}
        self.outcomes = Counter()
        with Archive(self._index, engine=engine) as archive:
            archive.add([self._corpus.folder])
        for kind in self._longest:
            self._corpus.change(0)
            self._finish(kind)

    def kill(self, trial):
        """One more change, and a run that is killed somewhere on its way."""
        self._corpus.change(trial)
        kind = self._rng.choice(["index", "reindex"])
        with Archive(self._index) as archive:
            before = held(archive)
        self.outcomes[self._killed(kind)] += 1
        with Archive(self._index) as archive:
            after = held(archive)
            answers(archive)
            damages = {problem.damage for problem in archive.check().problems}
            assert damages <= {Damage.WAITING}, archive.check().problems
        assert kind == "index" or after == before or after == self._fresh()

    def resume(self):
        """After a run that nobody kills, the index is as if none had been killed."""
        self._finish(self._rng.choice(["index", "reindex"]))
        with Archive(self._index) as archive:
            assert held(archive) == self._fresh()
            assert not archive.check().problems
            assert archive.stats().articles == len(held(archive))

    def _killed(self, kind):
        process = subprocess.Popen(
            self._command(kind), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_the_lock(process, self._index / "writer.json")
        time.sleep(self._rng.uniform(0, self._longest[kind]))
        process.kill()
        if process.wait() == 0:
            self._longest[kind] *= 0.9  # it was measured when the machine was busier
            return FINISHED
        return f"{kind} was killed"

    def _finish(self, kind):
        process = subprocess.Popen(self._command(kind), stdout=subprocess.DEVNULL)
        wait_for_the_lock(process, self._index / "writer.json")
        began = time.monotonic()
        assert process.wait() == 0
        self._longest[kind] = max(self._longest[kind], time.monotonic() - began)

    def _command(self, kind):
        paths = [str(self._corpus.folder)] if kind == "index" else []
        where = ["--index", str(self._index), "--jobs", "1"]
        return [sys.executable, "-c", SMALL_STEPS, kind, *paths, *where]

    def _fresh(self):
        directory = self._folder / f"fresh-{time.monotonic_ns()}"
        with Archive(directory, engine=self._engine) as archive:
            archive.add([self._corpus.folder])
            return held(archive)


def wait_for_the_lock(process, holder):
    """Until the process has begun to write; loading takes it longer than writing."""
    while process.poll() is None:
        try:
            if json.loads(holder.read_text())["pid"] == process.pid:
                return
        except (OSError, ValueError):
            pass
        time.sleep(0.002)


def held(archive):
    articles = [(found.id, found.title, found.body) for found in archive.scan()]
    assert len(articles) == len({article[0] for article in articles})
    return set(articles)


def answers(archive):
    """Every hit is an article, once, that has the word."""
    for word in WORDS[:3]:
        hits = archive.search(word, limit=400, fuzzy="off").hits
        assert len({hit.article.id for hit in hits}) == len(hits)
        assert hits


def endure(folder, engine, kills, seed):
    trials = Trials(folder, engine, seed)
    while (trial := trials.outcomes.total()) - trials.outcomes[FINISHED] < kills:
        trials.kill(trial + 1)
        if trial % 5 == 4:
            trials.resume()
        assert trial < 5 * kills
    trials.resume()
    print(f"\n{engine}, {kills} kills: {dict(trials.outcomes)}")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_dozen_kills(tmp_path, engine):
    endure(tmp_path, engine, kills=12 // len(ENGINES), seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
def test_two_hundred_kills(tmp_path, engine):
    endure(tmp_path, engine, kills=KILLS, seed=2)
