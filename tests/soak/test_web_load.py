"""Many read over HTTP while the index is built anew: no error, and how long they wait.

`BERITASEARCH_LOAD=ARTICLES,CLIENTS,SECONDS` makes it smaller or larger than the usual.
"""

import http.client
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from contextlib import closing
from urllib.parse import quote

import pytest
from tests.soak.test_kills import ENGINES
from tests.web.conftest import serving

from beritasearch import Archive, Article

ARTICLES, CLIENTS, SECONDS = map(int, os.environ.get("BERITASEARCH_LOAD", "20000,50,60").split(","))
CITIES = ("Kota Semarang", "Kabupaten Demak", "Kota Surabaya", "Kabupaten Kudus", "Kota Bandung")
COMMON = ("banjir", "polisi", "pasar", "sekolah", "bupati", "warga", "jalan", "harga")


@pytest.fixture(scope="module")
def words():
    """Words as rare as those of a language are: few everywhere, most hardly anywhere."""
    rng = random.Random(9)
    made = ["".join(rng.choices("abdegiklmnoprstu", k=rng.randint(5, 9))) for _ in range(20_000)]
    return [*COMMON, *made]


def articles(words):
    rng = random.Random(7)
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    for number in range(ARTICLES):
        text = rng.choices(words, weights, k=180)
        yield Article.from_dict(
            {
                "id": f"https://kabar.example/{number}",
                "title": " ".join(text[:8]),
                "body": " ".join(text) + ".",
                "published": f"20{rng.randint(18, 24)}-0{rng.randint(1, 9)}-{rng.randint(10, 28)}",
                "cities": rng.sample(CITIES, k=rng.randint(1, 2)),
                "persons": [f"{rng.choice(COMMON).title()} {rng.choice(words).title()}"],
                "outlet": rng.choice(("Kabar Pesisir", "Solo Pagi")),
            }
        )


class Client(threading.Thread):
    """Asks one thing after another until time is up."""

    def __init__(self, port, words, seed, until):
        super().__init__()
        self._port, self._words, self._until = port, words, until
        self._rng = random.Random(seed)
        self.waited, self.failed = [], []

    def run(self):
        while time.monotonic() < self._until:
            began = time.monotonic()
            path = self._path()
            status = self._ask(path)
            self.waited.append(time.monotonic() - began)
            if status != 200:
                self.failed.append((status, path))

    def _ask(self, path):
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)) as connection:
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
            except OSError as error:
                return repr(error)
            return response.status

    def _path(self):
        query = quote(" ".join(self._rng.sample(COMMON, k=self._rng.randint(1, 2))))
        return self._rng.choice(
            (
                f"/?q={query}", f"/api/search?q={query}", f"/?q={query}&city=Kota+Semarang",
                f"/artikel?id=https://kabar.example/{self._rng.randrange(ARTICLES)}",
                f"/api/suggest?q={self._rng.choice(self._words)[:4]}",
                f"/api/timeline?q={query}&by=year", f"/peta?q={query}",
            )
        )  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
def test_no_reader_meets_an_error_while_the_index_is_built_anew(engine, tmp_path, words):
    index = tmp_path / "index"
    with Archive(index, engine=engine) as archive:
        archive.put(articles(words))
    with serving(index, "--timeout", "30") as (port, done):
        until = time.monotonic() + SECONDS
        clients = [Client(port, words, seed, until) for seed in range(CLIENTS)]
        reindex = subprocess.Popen(
            [sys.executable, "-m", "beritasearch", "reindex", "--stored", "--index", str(index)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        _, told = reindex.communicate(timeout=600)
    waited = sorted(wait for client in clients for wait in client.waited)
    p50, p95 = statistics.median(waited), waited[int(len(waited) * 0.95)]
    print(
        f"{engine}: {len(waited)} requests, p50 {p50:.2f} s, p95 {p95:.2f} s, {ARTICLES} articles"
    )
    assert [failed for client in clients for failed in client.failed] == []
    assert (reindex.returncode, done["code"]) == (0, 0), told
