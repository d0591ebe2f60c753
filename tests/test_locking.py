"""The lock of an index: one writer, on whatever machine; a dead one holds nobody up."""

import json
import os
import threading
import time
from contextlib import contextmanager

import pytest

from beritasearch import Archive, Article, locking
from beritasearch.errors import IndexLocked
from beritasearch.locking import Unwritable, writing

HERE = locking.platform.node()


@pytest.fixture
def quick(monkeypatch):
    """Signs of life every 0.1 s."""
    monkeypatch.setattr(locking, "BEAT", 0.1)
    monkeypatch.setattr(locking, "PATIENCE", 1.0)


def elsewhere(index):
    """What a writer on another machine leaves of itself."""
    index.mkdir()
    told = {"pid": 17, "host": "mesin-lain", "since": "2024-08-21 02:15:00"}
    (index / "writer.json").write_text(json.dumps(told))
    return index / "writer.json"


def test_who_waits_is_told_who_writes_since_when(tmp_path):
    with (
        writing(tmp_path, wait=0),
        pytest.raises(IndexLocked) as caught,
        writing(tmp_path, wait=0.1),
    ):
        pass
    assert f"by process {os.getpid()} since 2" in str(caught.value)
    with writing(tmp_path, wait=0):
        pass


def test_a_writer_on_a_machine_that_the_locks_do_not_reach_is_not_joined(tmp_path, quick):
    holder, over = elsewhere(tmp_path / "index"), threading.Event()

    def live():
        ticks = 0
        while not over.wait(0.05):
            ticks += 1
            os.utime(holder, (ticks, ticks))  # whatever its clock shows

    thread = threading.Thread(target=live)
    thread.start()
    try:
        with (
            pytest.raises(IndexLocked, match="process 17 on mesin-lain since 2024-08-21"),
            writing(tmp_path / "index", wait=0),
        ):
            pass
    finally:
        over.set()
        thread.join()


def test_what_a_dead_writer_on_another_machine_left_is_taken_over(tmp_path, quick):
    holder = elsewhere(tmp_path / "index")
    with writing(tmp_path / "index", wait=0):
        assert json.loads(holder.read_text())["host"] == HERE
    assert not json.loads(holder.read_text())["writing"]


def test_a_writer_gives_signs_of_life(tmp_path, quick):
    with writing(tmp_path, wait=0):
        before = (tmp_path / "writer.json").stat().st_mtime_ns
        until = time.monotonic() + 10
        while (tmp_path / "writer.json").stat().st_mtime_ns == before:
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 3}', "\x00", "x" * 9000])
def test_a_garbled_note_of_who_writes_holds_nobody_up(tmp_path, content):
    (tmp_path / "writer.json").write_text(content)
    for turn in (1, 2):
        with writing(tmp_path, wait=0):
            assert json.loads((tmp_path / "writer.json").read_text())["turn"] == turn


def test_where_nobody_can_write_that_is_told(disk):
    (disk / "filler").write_bytes(b"x" * 2**19)
    (disk / "index").write_text("a file in its place")
    with pytest.raises(Unwritable, match="can't be written to"), writing(disk / "index", wait=0):
        pass


@pytest.fixture
def index(tmp_path):
    """An index that is open to be searched."""
    with Archive(tmp_path / "index") as archive:
        archive.put([Article("1", "Banjir Kudus", "Air naik.")])
        assert archive.search("banjir").total == 1
        yield archive, tmp_path / "index" / "writer.json"


def test_while_another_machine_writes_nothing_is_searched(index, quick):
    archive, holder = index
    told = {"pid": 17, "host": "mesin-lain", "since": "2024-08-21 02:15:00", "machine": "lain"}
    holder.write_text(json.dumps(told))
    with pytest.raises(IndexLocked, match=r"process 17 on mesin-lain.*serve"):
        archive.search("banjir")
    os.utime(holder, (1, 1))  # it has died long ago
    assert archive.search("banjir").total == 1


def test_another_container_of_this_machine_hinders_no_search(index):
    archive, holder = index
    told = {"pid": 17, "host": "a1b2c3", "since": "2024", "machine": locking._machine()}
    holder.write_text(json.dumps(told))
    assert archive.search("banjir").total == 1


def test_a_writer_says_which_machine_it_is_on(tmp_path):
    with writing(tmp_path, wait=0):
        assert json.loads((tmp_path / "writer.json").read_text())["machine"] == locking._machine()


# ── Two machines, taking turns ──


@contextmanager
def on(monkeypatch, machine):
    """What is done inside is done on that machine: its memory isn't ours."""
    with monkeypatch.context() as patch:
        patch.setattr(locking, "_machine", lambda: machine)
        patch.setattr(locking.platform, "node", lambda: machine)
        yield


def write_on(monkeypatch, machine, index, title):
    with on(monkeypatch, machine), Archive(index) as archive:
        archive.put([Article("1", title, "Air naik.")])


def opened(archive):
    with archive._opened() as generation:
        return generation


def test_what_another_machine_wrote_is_opened_anew_by_who_was_idle(index, tmp_path, monkeypatch):
    archive, _ = index
    before = opened(archive)
    write_on(monkeypatch, "lain", tmp_path / "index", "Gempa Palu")
    assert opened(archive) is not before
    assert [hit.article.title for hit in archive.search("gempa").hits] == ["Gempa Palu"]


def test_so_it_is_when_this_machine_has_written_after_the_other(index, tmp_path, monkeypatch):
    archive, _ = index
    before = opened(archive)
    write_on(monkeypatch, "lain", tmp_path / "index", "Gempa Palu")
    with Archive(tmp_path / "index") as other:
        other.put([Article("1", "Gempa Lombok", "Warga lari.")])
    assert opened(archive) is not before


def test_so_it_is_when_the_other_machine_was_killed(index, tmp_path, monkeypatch, quick):
    archive, holder = index
    before = opened(archive)
    with on(monkeypatch, "lain"), pytest.raises(KeyboardInterrupt), writing(holder.parent, wait=0):
        raise KeyboardInterrupt
    os.utime(holder, (1, 1))
    assert opened(archive) is not before


def test_what_this_machine_writes_needs_no_opening_anew(index, tmp_path):
    archive, _ = index
    before = opened(archive)
    with Archive(tmp_path / "index") as other:
        other.put([Article("2", "Gempa Palu", "Warga lari.")])
    assert opened(archive) is before
    assert archive.search("gempa").total == 1


def test_an_answer_in_the_course_of_which_another_machine_wrote_is_refused(
    index, tmp_path, monkeypatch
):
    archive, _ = index
    found = archive.scan()
    next(found)
    write_on(monkeypatch, "lain", tmp_path / "index", "Gempa Palu")
    with pytest.raises(IndexLocked, match="while it was searched"):
        archive.search("banjir")  # SQLite would tell it what the other one still reads
    with pytest.raises(IndexLocked, match="while it was searched"):
        list(found)
    assert archive.search("gempa").total == 1
