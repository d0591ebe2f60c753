"""The lock of an index directory: one process writes at a time.

index/writer.db    locked by whoever writes; the system lets go of it when its holder dies
index/writer.json  who that is, since when
"""

import json
import os
import platform
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from beritasearch.durable import write_atomically
from beritasearch.errors import DISK_CURE, EngineError, IndexLocked, reason


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
            since = time.strftime("%Y-%m-%d %H:%M:%S")
            me = {"pid": os.getpid(), "host": platform.node(), "since": since}
            write_atomically(holder, json.dumps(me))
        yield
        holder.unlink(missing_ok=True)
    finally:
        lock.close()


@contextmanager
def _as_ours(directory: Path) -> Iterator[None]:
    refused = f"{directory} can't be written to"
    try:
        yield
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise IndexLocked(
                f"{directory} is being written to{_holder(directory)}; try again when that is done"
            ) from None
        if "not a database" in str(error):
            lock = directory / "writer.db"
            raise EngineError(f"{lock} is damaged; it holds nothing: delete it") from None
        raise EngineError(f"{refused}: {error}; {DISK_CURE}") from None
    except OSError as error:
        raise EngineError(f"{refused}: {reason(error)}") from None


def _holder(directory: Path) -> str:
    try:
        told = json.loads((directory / "writer.json").read_text(encoding="utf-8"))
        host = f" on {told['host']}" if told["host"] != platform.node() else ""
        return f" by process {told['pid']}{host} since {told['since']}"
    except (OSError, ValueError, KeyError):
        return ""
