"""What tests of several folders need."""

import os
import shutil
import subprocess

import pytest
from hypothesis import settings
from tests.cluster import nodes

from beritasearch import engines

# What decides whether work lands gives the same answer twice, on a slow machine too; new examples
# are hunted for with --hypothesis-profile=hunt, as `make soak` does.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("hunt", max_examples=2_000, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def _only_whoosh():
    """Tests that name no engine have the one that everybody has, wherever they run."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engines, "best", lambda: engines.Choice("whoosh", "for tests"))
        yield


@pytest.fixture
def disk(tmp_path):
    """A disk of 1 MB."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("mounting isn't allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """A real OpenSearch of one node."""
    pytest.importorskip("opensearchpy", reason="opensearch-py is missing: extra `cluster`")
    try:
        with nodes.running(1, tmp_path_factory.mktemp("opensearch")) as [one]:
            yield one
    except nodes.Unavailable as missing:
        pytest.skip(f"no OpenSearch here: {missing}")
