"""Each engine in turn, over an empty directory."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from tests.cluster.nodes import Node
from tests.engines.reference import ReferenceEngine
from tests.engines.samples import BANJIR, PASAR, PILKADA

from beritasearch import engines
from beritasearch.document import Document
from beritasearch.engine import Engine
from beritasearch.engines.opensearch import address
from beritasearch.engines.opensearch.address import Address
from beritasearch.errors import EngineUnavailable
from beritasearch.query.tree import All

Opener = Callable[[Path], Engine]
EMBEDDED = ("whoosh", "tantivy")


@pytest.fixture(params=["reference", *engines.NAMES])
def opener(request: pytest.FixtureRequest) -> Opener:
    """Opens the engine under test over a directory."""
    if request.param != "reference":
        return opens(request.param, request)
    kept: dict[Path, dict[str, Document]] = {}
    return lambda directory: ReferenceEngine(kept.setdefault(directory, {}))


@pytest.fixture(params=engines.NAMES)
def real_opener(request: pytest.FixtureRequest) -> Opener:
    """Likewise, without the reference. Nothing was ever removed there that a score could tell."""
    if request.param in EMBEDDED:
        return opens(request.param, request)
    url = request.getfixturevalue("node").url

    def opened(directory: Path) -> Engine:
        Address(f"{url}/t{uuid4().hex}").write(directory)
        return installed("opensearch", directory)

    return opened


@pytest.fixture(params=EMBEDDED)
def embedded_opener(request: pytest.FixtureRequest) -> Opener:
    """Likewise, of those that keep files."""
    return opens(request.param, request)


@pytest.fixture
def engine(opener: Opener, tmp_path: Path) -> Iterator[Engine]:
    """The engine under test, empty."""
    with closing(opener(tmp_path / "engine")) as engine:
        yield engine


@pytest.fixture
def archive(engine: Engine) -> Engine:
    """The engine under test, holding three articles."""
    engine.put([BANJIR, PILKADA, PASAR])
    return engine


class ClusterArchive:
    """An archive on a real cluster, emptied for each test: to make one takes most of a second."""

    def __init__(self, url: str, directory: Path) -> None:
        self._directory = directory
        Address(f"{url}/conformance").write(directory)
        self.engine = installed("opensearch", directory)

    def emptied_for(self, directory: Path) -> None:
        """Have an engine that is opened over `directory` find it empty."""
        left = self.engine.search(All(), limit=None, sort="id").page
        self.engine.remove(match.id for match in left)
        directory.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._directory / address.FILE, directory)


@pytest.fixture(scope="session")
def cluster_archive(
    node: Node, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ClusterArchive]:
    """The one that the conformance suite uses."""
    archive = ClusterArchive(node.url, tmp_path_factory.mktemp("archive"))
    yield archive
    archive.engine.close()


def opens(name: str, request: pytest.FixtureRequest) -> Opener:
    """What opens the engine `name`; those on a cluster share an archive."""
    if name in EMBEDDED:
        return lambda directory: installed(name, directory)
    cluster: ClusterArchive = request.getfixturevalue("cluster_archive")

    def opened(directory: Path) -> Engine:
        if not (directory / address.FILE).exists():
            cluster.emptied_for(directory)
        return installed(name, directory)

    return opened


def installed(name: str, directory: Path) -> Engine:
    """The engine `name`; the test is skipped where its library isn't installed."""
    try:
        return engines.open_engine(name, directory)
    except EngineUnavailable as missing:
        pytest.skip(str(missing))
