"""Every command and example in README and docs/ is run, so that none goes stale.

`console` blocks: a line behind `$ ` is run, and what follows must be its output; a line with
only `…` stands for any lines. `python` blocks run one after the other. Both start in a folder
of their own with a copy of corpus/. BERITASEARCH_DOCS=write writes the outputs anew.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
WRITE = os.environ.get("BERITASEARCH_DOCS") == "write"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("BERITASEARCH_")},
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "PYTHONUTF8": "1",
    "NO_COLOR": "1",
    "COLUMNS": "100",
}


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    return tmp_path


@pytest.fixture(scope="session", autouse=True)
def _only_whoosh(tmp_path_factory):
    """What is shown is what a machine shows that has nothing else installed."""
    first = tmp_path_factory.mktemp("first")
    (first / "sitecustomize.py").write_text("import sys\nsys.modules['tantivy'] = None\n")
    ENVIRONMENT["PYTHONPATH"] = str(first)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of(page, folder):
    text = page.read_text(encoding="utf-8")
    for kind, block in BLOCK.findall(text):
        if kind == "python":
            run([sys.executable, "-c", block], folder)
        else:
            text = text.replace(block, COMMAND.sub(lambda found: checked(found, folder), block))
    if WRITE:
        page.write_text(text, encoding="utf-8")


def checked(found, folder):
    command, shown = found.groups()
    if command.startswith(("git ", "cd ", "pip ", "make ")):
        assert not command.startswith("make ") or is_target(command.split()[1]), command
        return found[0]
    printed = run(["bash", "-c", command], folder, codes=(0, 1, 2))
    if WRITE:
        return f"$ {command}\n{printed}"
    assert fits(shown, printed), f"$ {command}\nshown:\n{shown}\nprinted:\n{printed}"
    return found[0]


def run(command, folder, *, codes=(0,)):
    done = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, check=False, timeout=120, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode in codes, f"{command}\n{done.stdout}"
    assert "Traceback" not in done.stdout, f"{command}\n{done.stdout}"
    return done.stdout


def is_target(name):
    return re.search(rf"^{re.escape(name)}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def fits(shown, printed):
    """Equal but for times and rates, and for lines that `…` stands for."""
    parts = steady(shown).strip().split("\n…\n")
    return re.fullmatch(r"\n(?:.*\n)*?".join(map(re.escape, parts)), steady(printed).strip())


def steady(text):
    text = re.sub(r"\d+(?:[.,]\d+)? (ms|s|articles/s)\b", r"N \1", text)
    return "\n".join(line.rstrip() for line in text.split("\n"))
