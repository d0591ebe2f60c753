"""Whoosh when things go wrong: damaged files, locks, failed and killed writers."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.engines.samples import document, fill
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, open_dir
from whoosh.writing import SegmentWriter

from beritasearch.engines.whoosh import WhooshEngine, writing
from beritasearch.errors import EngineError, IndexDamaged, IndexLocked
from beritasearch.query.tree import All, Phrase, Prefix, Term


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    with closing(WhooshEngine(tmp_path)) as engine:
        yield engine


# ── Damage ──


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(b"\x80\x02" + random.Random(1).randbytes(path.stat().st_size))


@pytest.mark.parametrize("spoil", [truncate, garble, empty, Path.unlink])
@pytest.mark.parametrize("kind", ["*.toc", "*.trm", "*.pst", "*.id.col"])
def test_damaged_files_say_how_to_rebuild(
    tmp_path: Path, kind: str, spoil: Callable[[Path], object]
) -> None:
    with closing(WhooshEngine(tmp_path)) as engine:
        engine.put(document(str(n), "banjir", published=202401010000) for n in range(300))
    spoil(next(tmp_path.glob(kind)))
    with pytest.raises(IndexDamaged, match="beritasearch reindex"):
        ask_everything(tmp_path)


def ask_everything(directory: Path) -> None:
    with closing(WhooshEngine(directory)) as engine:
        engine.search(Phrase("body", ("banjir", "rob")), limit=None)
        engine.search(Prefix("body", "ban"), limit=None, sort="id")
        engine.search(Term("stems", "banjir"), sort="newest")


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


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_text_that_is_none_is_refused_without_a_word_of_damage(engine: WhooshEngine) -> None:
    fill(engine)
    for broken in (document("1", "a\ud83c"), document("a\ud83c", "a")):
        with pytest.raises(EngineError, match="half a character") as refused:
            engine.put([broken])
        assert not isinstance(refused.value, IndexDamaged)
    assert engine.count() == engine.search(Term("body", "rob")).total == 30


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
