"""What tests of several folders need."""

import os
import shutil
import subprocess

import pytest
from hypothesis import settings

# What decides whether work lands gives the same answer twice, on a slow machine too; new examples
# are hunted for with --hypothesis-profile=hunt, as `make soak` does.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("hunt", max_examples=2_000)
settings.load_profile("repeatable")


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
