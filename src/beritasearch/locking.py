"""The lock of an index directory: one process writes at a time.

index/writer.db    locked by whoever writes; the system lets go of it when its holder dies
index/writer.json  who that is, since when, or who it was; touched again and again, so that another
                   machine sees that he lives, on a disk whose locks don't reach from one to the
                   other. Written over in place and opened to be looked at: of what is renamed,
                   deleted or only asked for its time, a network disk may tell old news
"""

import json
import os
import platform
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from beritasearch.errors import DISK_CURE, EngineError, IndexLocked, IndexMissing, reason

BEAT = 5.0
"""Seconds between two signs of life."""
PATIENCE = 3 * BEAT
"""Seconds without one, after which a writer on another machine is taken to be dead."""


_SIZE = 1024
"""Bytes of the note: it is written in one piece, so that nobody reads half of it."""


@dataclass(frozen=True, slots=True)
class _Writer:
    """Who writes, or wrote last."""

    pid: int
    host: str
    since: str
    machine: str = ""
    writing: bool = True
    turn: int = 1
    """How many have written, with this one."""
    before: int = 0
    """The turn of the last one that was on another machine than this."""

    def last_elsewhere(self) -> int:
        """The turn of the last writer that was on another machine than ours; 0: none."""
        return self.before if self.machine in ("", _machine()) else self.turn

    def __str__(self) -> str:
        host = f" on {self.host}" if self.host != platform.node() else ""
        return f" by process {self.pid}{host} since {self.since}"


class Unwritable(EngineError):
    """Nobody can write to the index from here: the disk is read-only or full."""


@contextmanager
def writing(directory: Path, *, wait: float) -> Iterator[None]:
    """Be the one writer, waiting at most `wait` seconds for another to finish."""
    holder = directory / "writer.json"
    with _as_ours(directory):
        directory.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(
            directory / "writer.db", timeout=wait, isolation_level=None, check_same_thread=False
        )
    try:
        with _as_ours(directory):
            lock.execute("BEGIN EXCLUSIVE")
            _refuse_if_elsewhere(holder)
            me = _next(_seen(holder)[0])
            _note(holder, me)
        with _alive(holder), _there(holder):
            yield
        _note(holder, replace(me, writing=False))
    finally:
        lock.close()


def last_writing_elsewhere(directory: Path) -> int:
    """The number of the last writing by another machine: what was opened before it is out of date.

    IndexLocked while another machine writes: what it writes can't be read whole from here. SQLite
    tells readers what is being written through memory, which machines don't share. Told by the
    age of the writer's last sign of life, since a search can't wait for the next one.
    """
    told, touched = _seen(directory / "writer.json")
    if told is None:
        return 0
    is_elsewhere = told.machine not in ("", _machine())
    if told.writing and is_elsewhere and abs(time.time() - touched / 1e9) < PATIENCE:
        raise IndexLocked(
            f"{directory} is being written to{told}; a search from another machine could "
            "be answered wrongly meanwhile: try again when that is done, or ask that machine "
            "(`beritasearch serve`)"
        )
    return told.last_elsewhere()


@cache
def _machine() -> str:
    """This machine: containers on it have other names, and share its memory."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return platform.node()


def _refuse_if_elsewhere(holder: Path) -> None:
    """IndexLocked while another machine writes, on a disk whose locks don't reach from there.

    Told by its signs of life, not by their age: two machines' clocks may differ.
    """
    told, seen = _seen(holder)
    if told is None or not told.writing or told.host == platform.node():
        return
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(BEAT / 10)
        now, touched = _seen(holder)
        if now and touched != seen:
            raise IndexLocked(
                f"{holder.parent} is being written to{told}, and the disk's locks don't "
                "reach from there to here: let one machine write"
            )


def _seen(holder: Path) -> tuple[_Writer | None, int]:
    """Who writes or wrote, as he noted it, and when he last gave a sign of life, in ns.

    None where there is no note, or no legible one.
    """
    try:
        with holder.open(encoding="utf-8") as file:
            told, touched = json.load(file), os.fstat(file.fileno()).st_mtime_ns
        return _Writer(**told), touched
    except (OSError, ValueError, TypeError):
        return None, 0


def _next(before: _Writer | None) -> _Writer:
    """This process, as the one that writes after that."""
    return _Writer(
        os.getpid(),
        platform.node(),
        time.strftime("%Y-%m-%d %H:%M:%S"),
        _machine(),
        turn=before.turn + 1 if before else 1,
        before=before.last_elsewhere() if before else 0,
    )


def _note(holder: Path, writer: _Writer) -> None:
    file = os.open(holder, os.O_WRONLY | os.O_CREAT, 0o666)
    try:
        os.write(file, json.dumps(asdict(writer)).ljust(_SIZE).encode())
        os.ftruncate(file, _SIZE)
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def _alive(holder: Path) -> Iterator[None]:
    """Gives signs of life as long as the context lasts."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            with suppress(OSError):  # the disk is away; the writer will say so
                os.utime(holder)

    thread = threading.Thread(target=beat, name="beritasearch-writer", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _there(holder: Path) -> Iterator[None]:
    """IndexMissing for what fails because the whole index has gone: nothing in it is damaged."""
    try:
        yield
    except (EngineError, OSError) as error:
        if holder.exists():
            raise
        raise IndexMissing(
            f"{holder.parent} has gone while it was written to: is its disk mounted? "
            "Then run the same command again"
        ) from error


@contextmanager
def _as_ours(directory: Path) -> Iterator[None]:
    refused = f"{directory} can't be written to"
    try:
        yield
    except sqlite3.Error as error:
        if "locked" in str(error):
            holder, _ = _seen(directory / "writer.json")
            raise IndexLocked(
                f"{directory} is being written to{holder or ''}; try again when that is done"
            ) from None
        if "not a database" in str(error):
            lock = directory / "writer.db"
            raise EngineError(f"{lock} is damaged; it holds nothing: delete it") from None
        raise Unwritable(f"{refused}: {error}; {DISK_CURE}") from None
    except OSError as error:
        raise Unwritable(f"{refused}: {reason(error)}") from None
