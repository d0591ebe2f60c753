"""A small archive, indexed once, and a way to run commands on it."""

import pytest
from click.testing import CliRunner
from tests.cli.stories import STORIES

from beritasearch import Archive, Article
from beritasearch.cli import cli


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    """The directory of an index of STORIES."""
    directory = tmp_path_factory.mktemp("archive") / "index"
    with Archive(directory) as archive:
        archive.put(map(Article.from_dict, STORIES))
    return directory


@pytest.fixture
def run(index, tmp_path, monkeypatch):
    """Run a command on that index, in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("BERITASEARCH_INDEX", str(index))

    def run_command(*arguments, charset="utf-8", **settings):
        # An exception that isn't an exit is a bug, and fails the test.
        return CliRunner(charset=charset, catch_exceptions=False).invoke(cli, arguments, **settings)

    return run_command
