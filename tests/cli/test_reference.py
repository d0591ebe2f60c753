"""docs/command-line.md says what the commands say, and its examples run."""

import gzip
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.reference import PAGE, page
from tests.cli.stories import STORIES, as_jsonl

from beritasearch.cli import cli

CORPUS = Path(__file__).parents[2] / "corpus"
TEXT = PAGE.read_text(encoding="utf-8")
SHELL = re.compile(r"[|>&]")
ENDLESS = ("beritasearch watch", "beritasearch serve")  # their own tests end them
EXAMPLES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    for line in block.splitlines()
    if not line.startswith(ENDLESS)
]


def test_the_page_is_up_to_date():
    assert page() == TEXT, "run: python -m tests.cli.reference"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A working directory as in a checkout: corpus/, its index, articles.jsonl.gz."""
    directory = tmp_path_factory.mktemp("home")
    (directory / "corpus").symlink_to(CORPUS)
    with gzip.open(directory / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(as_jsonl(STORIES))
    assert run("beritasearch index corpus/", directory).returncode == 0
    return directory


def run(line, directory):
    """As a shell runs it: a Python for each command."""
    command = f'beritasearch() {{ {shlex.quote(sys.executable)} -m beritasearch "$@"; }}; {line}'
    environment = {
        name: value for name, value in os.environ.items() if name != "BERITASEARCH_INDEX"
    }
    return subprocess.run(
        ["bash", "-c", command], cwd=directory, env=environment, capture_output=True, text=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("example", [line for line in EXAMPLES if not SHELL.search(line)])
def test_examples_find_something(home, example, monkeypatch):
    monkeypatch.chdir(home)
    monkeypatch.delenv("BERITASEARCH_INDEX", raising=False)
    program, *arguments = shlex.split(example)
    assert program == "beritasearch"
    done = CliRunner(catch_exceptions=False).invoke(cli, arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("example", [line for line in EXAMPLES if SHELL.search(line)])
def test_examples_with_pipes_and_files_do_what_they_say(home, example):
    done = run(example, home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout or ">" in example
