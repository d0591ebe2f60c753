"""The command line as a process: pipes, signals, terminals, start-up."""

import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time

import click
import pytest
from tests.cli.stories import STORIES, as_jsonl

from beritasearch import Archive
from beritasearch.cli import COMMANDS, cli

COMMAND = [sys.executable, "-m", "beritasearch"]


@pytest.fixture
def environment(index):
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_COLOR")}
    return {**kept, "BERITASEARCH_INDEX": str(index), "TERM": "xterm"}


def shell(line, environment, **settings):
    line = line.replace("beritasearch", " ".join(COMMAND))
    return subprocess.run(
        ["bash", "-c", line], env=environment, capture_output=True, text=True, encoding="utf-8",
        timeout=60, check=False, **settings,
    )  # fmt: skip


# ── start-up ──────────────────────────────────────────────────────────────────────────────


def test_the_help_lists_every_command_with_its_own_first_line():
    context = click.Context(cli)
    first = {name: cli.get_command(context, name).help.partition("\n\n")[0] for name in COMMANDS}
    listed = {name: line for name, (_, line) in COMMANDS.items()}
    assert listed == {name: " ".join(line.split()) for name, line in first.items()}


def test_ctrl_c_while_the_program_is_being_loaded_is_no_traceback():
    code = (
        "import sys, beritasearch.__main__ as program\n"
        "class Interrupt:\n"
        "    def find_spec(self, *_): raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "program.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "beritasearch: stopped\n")


@pytest.mark.parametrize("interrupted", [True, False])
def test_a_c_module_that_makes_an_import_error_of_ctrl_c_is_no_traceback(interrupted):
    code = (
        "import os, signal, sys, beritasearch.__main__ as program\n"
        "class CModule:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name != 'beritasearch.cli': return None\n"
        "        try:\n"
        f"            if {interrupted}: signal.raise_signal(signal.SIGINT)\n"
        "        except KeyboardInterrupt: pass\n"
        "        raise ImportError('import_failed')\n"
        "sys.meta_path.insert(0, CModule())\n"
        "program.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if interrupted:
        assert (done.returncode, done.stderr) == (130, "beritasearch: stopped\n")
    else:
        assert done.stderr.endswith("ImportError: import_failed\n")


def test_ctrl_c_stays_ignored_where_it_was(tmp_path):
    code = (
        "import signal, beritasearch.__main__ as program\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "try: program.main()\n"
        "finally: print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("True\n")


def seconds_of(arguments, environment):
    """Processor time that a Python takes, the least of some: load on the machine counts little."""
    least = float("inf")
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
        least = min(least, user + system)
    return least


def test_help_takes_less_than_ten_times_as_long_as_python_itself(tmp_path):
    # 150 ms where Python starts in 15; click alone is more than half of it.
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    shown = seconds_of(["-m", "beritasearch", "--help"], compiled)
    assert shown < 10 * seconds_of(["-c", "pass"], compiled)


# ── pipes ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", ["search banjir --format jsonl", "stats", "--help"])
def test_a_reader_that_has_had_enough_is_no_error(environment, command):
    # `true` reads nothing at all; the sleep lets it be gone before the first line is written.
    line = f"(sleep 0.2; exec beritasearch {command}) | true; echo ${{PIPESTATUS[0]}}"
    done = shell(line, environment)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_full_disk_is_told(environment):
    done = shell("beritasearch search banjir > /dev/full", environment)
    assert done.returncode == 2
    assert done.stderr.startswith("beritasearch: ")
    assert "Traceback" not in done.stderr


def test_closed_output_is_no_error(environment):
    done = shell("beritasearch search banjir >&-", environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_pipes_carry_utf8_whatever_the_locale(environment):
    latin = {**environment, "LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = shell("beritasearch search tanggul", latin)
    assert "Kabar Pesisir · Kabupaten Kendal" in done.stdout
    assert "«tanggul»" in done.stdout


def test_any_number_of_processes_reads_the_same(environment, tmp_path):
    many = [{**STORIES[1], "id": f"banjir-{number}"} for number in range(150)]
    (tmp_path / "many.jsonl").write_text(as_jsonl(many) + "oops\n", encoding="utf-8")
    for jobs in (1, 3):
        line = f"beritasearch index many.jsonl --index {jobs} --jobs {jobs}"
        done = shell(line, environment, cwd=tmp_path)
        assert done.returncode == 0
        assert done.stdout.startswith(
            "new 150, changed 0, unchanged 0, removed 0, gone 0, failed 1, "
        )
        assert "many.jsonl:151: not JSON" in done.stderr


def test_commands_pass_articles_on_to_each_other(environment, tmp_path):
    (tmp_path / "b.jsonl").write_text(as_jsonl(STORIES), encoding="utf-8")
    line = (
        "beritasearch read b.jsonl | beritasearch index - --index new && "
        "beritasearch search cabai --index new --format ids"
    )
    done = shell(line, environment, cwd=tmp_path)
    assert done.stdout.splitlines()[-1].endswith("/b.jsonl#cabai-pati")


# ── Ctrl-C ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def big_corpus(tmp_path):
    """More than is read before the interruption, and an index of one article before it."""
    (tmp_path / "first.jsonl").write_text(as_jsonl(STORIES[:1]), encoding="utf-8")
    with Archive(tmp_path / "index") as archive:
        archive.add([tmp_path / "first.jsonl"])
    many = [{**STORIES[1], "id": f"banjir-{number}"} for number in range(20_000)]
    (tmp_path / "many.jsonl").write_text(as_jsonl(many), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["index", "reindex"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_leave_the_index_searchable(big_corpus, command, number):
    process = subprocess.Popen(
        [*COMMAND, command, "many.jsonl", "--jobs", "2"],
        cwd=big_corpus, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not (big_corpus / "index" / "writer.json").exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(1)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.strip().startswith("beritasearch: stopped; ")
    assert errors.count("\n") == 1  # no traceback, nor what Python says of semaphores
    with Archive(big_corpus / "index") as archive:
        assert archive.search("kaliwungu").total == 1
        archive.add([big_corpus / "first.jsonl"])


# ── terminals ─────────────────────────────────────────────────────────────────────────────


def on_a_terminal(arguments, environment, cwd=None):
    """What a person sees: standard output and error on one terminal, 100 columns wide."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments], env={**environment, "COLUMNS": "100"}, cwd=cwd,
        stdin=follower, stdout=follower, stderr=follower,
    )  # fmt: skip
    os.close(follower)
    seen = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # Linux: nobody holds the other end any more
            break
        if not part:
            break
        seen += part
    os.close(leader)
    assert process.wait(timeout=60) == 0
    return seen.decode()


def test_a_terminal_has_colours_and_no_long_lines(environment):
    seen = on_a_terminal(["search", "tanggul"], environment)
    assert "\x1b[33m\x1b[1mtanggul\x1b[0m" in seen
    plain = re.sub(r"\x1b\[\d+m", "", seen)
    assert max(map(len, plain.splitlines())) <= 100


def test_no_color_is_respected_on_a_terminal(environment):
    seen = on_a_terminal(["search", "tanggul"], {**environment, "NO_COLOR": "1"})
    assert "\x1b" not in seen
    assert "«tanggul»" in seen


def test_a_terminal_shows_progress_and_a_pipe_does_not(environment, tmp_path):
    (tmp_path / "b.jsonl").write_text(as_jsonl(STORIES), encoding="utf-8")
    own = {**environment, "BERITASEARCH_INDEX": str(tmp_path / "index")}
    seen = on_a_terminal(["index", "b.jsonl"], own, cwd=tmp_path)
    assert "5 articles" in seen
    assert "articles/s" in seen
    assert re.search(r"\d:\d\d:\d\d", seen)  # the time left
    assert "new 5, changed 0" in seen
    piped = shell("beritasearch reindex", own, cwd=tmp_path)
    assert piped.stderr == ""
    assert piped.stdout.startswith("new 5, ")
    assert piped.stdout.count("\n") == 1


def test_a_file_name_that_is_not_utf8_is_shown(environment, tmp_path):
    (tmp_path / os.fsdecode(b"berita-\xff.jsonl")).write_text(as_jsonl(STORIES[:1]))
    done = shell("beritasearch read .", environment, cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["source"].endswith(r"berita-\udcff.jsonl")
