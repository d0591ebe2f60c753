"""Whoosh when things go wrong: locks, failed and killed writers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.engines.samples import document, fill
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, open_dir
from whoosh.writing import SegmentWriter

from beritasearch.engines.whoosh import WhooshEngine, writing
from beritasearch.errors import EngineError, IndexLocked
from beritasearch.query.tree import All, Term


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    with closing(WhooshEngine(tmp_path)) as engine:
        yield engine


# ── Locks and failures ──


def test_a_second_writer_waits_then_says_so(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    monkeypatch.setattr(writing, "PATIENCE", 0.05)
    writer = open_dir(str(tmp_path)).writer()
    try:
        with pytest.raises(IndexLocked, match="another process is writing to"):
            engine.put([document("late")])
        assert engine.search(All()).total == 30
    finally:
        writer.cancel()
    engine.put([document("late")])
    assert engine.count() == 31


def test_a_failed_commit_leaves_neither_lock_nor_half_a_change(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    with monkeypatch.context() as patch:
        patch.setattr(SegmentWriter, "_finalize_segment", full_disk)
        with pytest.raises(EngineError, match="No space left"):
            engine.put([document("3", "new"), document("new")])
    assert engine.count() == 30
    assert engine.search(Term("body", "w3")).total == 1
    engine.put([document("3", "new")])
    assert engine.search(Term("body", "w3")).total == 0


def test_what_a_failed_or_killed_writer_wrote_is_not_left_on_the_disk(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    before = {path.name for path in tmp_path.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(SegmentWriter, "_commit_toc", full_disk)
        with pytest.raises(EngineError, match="No space left"):
            engine.put([document("new")])
    assert {path.name for path in tmp_path.iterdir()} == before
    (tmp_path / "MAIN_0123456789abcdef.pst").write_bytes(b"left by a kill")
    engine.put([document("new")])
    assert not (tmp_path / "MAIN_0123456789abcdef.pst").exists()
    assert engine.count() == 31


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_killed_writer_leaves_the_last_commit(engine: WhooshEngine, tmp_path: Path) -> None:
    fill(engine)
    script = f"""
import os, signal
from pathlib import Path
from whoosh.writing import SegmentWriter
from beritasearch.engines.whoosh import WhooshEngine
from tests.engines.samples import document
SegmentWriter._commit_toc = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
WhooshEngine(Path({str(tmp_path)!r})).put([document("3", "new"), document("new")])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == -9
    assert engine.count() == 30
    engine.put([document("new")])
    assert engine.count() == 31
    alive = {f"MAIN_{s.segid}" for s in TOC.read(FileStorage(str(tmp_path)), "MAIN").segments}
    left = {f.name.partition(".")[0] for f in tmp_path.glob("MAIN_*.*")}
    assert left == alive, "what the killed writer wrote is cleared away"
    assert not list(tmp_path.glob("MAIN.tmp"))


def test_everything_is_on_the_disk_before_its_table_of_contents(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, rename = os.fsync, os.rename
    monkeypatch.setattr(os, "fsync", lambda fd: (done.append(opened(fd)), sync(fd)))
    monkeypatch.setattr(os, "rename", lambda a, b: (done.append(Path(b).name), rename(a, b)))
    fill(engine)
    table = next(n for n, name in enumerate(done) if name.endswith(".toc"))
    synced = {name.rpartition(".")[2] for name in done[:table]}
    assert {"trm", "pst", "col"} <= synced
    assert any(".toc." in name for name in done[:table])
    assert len(done) > table + 1, "the directory is synced after the renaming"


def opened(descriptor: int) -> str:
    return Path(f"/proc/self/fd/{descriptor}").readlink().name
