"""`check`: printed plainly, with what to run; exit codes."""

import pytest
from tests.cli.stories import STORIES, as_jsonl


@pytest.fixture
def built(tmp_path, run, monkeypatch):
    monkeypatch.delenv("BERITASEARCH_INDEX")
    (tmp_path / "a.jsonl").write_text(as_jsonl(STORIES), encoding="utf-8")
    assert run("index", "a.jsonl").exit_code == 0
    return tmp_path / "index"


def test_a_sound_index(run, built):
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.startswith("sound: 5 articles read, ")


def test_what_is_wrong_is_a_line_each_then_what_to_run(run, built):
    (built / "CURRENT").write_text("0042")
    (file,) = built.glob("0001/engine/*.pst")
    file.write_bytes(file.read_bytes()[:-1])
    result = run("check")
    assert result.exit_code == 1
    first, second, last = result.stdout.splitlines()
    assert first.startswith("wrong: ")
    assert "CURRENT" in first
    assert str(file) in second
    assert last == "2 problems; run: beritasearch check --repair --index index"


def test_repair_says_what_it_did_and_checks_again(run, built):
    (built / "CURRENT").unlink()
    result = run("check", "--repair")
    assert result.exit_code == 0
    _, done, sound = result.stdout.splitlines()
    assert done == "repair: CURRENT names generation 0001 again"
    assert sound.startswith("sound: ")
    assert run("search", "cabai").exit_code == 0


def test_an_index_that_only_needs_a_reindex_says_so(run, built, tmp_path):
    (tmp_path / "beritasearch.yaml").write_text("language: {stopwords: {add: [cabai]}}\n")
    assert run("check").stdout.endswith("run: beritasearch reindex --index index\n")


def test_where_there_is_nothing_to_check(run, tmp_path):
    result = run("check", "--index", str(tmp_path / "none"))
    assert result.exit_code == 2
    assert "beritasearch index" in result.stderr
