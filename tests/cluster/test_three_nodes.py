"""Three nodes: one is killed in the middle of a reindex, and nothing is lost or wrong."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.cluster import nodes
from tests.cluster.nodes import Node

from beritasearch import Archive, Article
from beritasearch.errors import EngineUnavailable

pytestmark = pytest.mark.soak
MANY = 6_000


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[Node]]:
    try:
        with nodes.running(3, tmp_path / "cluster") as running:
            yield running
    except nodes.Unavailable as missing:
        pytest.skip(f"no OpenSearch here: {missing}")


def articles() -> Iterator[Article]:
    for number in range(MANY):
        body = f"Rob menggenangi kampung w{number} dan w{number % 100}. " * 8
        yield Article(id=f"{number:05}", title=f"Rob {number}", body=body)


class Reader(threading.Thread):
    """Asks again and again; keeps every answer that isn't the whole truth."""

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self.wrong: list[object] = []
        self.right = self.refused = 0
        self._directory, self._done = directory, threading.Event()

    def run(self) -> None:
        with Archive(self._directory) as archive:
            while not self._done.is_set():
                try:
                    total = archive.search("kampung", limit=1).total
                except EngineUnavailable:
                    self.refused += 1
                else:
                    self.right += total == MANY
                    if total != MANY:
                        self.wrong.append(total)

    def stop(self) -> None:
        self._done.set()
        self.join()


@pytest.mark.parametrize("moment", [0.3, 0.7])
def test_a_node_killed_in_the_middle_of_a_reindex_costs_nothing(
    three: list[Node], tmp_path: Path, moment: float
) -> None:
    hosts = ",".join(node.url for node in three)
    with Archive(tmp_path / "index", engine="opensearch", url=f"{hosts}/berita") as archive:
        started = time.monotonic()
        archive.put(articles())
        took = time.monotonic() - started
        wait_for_green(three[0])
        reader = Reader(tmp_path / "index")
        reader.start()
        killer = threading.Timer(moment * took, killed_and_started, [three[1]])
        killer.start()
        try:
            report = archive.reindex(stored=True)
        finally:
            killer.join()
            reader.stop()
        assert report.articles == MANY
        assert archive.check().problems == []
        assert archive.search("kampung", limit=1).total == MANY
        print(f"{reader.right} right answers, {reader.refused} refused, {len(reader.wrong)} wrong")
        assert reader.wrong == []
        assert reader.right


def killed_and_started(node: Node) -> None:
    node.kill()
    time.sleep(2)
    node.start()


def wait_for_green(node: Node) -> None:
    path = "/_cluster/health?wait_for_status=green&timeout=60s"
    with urlopen(node.url + path, timeout=70) as answer:
        assert json.load(answer)["status"] == "green"
