"""`index` and `reindex`: the summary, what failed, standard input."""

import json
import os
import re
import time
from datetime import datetime

import pytest
from tests.cli.stories import STORIES, as_jsonl

from beritasearch import Archive, Progress
from beritasearch.cli.journal import Paced
from beritasearch.locking import writing

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
    first, second, third = result.stderr.splitlines()
    assert f"{corpus}/c.jsonl:1: not JSON" in first
    assert f"{corpus}/d.txt: the file is empty" in second
    assert third.startswith("a new index was begun in ")


def test_many_failures_are_cut_short_but_all_in_the_report(run, tmp_path):
    (tmp_path / "bad.jsonl").write_text("oops\n" * 30)
    result = run("index", "bad.jsonl", "--report", "report.json")
    assert counts(result)[-1] == 30
    lines = result.stderr.splitlines()
    assert len(lines) == 22
    assert lines[-2] == "… and 10 more; --report FILE lists them all"
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


def test_the_engine_is_told_when_it_is_chosen(run, corpus):
    first = run("index", "corpus", "--engine", "whoosh").stderr
    assert first == "a new index was begun in index, with whoosh: as asked for\n"
    assert run("index", "corpus").stderr == run("reindex").stderr == ""


def test_a_configured_engine_builds_a_new_index(run, corpus, tmp_path):
    pytest.importorskip("tantivy", reason="tantivy is missing: extra `fast`")
    run("index", "corpus")
    (tmp_path / "beritasearch.yaml").write_text("engine: tantivy\n")
    told = run("reindex", "--report", "report.json").stderr
    assert told == "the index was built anew with tantivy: as asked for\n"
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["engine"] == {"name": "tantivy", "why": "as asked for"}
    assert "engine    tantivy" in run("stats").stdout


def test_unknown_engine_is_told(run, corpus):
    result = run("index", "corpus", "--engine", "lucene")
    assert result.exit_code == 2
    assert 'no engine "lucene"' in result.stderr


# ── files that have vanished, files with other names for the fields ───────────────────────


def test_a_new_index_is_told_of_once(run, corpus):
    """Whoever has forgotten to mount the disk of another sees it by that."""
    assert run("index", "corpus").stderr.startswith("a new index was begun in index, with whoosh")
    assert run("index", "corpus").stderr == ""


def test_articles_of_vanished_files_stay_until_prune(run, corpus):
    run("index", "corpus")
    (corpus / "b.jsonl").unlink()
    kept = run("index", "corpus")
    assert counts(kept) == (0, 0, 2, 0, 2, 0)
    assert kept.stderr == "2 articles of vanished files kept; --prune takes them out\n"
    assert run("search", "cabai", "--format", "ids").exit_code == 0
    pruned = run("index", "corpus", "--prune")
    assert counts(pruned) == (0, 0, 2, 2, 0, 0)
    assert pruned.stderr == ""
    assert run("search", "cabai", "--format", "ids").exit_code == 1


def test_reindex_of_what_is_stored_needs_no_files(run, corpus):
    run("index", "corpus")
    for file in corpus.iterdir():
        file.unlink()
    assert run("reindex", "--stored").exit_code == 0
    assert run("search", "cabai", "--format", "ids").stdout == "corpus/b.jsonl#cabai-pati\n"


def test_fields_may_have_other_names_and_the_index_remembers(run, tmp_path):
    told = {"kepala": "Panen Raya Dimulai", "naskah": "Petani mulai memanen padi di sawah."}
    path = tmp_path / "own.jsonl"
    path.write_text(as_jsonl([told]))
    mapped = ("--map", "title=kepala", "--map", "body=naskah")
    assert counts(run("index", "own.jsonl", *mapped))[0] == 1
    path.write_text(as_jsonl([told, {**told, "kepala": "Panen Kedua"}]))
    assert counts(run("index", "own.jsonl"))[-1] == 0
    assert len(run("search", "panen", "--format", "ids").stdout.split()) == 2
    (read, _) = run("read", "own.jsonl", *mapped).stdout.splitlines()
    assert json.loads(read)["title"] == "Panen Raya Dimulai"


def test_standard_input_may_have_other_names_too(run):
    told = {"kepala": "Panen Raya Dimulai", "naskah": "Petani mulai memanen padi di sawah."}
    mapped = ("--map", "title=kepala", "--map", "body=naskah")
    assert counts(run("index", "-", *mapped, input=as_jsonl([told])))[0] == 1


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("konten", '"konten"; write FIELD=NAME'),
        ("=konten", "write FIELD=NAME"),
        ("body=", "write FIELD=NAME"),
        ("tubuh=konten", '"tubuh" is no field of an article'),
    ],
)
def test_a_name_for_no_field_is_told(run, corpus, value, message):
    result = run("index", "corpus", "--map", value)
    assert result.exit_code == 2
    assert message in result.stderr


def test_prune_of_standard_input_is_refused(run):
    result = run("index", "-", "--prune", input="")
    assert result.exit_code == 2
    assert "no files" in result.stderr


# ── for cron ──────────────────────────────────────────────────────────────────────────────


def test_strict_exits_with_1_when_some_failed(run, corpus):
    assert run("index", "corpus", "--strict").exit_code == 0
    (corpus / "c.jsonl").write_text("oops\n")
    result = run("index", "corpus", "--strict")
    assert result.exit_code == 1
    assert "failed 1" in result.stdout
    assert run("search", "cabai").exit_code == 0


def events(result):
    return [json.loads(line) for line in result.stderr.splitlines()]


def test_a_log_for_programs_is_an_object_a_line(run, corpus):
    (corpus / "c.jsonl").write_text("oops\n" * 25)
    result = run("index", "corpus", "--log-format", "json", "--strict")
    assert (result.exit_code, result.stdout) == (1, "")
    *failed, report = events(result)
    assert [event["event"] for event in failed] == ["failed"] * 25
    assert failed[24]["path"] == f"{corpus}/c.jsonl"
    assert failed[24]["line"] == 25
    assert (report["event"], report["new"], report["failed"]) == ("report", 4, 25)
    assert datetime.fromisoformat(report["time"]).tzinfo is not None


def test_an_error_is_in_the_log_for_programs_too(run):
    result = run("reindex", "--log-format", "json")
    assert result.exit_code == 2
    (error,) = events(result)
    assert error["event"] == "error"
    assert "beritasearch index" in error["message"]


def test_ctrl_c_is_in_the_log_for_programs_too(run, corpus, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "add", interrupted)
    result = run("index", "corpus", "--log-format", "json")
    assert result.exit_code == 130
    assert [event["event"] for event in events(result)] == ["stopped"]


def test_progress_is_logged_now_and_then(capsys):
    times = iter([0.0, 4.0, 11.0, 12.0, 22.0])
    watch = Paced(lambda: next(times))
    for articles in (100, 200, 300, 400):
        watch(Progress(articles=articles, done=articles * 10, total=9000))
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(event["articles"], event["seconds"]) for event in told] == [(200, 11.0), (400, 22.0)]
    assert told[0]["rate"] == 18.2
    assert (told[0]["done"], told[0]["total"]) == (2000, 9000)


def test_a_second_writer_waits_as_long_as_it_is_told(run, corpus, own_index):
    run("index", "corpus")
    with writing(own_index, wait=0):
        began = time.monotonic()
        result = run("index", "corpus", "--wait", "0.2")
        waited = time.monotonic() - began
    assert result.exit_code == 2
    assert str(os.getpid()) in result.stderr
    assert 0.2 <= waited < 9


# ── what is configured ────────────────────────────────────────────────────────────────────


def test_init_writes_settings_and_leaves_those_that_are_there(run, tmp_path):
    result = run("init")
    assert result.exit_code == 0
    assert "beritasearch.yaml written" in result.stdout
    (tmp_path / "beritasearch.yaml").write_text("# mine\n")
    again = run("init")
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert (tmp_path / "beritasearch.yaml").read_text() == "# mine\n"


def test_without_a_path_what_is_configured_is_read(run, corpus, tmp_path):
    result = run("index")
    assert result.exit_code == 2
    assert "beritasearch init" in result.stderr
    (tmp_path / "beritasearch.yaml").write_text("corpus: [corpus]\n")
    assert counts(run("index"))[0] == 4


def test_keep_says_how_many_earlier_builds_stay(run, corpus, tmp_path, own_index):
    def generations():
        return sorted(path.name for path in own_index.iterdir() if path.name.isdigit())

    run("index", "corpus")
    run("reindex")
    assert generations() == ["0001", "0002"]
    run("reindex", "--keep", "2")
    assert generations() == ["0001", "0002", "0003"]
    (tmp_path / "beritasearch.yaml").write_text("indexing: {keep: 0}\n")
    run("reindex")
    assert generations() == ["0004"]


def test_reindex_counts_what_it_analysed_and_what_it_carried_over(run, corpus):
    run("index", "corpus")
    run("index", "-", input=as_jsonl(STORIES[4:]))
    (corpus / "b.jsonl").unlink()
    assert counts(run("reindex")) == (2, 0, 3, 0, 2, 0)
    assert counts(run("reindex", "--stored")) == (5, 0, 0, 0, 0, 0)


def test_names_that_the_index_remembers_hold_for_standard_input_too(run, tmp_path):
    told = {"kepala": "Panen Raya Dimulai", "naskah": "Petani mulai memanen padi di sawah."}
    (tmp_path / "own.jsonl").write_text(as_jsonl([told]))
    run("index", "own.jsonl", "--map", "title=kepala", "--map", "body=naskah")
    assert counts(run("index", "-", input=as_jsonl([{**told, "kepala": "Panen Kedua"}])))[0] == 1


def test_names_told_for_standard_input_are_remembered(run):
    first, second = (
        {"kepala": f"Panen {number}", "naskah": "Petani memanen padi di sawah."} for number in "12"
    )
    mapped = ("--map", "title=kepala", "--map", "body=naskah")
    assert counts(run("index", "-", *mapped, input=as_jsonl([first])))[0] == 1
    assert counts(run("index", "-", input=as_jsonl([second])))[0] == 1
