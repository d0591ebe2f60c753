"""Each engine in turn, over an empty directory."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.engines.reference import ReferenceEngine
from tests.engines.samples import BANJIR, PASAR, PILKADA

from beritasearch import engines
from beritasearch.document import Document
from beritasearch.engine import Engine
from beritasearch.errors import EngineUnavailable

Opener = Callable[[Path], Engine]


@pytest.fixture(params=["reference", *engines.NAMES])
def opener(request: pytest.FixtureRequest) -> Opener:
    """Opens the engine under test over a directory."""
    if request.param != "reference":
        return lambda directory: installed(request.param, directory)
    kept: dict[Path, dict[str, Document]] = {}
    return lambda directory: ReferenceEngine(kept.setdefault(directory, {}))


@pytest.fixture(params=engines.NAMES)
def real_opener(request: pytest.FixtureRequest) -> Opener:
    """Likewise, of those that keep files."""
    return lambda directory: installed(request.param, directory)


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


def installed(name: str, directory: Path) -> Engine:
    """The engine `name`; the test is skipped where its library isn't installed."""
    try:
        return engines.open_engine(name, directory)
    except EngineUnavailable as missing:
        pytest.skip(str(missing))
