"""The lock of an index directory: one process writes at a time.

index/writer.db    locked by whoever writes; the system lets go of it when its holder dies
index/writer.json  who that is, since when; touched again and again, so that another machine sees
                   that he lives, on a disk whose locks don't reach from one to the other
"""

import json
import os
import platform
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from beritasearch.durable import write_atomically
from beritasearch.errors import DISK_CURE, EngineError, IndexLocked, IndexMissing, reason

BEAT = 5.0
"""Seconds between two signs of life."""
PATIENCE = 3 * BEAT
"""Seconds without one, after which a writer on another machine is taken to be dead."""


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
            since = time.strftime("%Y-%m-%d %H:%M:%S")
            me = {
                "pid": os.getpid(), "host": platform.node(), "since": since, "machine": _machine(),
            }  # fmt: skip
            write_atomically(holder, json.dumps(me))
        with _alive(holder), _there(holder):
            yield
        holder.unlink(missing_ok=True)
    finally:
        lock.close()


def refuse_while_written_elsewhere(directory: Path) -> None:
    """IndexLocked while another machine writes: what it writes can't be read whole from here.

    SQLite tells readers what is being written through memory, which machines don't share. Told by
    the age of the writer's last sign of life, since a search can't wait for the next one.
    """
    holder = directory / "writer.json"
    touched, told = _touched(holder), _told(holder)
    if touched is None or told.get("machine", "") in ("", _machine()):
        return
    if abs(time.time() - touched / 1e9) < PATIENCE:
        raise IndexLocked(
            f"{directory} is being written to{_named(told)}; a search from another machine could "
            "be answered wrongly meanwhile: try again when that is done, or ask that machine "
            "(`beritasearch serve`)"
        )


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
    told = _told(holder)
    if told.get("host") in (None, platform.node()):
        return
    seen, until = _touched(holder), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(BEAT / 10)
        if _touched(holder) not in (None, seen):
            raise IndexLocked(
                f"{holder.parent} is being written to{_named(told)}, and the disk's locks don't "
                "reach from there to here: let one machine write"
            )


def _touched(holder: Path) -> int | None:
    try:
        return holder.stat().st_mtime_ns
    except OSError:
        return None


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
            holder = _named(_told(directory / "writer.json"))
            raise IndexLocked(
                f"{directory} is being written to{holder}; try again when that is done"
            ) from None
        if "not a database" in str(error):
            lock = directory / "writer.db"
            raise EngineError(f"{lock} is damaged; it holds nothing: delete it") from None
        raise Unwritable(f"{refused}: {error}; {DISK_CURE}") from None
    except OSError as error:
        raise Unwritable(f"{refused}: {reason(error)}") from None


def _told(holder: Path) -> dict[str, str]:
    """Who writes, as he noted it; nothing where there is no note, or no legible one."""
    try:
        told = json.loads(holder.read_text(encoding="utf-8"))
        return {"machine": "", **told} if {"pid", "host", "since"} <= told.keys() else {}
    except (OSError, ValueError, AttributeError):
        return {}


def _named(told: dict[str, str]) -> str:
    if not told:
        return ""
    host = f" on {told['host']}" if told["host"] != platform.node() else ""
    return f" by process {told['pid']}{host} since {told['since']}"
