"""A small archive behind the web, asked without a network."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient
from tests.cli.stories import STORIES

from beritasearch import Archive, Article
from beritasearch.web.app import application

SERVE = [sys.executable, "-m", "beritasearch", "serve", "--port", "0"]
HOSTILE = {
    "id": 'jahat"><script>alert(1)</script>',
    "title": "<script>alert('judul')</script> Lelang & \"Kios\"",
    "body": "Kios <img src=x onerror=alert(2)> dilelang.\n</p><b>Kios</b> lama dibongkar.",
    "published": "2024-05-06",
    "cities": ["Kota Tegal"],
    "persons": ["<i>Sutarno</i> Wibawa"],
    "outlet": "Kabar <b>Pesisir</b>",
    "url": "javascript:alert(3)",
}
MANY = [
    {
        "id": f"https://kabar.example/panen/{number:02}",
        "title": f"Panen Raya Bawang Hari ke-{number}",
        "body": "Petani bawang memanen serentak di lereng gunung.",
        "published": f"202{number % 4}-0{number % 9 + 1}-11",
        "cities": ["Kabupaten Brebes"] + (["Kota Tegal"] if number % 5 == 0 else []),
        "persons": ["Karsono Hadi"] if number % 2 else ["Warsinah"],
        "outlet": "Bawang Merah" if number % 3 else "Kabar Pesisir",
        "provenance": {"cities": "dateline", "published": "prose"},
    }
    for number in range(45)
]


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    """The directory of an index of the stories, a hostile one, and many of a harvest."""
    directory = tmp_path_factory.mktemp("web") / "index"
    with Archive(directory) as archive:
        archive.put(map(Article.from_dict, (*STORIES, HOSTILE, *MANY)))
    return directory


@pytest.fixture
def log():
    """The lines of the access log."""
    return []


@pytest.fixture
def client(index, log):
    """Asks an application over that index."""
    with Archive(index) as archive:
        yield ask(archive, index, write=lambda line: log.append(json.loads(line)))


def ask(archive, index, **settings):
    """A client of an application; what fails inside is a response, as it is for everyone."""
    app = application(
        archive, index, **{"hosts": ("testserver",), "seconds": 30, "write": str, **settings}
    )
    return TestClient(app, raise_server_exceptions=False)


@contextmanager
def serving(index, *options, command=SERVE, stop=signal.SIGTERM, **environment):
    """A server, and its port; stopped at the end, when `done` gets its exit code and its log."""
    log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed at the end
    process = subprocess.Popen(
        [*command, "--index", str(index), *options], stdout=subprocess.PIPE,
        stderr=log, text=True, env={**os.environ, **environment},
    )  # fmt: skip
    done = {}
    try:
        told = process.stdout.readline()
        yield int(re.search(r":(\d+)/ serves", told)[1]), done
    finally:
        process.send_signal(stop)
        process.communicate(timeout=30)
        log.seek(0)
        done |= {"code": process.returncode, "log": log.read().splitlines()}
        log.close()
