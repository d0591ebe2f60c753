"""A cluster that can't be used says why and what to do; what passes is waited for."""

import logging
import socket
import time
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from tests.cluster.nodes import Node
from tests.cluster.proxy import Answer, Rule, proxy
from tests.engines.conftest import installed
from tests.engines.samples import BANJIR, PASAR, document, ids

from beritasearch.engine import Engine
from beritasearch.engines.opensearch import bulk, connection, schema
from beritasearch.engines.opensearch.address import Address
from beritasearch.errors import EngineError, EngineUnavailable
from beritasearch.query.tree import All

BULK = "/_bulk"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LONGEST_PAUSE", 0.2)


def opened(url: str, directory: Path) -> Engine:
    Address(f"{url}/t{uuid4().hex}").write(directory)
    return installed("opensearch", directory)


def failing(times: int, path: str, answer: Answer) -> Rule:
    left = [times]

    def rule(_: str, asked: str) -> Answer | None:
        if path in asked and left[0]:
            left[0] -= 1
            return answer
        return None

    return rule


def test_nobody_listening(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    Address(f"http://127.0.0.1:{port}/berita").write(tmp_path)
    with pytest.raises(EngineUnavailable, match=r"can't be reached .* start the cluster"):
        connection.Cluster(Address.read(tmp_path))


def test_a_partition_ends_with_the_patience(
    node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "TIMEOUT", 2.0)
    monkeypatch.setattr(connection, "READING", 1.0)
    silent = False

    def rule(_: str, __: str) -> Answer | None:
        if silent:
            time.sleep(3)
        return None

    with proxy(node.url, rule) as url:
        with closing(opened(url, tmp_path)) as engine:
            engine.put([PASAR])
        with closing(installed("opensearch", tmp_path)) as reader:  # who writes is more patient
            silent = True
            with pytest.raises(EngineUnavailable, match="doesn't answer within"):
                reader.search(All())
            silent = False
            assert ids(reader, All()) == {"pasar"}


@pytest.mark.parametrize("status", [401, 403])  # of a real node: test_secured.py
def test_a_wrong_password_is_told_and_never_shown(
    node: Node,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(connection.USER, "redaksi")
    monkeypatch.setenv(connection.PASSWORD, "rahasia-sekali")
    refuses: Rule = lambda *_: (status, {"error": "no"})  # noqa: E731
    with proxy(node.url, refuses) as url:
        Address(f"{url}/berita").write(tmp_path)
        with pytest.raises(EngineUnavailable, match=connection.PASSWORD) as refused:
            connection.Cluster(Address.read(tmp_path))
    shown = f"{refused.value} {refused.value.__cause__!r} {caplog.text}"
    assert "rahasia" not in shown
    assert "rahasia" not in (tmp_path / "cluster.json").read_text(encoding="utf-8")


def test_a_password_in_the_url_is_refused_without_showing_it(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=connection.PASSWORD) as refused:
        _ = Address("https://redaksi:rahasia@search.example:9200/berita").hosts
    assert "rahasia" not in str(refused.value)


@pytest.mark.parametrize(
    "version",
    [{"distribution": "opensearch", "number": "2.11.1"}, {"number": "8.15.0"}, {}],
)
def test_an_old_version_and_another_product_are_refused(
    node: Node, tmp_path: Path, version: dict[str, str]
) -> None:
    with proxy(node.url, lambda *_: (200, {"version": version})) as url:
        Address(f"{url}/berita").write(tmp_path)
        with pytest.raises(EngineUnavailable, match=r"OpenSearch 2\.19 or newer is needed"):
            connection.Cluster(Address.read(tmp_path))


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_cluster_is_waited_for(node: Node, tmp_path: Path, status: int) -> None:
    busy = failing(3, BULK, (status, {"error": {"reason": "busy"}, "status": status}))
    with proxy(node.url, busy) as url, closing(opened(url, tmp_path)) as engine:
        engine.put([BANJIR, PASAR])
        assert ids(engine, All()) == {"banjir", "pasar"}


def test_a_node_that_dies_while_it_answers_is_not_asked_in_vain(node: Node, tmp_path: Path) -> None:
    # As 2.19.6 said when a node was killed between two steps of a search.
    left = {
        "type": "node_not_connected_exception",
        "reason": "[n2][127.0.0.1:1] Node not connected",
    }
    told = {"type": "search_phase_execution_exception", "root_cause": [left], "reason": "failed"}
    died = failing(2, "/_search", (500, {"error": told, "status": 500}))
    with proxy(node.url, died) as url, closing(opened(url, tmp_path)) as engine:
        engine.put([PASAR])
        assert ids(engine, All()) == {"pasar"}


def test_only_the_documents_that_were_not_taken_are_sent_again(node: Node, tmp_path: Path) -> None:
    rejected = {"type": "rejected_execution_exception", "reason": "queue is full"}
    items = [
        {"index": {"_id": "banjir", "status": 429, "error": rejected}},
        {"index": {"_id": "pasar", "status": 201}},  # so it says; it isn't there
    ]
    once = failing(1, "-0001/_bulk", (200, {"items": items}))
    with proxy(node.url, once) as url, closing(opened(url, tmp_path)) as engine:
        engine.put([BANJIR, PASAR])
        assert ids(engine, All()) == {"banjir"}


def test_a_cluster_that_stays_busy_is_told(
    node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "WRITING", 0.5)
    rejected = {"type": "rejected_execution_exception", "reason": "queue is full"}
    items = [{"index": {"_id": "pasar", "status": 429, "error": rejected}}]
    always = failing(99, "-0001/_bulk", (200, {"items": items}))
    with (
        proxy(node.url, always) as url,
        closing(opened(url, tmp_path)) as engine,
        pytest.raises(EngineUnavailable, match=r"doesn't take 1 documents .*queue is full"),
    ):
        engine.put([PASAR])


def test_a_partial_answer_is_no_answer(
    node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "READING", 0.5)
    partial = {
        "_shards": {"total": 2, "failed": 1}, "count": 7,
        "hits": {"total": {"value": 7}, "hits": []},
    }  # fmt: skip
    twice = failing(2, "/_search", (200, partial))
    with proxy(node.url, twice) as url, closing(opened(url, tmp_path)) as engine:
        engine.put([PASAR])
        assert ids(engine, All()) == {"pasar"}  # asked again, it was whole
    always = failing(99, "/_count", (200, partial))
    with (
        proxy(node.url, always) as url,
        closing(opened(url, tmp_path / "other")) as engine,
        pytest.raises(EngineUnavailable, match="1 of 2 shards didn't answer"),
    ):
        engine.count()


def test_a_full_disk_says_so_at_once_and_goes_on_when_there_is_room(
    node: Node, tmp_path: Path
) -> None:
    with closing(opened(node.url, tmp_path)) as engine:
        engine.put([PASAR])
        # What OpenSearch does itself when a disk passes the flood-stage watermark.
        blocked(node, tmp_path, block=True)
        started = time.monotonic()
        with pytest.raises(EngineUnavailable, match="disk of the cluster is too full"):
            engine.put([BANJIR])
        assert time.monotonic() - started < 30
        assert ids(engine, All()) == {"pasar"}
        blocked(node, tmp_path, block=False)
        engine.put([BANJIR])
        assert ids(engine, All()) == {"banjir", "pasar"}


def blocked(node: Node, directory: Path, *, block: bool) -> None:
    address = Address.read(directory)
    with closing(connection.Cluster(address)) as cluster:
        setting = {"index.blocks.read_only_allow_delete": block or None}
        cluster.ask("PUT", f"/{address.index}*/_settings", setting)


def test_a_lost_answer_is_asked_for_again_and_nothing_is_put_twice(
    node: Node, tmp_path: Path
) -> None:
    taken = []

    def rule(method: str, path: str) -> Answer | None:
        if path.endswith("-0001/_bulk") and len(taken) < 1:
            taken.append(path)
            return 504, {"error": {"reason": "gateway"}}
        return None

    with proxy(node.url, rule) as url, closing(opened(url, tmp_path)) as engine:
        engine.put(document(str(number), "a") for number in range(1_200))
        assert engine.count() == 1_200


def test_what_is_held_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_BYTES", 10_000)
    rows = (("index", str(n), schema.row(document(str(n), "a " * 500), None)) for n in range(50))
    pieces = list(bulk._pieces(rows))
    assert sum(map(len, pieces)) == 50
    assert all(sum(map(len, piece)) <= 10_000 for piece in pieces)
