"""Indexes on disks that are full, can't be written to, or belong to somebody else."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress

import pytest

from beritasearch import (
    Archive,
    Article,
    EngineError,
    IndexDamaged,
    IndexMissing,
    database,
    indexing,
)
from beritasearch.errors import reason


def command(index, *arguments, **settings):
    environment = {**os.environ, "BERITASEARCH_INDEX": str(index), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "beritasearch", *arguments],
        env=environment, capture_output=True, text=True, timeout=60, check=False, **settings,
    )  # fmt: skip


def filled(index):
    with Archive(index) as archive:
        archive.put([Article("1", "Banjir Kudus", "Air naik di Kudus.")])
    return index


def test_an_index_on_a_read_only_disk_is_searched(disk):
    index = filled(disk / "index")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    found = command(index, "search", "banjir", "--format", "ids")
    assert (found.stdout, found.stderr) == ("1\n", "")
    refused = command(index, "reindex")
    assert refused.returncode == 2
    assert "can't be written to" in refused.stderr


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_an_index_of_somebody_else_is_searched(tmp_path):
    index = filled(tmp_path / "index")
    paths = [index, *index.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    found = command(index, "search", "banjir", "--format", "ids")
    refused = command(index, "reindex")
    for path in paths:
        path.chmod(0o755)
    assert (found.stdout, found.stderr) == ("1\n", "")
    assert "permissions" in refused.stderr


def test_a_full_disk_stops_a_run_with_the_cure_and_is_searched_all_the_same(disk, tmp_path):
    index = filled(disk / "index")
    corpus = tmp_path / "long.jsonl"
    body = " ".join(f"kata{i}" for i in range(200_000))
    corpus.write_text(f'{{"id": "2", "title": "Panjang", "body": "{body}"}}\n')
    stopped = command(index, "index", str(corpus))
    assert stopped.returncode == 2
    assert "free disk space" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    _fill(disk)
    assert command(index, "search", "banjir", "--format", "ids").stdout == "1\n"


def _fill(disk):
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    assert shutil.disk_usage(disk).free == 0


class Refused:
    """A connection that can't be used."""

    def __init__(self, name):
        self.error = sqlite3.OperationalError(f"as {name}")
        self.error.sqlite_errorname = name

    def execute(self, *_):
        raise self.error

    def close(self):
        pass


@pytest.fixture
def refusing(monkeypatch):
    """Has SQLite refuse to open a database as one that others may write to."""

    def refuse(name):
        original = database._open
        monkeypatch.setattr(
            database,
            "_open",
            lambda path, mode: Refused(name) if mode == "ro" else original(path, mode),
        )

    return refuse


def test_what_a_killed_writer_left_in_the_log_is_not_passed_by(tmp_path, refusing):
    index = filled(tmp_path / "index")
    (index / "0001" / "articles.db-wal").write_bytes(b"what was written last")
    refusing("SQLITE_CANTOPEN")
    with Archive(index) as archive, pytest.raises(IndexDamaged, match="permissions"):
        archive.search("banjir")


@pytest.mark.parametrize("name", ["SQLITE_BUSY", "SQLITE_PROTOCOL", "SQLITE_IOERR_READ"])
def test_a_lock_or_a_failing_disk_is_not_taken_for_a_disk_that_nobody_writes_to(
    tmp_path, refusing, name
):
    index = filled(tmp_path / "index")
    refusing(name)
    with Archive(index) as archive, pytest.raises(IndexDamaged, match=name):
        archive.search("banjir")


def test_where_readers_cannot_share_a_file_and_nobody_writes_it_is_read_all_the_same(
    tmp_path, refusing
):
    index = filled(tmp_path / "index")
    refusing("SQLITE_IOERR_SHMSIZE")
    with Archive(index) as archive:
        assert archive.search("banjir").total == 1


def test_what_the_system_refuses_is_told_with_a_cure(tmp_path):
    error = OSError(errno.ENOSPC, "No space left on device", "/x/y")
    assert reason(error) == (
        "/x/y: No space left on device; free disk space, then run the same command again"
    )
    assert reason(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"


def test_a_folder_in_the_place_of_the_lock_is_told(tmp_path):
    (tmp_path / "index" / "writer.json").mkdir(parents=True)
    with Archive(tmp_path / "index") as archive, pytest.raises(EngineError, match="move it away"):
        archive.put([Article("1", "Judul", "Isi.")])


def test_a_damaged_lock_says_that_it_may_be_deleted(tmp_path):
    index = filled(tmp_path / "index")
    (index / "writer.db").write_bytes(b"x" * 4096)
    with Archive(index) as archive:
        with pytest.raises(EngineError, match=r"writer\.db is damaged.*delete it"):
            archive.put([])
        (index / "writer.db").unlink()
        assert archive.put([]).articles == 1


# ── CURRENT ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [None, "", "0009", "../elsewhere", "\x00", "²", "9" * 5000])
def test_without_a_current_the_last_finished_generation_is_searched_and_written_to(
    tmp_path, content
):
    index = filled(tmp_path / "index")
    with Archive(index) as archive:
        archive.reindex()
    _damage(index / "CURRENT", content)
    with Archive(index) as archive:
        assert archive.search("banjir").total == 1
        archive.put([Article("2", "Gempa", "Palu.")])
        assert archive.stats().articles == 2
    assert (index / "CURRENT").read_text() == "0002\n"


def _damage(path, content):
    path.unlink()
    if content is not None:
        path.write_text(content)


def test_a_current_that_is_a_folder_is_told(tmp_path):
    index = filled(tmp_path / "index")
    _damage(index / "CURRENT", None)
    (index / "CURRENT").mkdir()
    with Archive(index) as archive, pytest.raises(IndexDamaged, match="move it away"):
        archive.search("banjir")


@pytest.mark.parametrize("is_left", [True, False])
def test_an_engine_that_is_gone_is_no_empty_index(tmp_path, is_left):
    index = filled(tmp_path / "index")
    shutil.rmtree(index / "0001" / "engine")
    if is_left:
        (index / "0001" / "engine").mkdir()
    for arguments in (["search", "banjir"], ["stats"]):
        told = command(index, *arguments)
        assert (told.returncode, told.stdout) == (2, "")
        assert "check --repair" in told.stderr
    assert command(index, "check", "--repair").returncode == 0
    assert command(index, "search", "banjir", "--format", "ids").stdout == "1\n"


# ── A first run that was stopped ────────────────────────────────────────────────────────────


class Killed(BaseException):
    pass


@pytest.fixture
def stopped(tmp_path, monkeypatch):
    """An index whose first run was killed when the articles were stored, but not searchable."""

    def killed(*_):
        raise Killed

    monkeypatch.setattr(indexing, "document", killed)
    with pytest.raises(Killed):
        filled(tmp_path / "index")
    monkeypatch.undo()
    return tmp_path / "index"


def test_after_a_killed_first_run_it_is_told_what_cannot_be_found_yet(stopped):
    with Archive(stopped) as archive:
        assert archive.search("banjir").waiting == 1
        assert archive.stats().waiting == 1
    told = command(stopped, "search", "banjir").stderr
    assert "1 stored but not searchable yet" in told
    assert "the index holds no article yet" in told
    assert "run it again" in command(stopped, "stats").stdout
    filled(stopped)
    with Archive(stopped) as archive:
        assert (archive.search("banjir").total, archive.search("banjir").waiting) == (1, 0)


def test_a_first_run_that_is_killed_before_it_has_a_name_is_gone_on_with(stopped):
    (stopped / "CURRENT").unlink()
    filled(stopped)
    with Archive(stopped) as archive:
        assert archive.search("banjir").total == 1
    assert [path.name for path in stopped.iterdir() if path.is_dir()] == ["0001"]


# ── A disk that goes away ───────────────────────────────────────────────────────────────────


@pytest.fixture
def away(disk):
    """Takes the disk away, as a cable does; the folder that it was mounted on stays."""

    def take():
        subprocess.run(["umount", "--lazy", str(disk)], check=True)

    yield take
    # The fixture takes away what is mounted there.
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], check=True)


def test_an_index_on_a_disk_that_went_away_is_missed_and_no_other_is_begun(disk, away):
    index = filled(disk / "index")
    with Archive(index) as archive:
        assert archive.search("banjir").total == 1
        away()
        with pytest.raises(IndexMissing):
            archive.search("banjir")
        with pytest.raises(IndexMissing):
            archive.check()
        with pytest.raises(IndexMissing):
            archive.reindex()
    assert not index.exists()


def test_a_disk_that_goes_away_in_the_middle_of_a_run_ends_it_with_what_happened(
    disk, away, tmp_path
):
    index, taken = filled(disk / "index"), []
    (tmp_path / "a.jsonl").write_text('{"id": "2", "title": "Gempa", "body": "Palu."}\n' * 9)

    def watch(_):
        if not taken:
            taken.append(True)
            away()

    with Archive(index) as archive, pytest.raises(EngineError, match="is its disk mounted"):
        archive.add([tmp_path / "a.jsonl"], watch=watch)
    assert list(disk.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are others on this system")
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_what_one_user_has_indexed_others_may_read(tmp_path, engine):
    if engine == "tantivy":
        pytest.importorskip("tantivy", reason="tantivy isn't installed")
    with Archive(tmp_path / "index", engine=engine) as archive:
        for number in range(12):  # some are merged
            archive.put([Article(str(number), "Banjir Kudus", "Air naik di Kudus.")])
        usual = (tmp_path / "index" / "CURRENT").stat().st_mode & 0o044
        closed = [
            p.name for p in (tmp_path / "index").rglob("*") if p.stat().st_mode & 0o044 != usual
        ]
    assert closed == []
