"""The cluster from the command line: where it is, whose part, and errors without a trace."""

from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from tests.cluster.nodes import Node

from beritasearch.cli import cli

NOWHERE = "http://127.0.0.1:1/berita"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(8):
        text = f"---\njudul: Rob {number}\n---\nRob menggenangi Tambaklorok.\n"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    return folder


def run(tmp_path: Path, *arguments: object, index: str = "index") -> Result:
    words = ["--index", str(tmp_path / index), *map(str, arguments)]
    return CliRunner(catch_exceptions=False).invoke(cli, words)


def test_an_archive_on_a_cluster_is_typed_like_any_other(
    node: Node, tmp_path: Path, corpus: Path
) -> None:
    url = f"{node.url}/t{uuid4().hex}"
    built = run(tmp_path, "--engine", "opensearch", "--url", url, "index", corpus)
    assert built.stdout.startswith("new 8,"), built.output
    assert "engine    opensearch" in run(tmp_path, "stats").output
    assert run(tmp_path, "search", "rob", "--format", "ids").output.count("\n") == 8
    assert run(tmp_path, "check").stdout.startswith("sound: 8 articles")


def test_machines_are_given_their_parts(node: Node, tmp_path: Path, corpus: Path) -> None:
    url = f"{node.url}/t{uuid4().hex}"
    for number in (1, 2, 3):
        place = ("--url", url, "--shard", f"{number}/3")
        assert run(tmp_path, "index", corpus, *place, index=str(number)).exit_code == 0
    for number in (1, 2, 3):
        found = run(tmp_path, "search", "rob", "--format", "ids", index=str(number))
        assert found.output.count("\n") == 8
        assert run(tmp_path, "check", index=str(number)).exit_code == 0
    told = run(tmp_path, "reindex", index="1")
    assert "until 2/3, 3/3 are" in told.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--url", NOWHERE], "can't be reached"),
        (["--engine", "opensearch"], "--url https://HOST:9200/NAME"),
        (["--url", "search.example/berita"], "is no address of a cluster"),
        (["--url", "https://search.example/Berita-2"], 'can\'t be called "Berita-2"'),
        (["--url", "https://a:b@search.example/berita"], "no user or password in the URL"),
        (["--url", NOWHERE, "--shard", "3/2"], '"3/2" is no part of an archive'),
        (["--shard", "1/2"], "--shard is for archives on a cluster"),
    ],
)
def test_what_is_wrong_is_told_with_its_cure(
    tmp_path: Path, corpus: Path, arguments: list[str], told: str
) -> None:
    pytest.importorskip("opensearchpy")
    done = run(tmp_path, "index", corpus, *arguments)
    assert done.exit_code == 2
    assert told in done.output
    assert "Traceback" not in done.output
    # Nothing is left that would be in the way of the right command.
    assert run(tmp_path, "--engine", "whoosh", "index", corpus).stdout.startswith("new 8,")
