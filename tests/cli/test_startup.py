"""What the command line loads before it answers: each module more is time that everybody waits."""

import os
import subprocess
import sys

import pytest
from tests.cli.stories import STORIES

from beritasearch import Archive, Article

LIBRARIES = {"whoosh", "sqlite3", "rich", "yaml", "rapidfuzz", "Stemmer", "pycrfsuite", "tantivy"}
NEVER_FOR_A_SEARCH = {
    # What reads YAML is loaded once, by the first search: see beritasearch.language.prepared.
    "csv", "difflib", "email", "http", "importlib.resources", "multiprocessing", "pycrfsuite",
    "rapidfuzz", "rich", "ssl", "urllib.request", "yaml", "zipfile",
    "beritasearch.config_file", "beritasearch.checking", "beritasearch.corpus",
    "beritasearch.engines.opensearch", "beritasearch.engines.whoosh.inversion",
    "beritasearch.engines.whoosh.merging", "beritasearch.engines.whoosh.writing",
    "beritasearch.explaining", "beritasearch.indexing", "beritasearch.language.dates.prose",
    "beritasearch.language.people", "beritasearch.language.strict_yaml", "beritasearch.likeness",
    "beritasearch.reading", "beritasearch.stats",
    "beritasearch.writing",
}  # fmt: skip
OF_THE_OTHER_ENGINE = {
    "whoosh": {"tantivy", "beritasearch.engines.tantivy"},
    "tantivy": {
        "whoosh", "beritasearch.engines.whoosh", "bz2", "decimal", "html", "lzma", "pickle",
        "random", "shutil", "tempfile",
    },
}  # fmt: skip


@pytest.fixture(params=sorted(OF_THE_OTHER_ENGINE))
def engine(request):
    pytest.importorskip(request.param)
    return request.param


@pytest.fixture
def environment(tmp_path):
    """As after an installation: what is compiled or prepared may be kept, here in a new place."""
    kept = {k: value for k, value in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}


def loaded(arguments, environment):
    """The modules of a process that has done what was typed."""
    code = (
        "import sys; from beritasearch.cli import cli; "
        f"cli.main({arguments!r}, standalone_mode=False); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_what_runs_for_long_still_looks_for_garbage(environment):
    code = (
        "import atexit, gc, sys; from beritasearch.cli import main; "
        "atexit.register(lambda: print(gc.isenabled(), *gc.get_threshold())); "
        "sys.argv[1:] = ['--version']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    enabled, *thresholds = done.stdout.splitlines()[-1].split()
    assert enabled == "True"
    assert 0 < int(thresholds[0]) < 1_000_000


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["search", "--help"], []])
def test_help_loads_nothing_heavy(arguments, environment):
    assert not LIBRARIES & loaded(arguments, environment)


def test_a_search_loads_only_what_it_needs(engine, environment, tmp_path):
    index = tmp_path / "index"
    with Archive(index, engine=engine) as archive:
        archive.put(map(Article.from_dict, STORIES))
    search = ["search", "banjir", "--fuzzy", "off", "--index", str(index)]
    assert "yaml" in loaded(search, environment)
    found = loaded(search, environment)
    assert f"beritasearch.engines.{engine}" in found
    assert not (NEVER_FOR_A_SEARCH | OF_THE_OTHER_ENGINE[engine]) & found
