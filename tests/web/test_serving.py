"""`beritasearch serve` as a process: it starts, answers over HTTP, and stops gracefully."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress

import pytest
from tests.web.conftest import SERVE, serving


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    with closing(connection):
        response = connection.getresponse()
        return response.status, response.read().decode()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_logs_and_stops(index, stop):
    with serving(index, stop=stop) as (port, done):
        assert get(port, "/healthz") == (200, '{"status":"ok","articles":51,"waiting":0}')
        assert json.loads(get(port, "/api/search?q=bawang")[1])["total"] == 45
    assert done["code"] == 0
    *lines, last = done["log"]
    assert [json.loads(line)["path"] for line in lines] == ["/healthz", "/api/search"]
    assert last == "stopped"


SLOW = """
import sys, time
from beritasearch.cli import main
from beritasearch.web.service import Service

def slowly(self, *args, **options):
    time.sleep(1)
    return search(self, *args, **options)

search, Service._search = Service._search, slowly
main()
"""


def test_what_is_being_answered_is_answered_before_it_stops(index):
    with serving(index, command=[sys.executable, "-c", SLOW, *SERVE[3:]]) as (port, done):
        found = []
        asking = threading.Thread(target=lambda: found.append(get(port, "/api/search?q=bawang")))
        asking.start()
        time.sleep(0.5)
    asking.join()
    assert (done["code"], found[0][0]) == (0, 200)


def test_a_request_that_is_too_large_is_refused(index):
    with serving(index) as (port, done):
        with suppress(ConnectionError):  # the server may hang up before it is all sent
            assert get(port, f"/?q={'a' * 300_000}")[0] == 400
        assert get(port, "/healthz")[0] == 200
    assert done["code"] == 0


def test_what_is_no_http_does_no_harm(index):
    with serving(index) as (port, done):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(b"\x16\x03\x01 bukan http\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 400")
        assert get(port, "/healthz")[0] == 200
    assert not any("Traceback" in line for line in done["log"])


def test_the_token_of_the_environment_holds(index):
    token = "a" * 20
    with serving(index, "--host", "0.0.0.0", BERITASEARCH_TOKEN=token) as (port, _):  # noqa: S104
        assert get(port, "/")[0] == 401
        assert get(port, "/", Authorization=f"Bearer {token}")[0] == 200


def refused(*options):
    done = subprocess.run(
        [*SERVE, *options], capture_output=True, text=True, timeout=60, check=False,
        env={name: value for name, value in os.environ.items() if name != "BERITASEARCH_TOKEN"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "arsip.example"])  # noqa: S104
def test_an_address_that_is_open_to_others_needs_a_token(index, host):
    assert "BERITASEARCH_TOKEN=" in refused("--host", host, "--index", str(index))


def test_a_token_that_can_be_guessed_is_refused(index):
    assert "16 characters" in refused("--token", "rahasia", "--index", str(index))


def test_an_index_that_isnt_there_is_told_before_anything_is_served(tmp_path):
    assert "there is no index" in refused("--index", str(tmp_path))


def test_a_port_that_is_taken_is_told(index):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = refused("--port", str(taken.getsockname()[1]), "--index", str(index))
        assert "already in use" in told
        assert "choose another --port" in told


def test_help_loads_nothing_of_the_web():
    code = (
        "import sys; from beritasearch.cli import cli; "
        "cli.main(['serve', '--help'], standalone_mode=False); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"fastapi", "starlette", "pydantic", "uvicorn", "jinja2"} & set(done.stderr.split())
