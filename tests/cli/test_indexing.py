"""`index` and `reindex`: the summary, what failed, standard input."""

import json
import re

import pytest
from tests.cli.stories import STORIES, as_jsonl

from beritasearch import Archive

SUMMARY = re.compile(
    r"new (\d+), changed (\d+), unchanged (\d+), removed (\d+), gone (\d+), failed (\d+), "
    r"\d+\.\d s, \d+ articles/s\n"
)


def counts(result):
    """New, changed, unchanged, removed, gone, failed: the one line on standard output."""
    assert result.exit_code == 0, result.output
    match = SUMMARY.fullmatch(result.stdout)
    assert match, result.stdout
    return tuple(map(int, match.groups()))


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus"
    path.mkdir()
    (path / "a.jsonl").write_text(as_jsonl(STORIES[:2]), encoding="utf-8")
    (path / "b.jsonl").write_text(as_jsonl(STORIES[2:4]), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def own_index(run, monkeypatch, tmp_path):
    """These write, so each has its own index: ./index, as where nothing is said of it."""
    monkeypatch.delenv("BERITASEARCH_INDEX")
    return tmp_path / "index"


def test_index_brings_the_index_up_to_date(run, corpus):
    assert counts(run("index", "corpus")) == (4, 0, 0, 0, 0, 0)
    assert counts(run("index", "corpus")) == (0, 0, 4, 0, 0, 0)
    changed = [{**STORIES[0], "title": "Banjir Rob Surut"}]
    (corpus / "a.jsonl").write_text(as_jsonl(changed), encoding="utf-8")
    (corpus / "b.jsonl").unlink()
    assert counts(run("index", "corpus")) == (0, 1, 0, 1, 2, 0)


def test_index_lists_what_failed_and_goes_on(run, corpus):
    (corpus / "c.jsonl").write_text('{"title": "x"\n' + as_jsonl(STORIES[4:]), encoding="utf-8")
    (corpus / "d.txt").write_text("")
    result = run("index", "corpus")
    assert counts(result) == (5, 0, 0, 0, 0, 2)
    first, second = result.stderr.splitlines()
    assert f"{corpus}/c.jsonl:1: not JSON" in first
    assert f"{corpus}/d.txt: the file is empty" in second


def test_many_failures_are_cut_short_but_all_in_the_report(run, tmp_path):
    (tmp_path / "bad.jsonl").write_text("oops\n" * 30)
    result = run("index", "bad.jsonl", "--report", "report.json")
    assert counts(result)[-1] == 30
    lines = result.stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 10 more; --report FILE lists them all"
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert len(report["failed"]) == 30
    assert report["failed"][29] == {
        "path": str(tmp_path / "bad.jsonl"),
        "line": 30,
        "reason": report["failed"][0]["reason"],
    }
    assert (report["new"], report["articles"]) == (0, 0)


def test_a_report_that_cannot_be_written_is_told_before_the_work(run, corpus, own_index):
    result = run("index", "corpus", "--report", "nowhere/report.json")
    assert result.exit_code == 2
    assert "nowhere/report.json" in result.stderr
    assert not own_index.exists()


def test_index_reads_standard_input(run, own_index):
    result = run("index", "-", input=as_jsonl(STORIES[:2]) + "oops\n")
    assert counts(result) == (2, 0, 0, 0, 0, 1)
    assert result.stderr.startswith("-:3: not JSON")
    with Archive(own_index) as archive:
        assert archive.get("banjir-genuk") is not None


def test_streams_without_ids_do_not_replace_each_other(run):
    first = {"title": "Panen Raya Dimulai", "body": "Petani mulai memanen padi."}
    second = {"title": "Jembatan Putus", "body": "Warga menyeberang dengan rakit."}
    assert counts(run("index", "-", input=as_jsonl([first])))[0] == 1
    assert counts(run("index", "-", input=as_jsonl([second])))[0] == 1
    assert counts(run("index", "-", input=as_jsonl([second, first])))[:3] == (0, 0, 2)
    (shown,) = run("search", "panen", "--format", "ids").stdout.split()
    assert run("show", shown).exit_code == 0


def test_standard_input_stands_alone(run, corpus):
    result = run("index", "-", "corpus")
    assert result.exit_code == 2
    assert "stands alone" in result.stderr


@pytest.mark.parametrize("command", ["index", "reindex", "read"])
def test_a_path_that_is_not_there_makes_no_index(run, command, own_index):
    result = run(command, "corpsu")
    assert result.exit_code == 2
    assert result.stderr.startswith("beritasearch: ")
    assert "corpsu" in result.stderr
    assert not own_index.exists()


def test_reindex_reads_again_what_was_indexed(run, corpus, own_index):
    run("index", "corpus")
    assert counts(run("reindex"))[0] == 4
    assert run("search", "cabai", "--format", "ids").stdout == "corpus/b.jsonl#cabai-pati\n"


def test_reindex_without_an_index_names_the_command(run):
    result = run("reindex")
    assert result.exit_code == 2
    assert "beritasearch index" in result.stderr


def test_unknown_engine_is_told(run, corpus):
    result = run("index", "corpus", "--engine", "lucene")
    assert result.exit_code == 2
    assert 'no engine "lucene"' in result.stderr
