"""Tantivy's files on disk: who may write to them, and errors that say what to do."""

import errno
import json
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tantivy import Index, IndexWriter

from beritasearch.durable import sync_folder, write_atomically
from beritasearch.engines.tantivy.schema import schema
from beritasearch.errors import EngineError, IndexDamaged, IndexLocked, reason

CONTENTS = "meta.json"
"""Names the segments of the last commit; replaced atomically."""
_MANAGED = ".managed.json"
"""Names the files that a writer may delete."""
_LOCK = ".tantivy-writer.lock"
PATIENCE = 10.0
"""Seconds to wait for another writer."""
MEMORY = 64_000_000
"""Bytes of postings that are held before they become a segment."""
_BUSY = "LockBusy"
_DIED = "index writer was killed"
"""Of the thread that writes what is added."""
_BY_THE_SYSTEM = re.compile(r"(?:os error |code: )(\d+)")
_SOUND = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EMFILE)
"""What the system refuses over files that may be sound."""


@contextmanager
def translated(directory: Path) -> Iterator[None]:
    """Tantivy's exceptions as ours. To be held around calls of Tantivy, and nothing else."""
    try:
        yield
    except EngineError:
        raise
    except UnicodeEncodeError as error:
        raise EngineError(
            f"{error.object[:60]!r} holds half a character (U+D800–DFFF) and can't be indexed; "
            "clean the article's text"
        ) from error
    except OSError as error:
        raise _refused(directory, error) from error
    except ValueError as error:  # all that Tantivy reports
        raise _told(directory, error) from error
    except BaseException as error:
        # A panic of Rust's: no subclass of Exception, and its class can't be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(directory, error) from error


def open_index(directory: Path) -> Index:
    """The index in a directory, made when there is none."""
    with translated(directory):
        directory.mkdir(parents=True, exist_ok=True)
        if not (directory / CONTENTS).exists() and any(directory.glob("*.term")):
            raise IndexDamaged(
                f"{directory} holds an index without its table of contents ({CONTENTS}); "
                "rebuild it from the stored articles: beritasearch reindex"
            )
        if not (directory / CONTENTS).exists():
            _begin(directory)
        return Index(schema(), path=str(directory))


def _begin(directory: Path) -> None:
    """An index that keeps each article in a block of its own: to read an id, it unpacks no other.

    Tantivy has a setting for it, which its Python half doesn't show: it is in the contents.
    """
    from tempfile import TemporaryDirectory  # a search makes no index

    with TemporaryDirectory(prefix="beritasearch-") as draft:
        Index(schema(), path=draft)
        contents = json.loads(Path(draft, CONTENTS).read_text(encoding="utf-8"))
    contents["index_settings"]["docstore_blocksize"] = 1
    write_atomically(directory / CONTENTS, json.dumps(contents))


def has_deleted(directory: Path) -> bool:
    """Are documents still in the index's files that were deleted since?"""
    contents = json.loads((directory / CONTENTS).read_text(encoding="utf-8"))
    return any(segment["deletes"] for segment in contents["segments"])


@contextmanager
def readable(directory: Path) -> Iterator[Path]:
    """Where the index can be opened to be read: `directory`, or what stands for it.

    Tantivy locks a file even to read. Where none can be written, nobody deletes segments either:
    it gets a folder of its own, of links to them. Once opened, they are mapped, without it.
    """
    if os.access(directory, os.W_OK):
        yield directory
        return
    import shutil
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="beritasearch-") as links:
        for path in directory.iterdir():
            if path.name == CONTENTS:
                shutil.copy(path, links)
            elif path.name != _MANAGED and path.suffix != ".lock":
                Path(links, path.name).symlink_to(path.absolute())
        yield Path(links)


@contextmanager
def writer(directory: Path) -> Iterator[IndexWriter]:
    """Writes to the index; what was written is committed unless the block fails."""
    with translated(directory):
        opened = _patiently(open_index(directory))
    try:
        yield opened
        with translated(directory):
            opened.commit()
            _show(directory)
    except BaseException as error:
        try:
            if _DIED in str(error):
                with translated(directory):
                    opened.commit()  # commits nothing any more, but tells what the thread died of
        finally:
            _abandon(opened)
        raise
    with translated(directory):
        opened.wait_merging_threads()
        _show(directory)
        sync_folder(directory)  # Tantivy syncs it before it renames its table of contents only


def _show(directory: Path) -> None:
    """Have who may read the other files read those, too, that Tantivy makes for its user alone."""
    mode = (directory / _LOCK).stat().st_mode
    for name in (CONTENTS, _MANAGED):
        (directory / name).chmod(stat.S_IMODE(mode))


def _abandon(opened: IndexWriter) -> None:
    """Take away what was written, which may fill the disk, and let go of the lock."""
    for step in (opened.rollback, opened.garbage_collect_files, opened.wait_merging_threads):
        with suppress(ValueError):
            step()


def _patiently(index: Index) -> IndexWriter:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            # One thread: each would leave a segment of its own with every commit.
            return index.writer(MEMORY, num_threads=1)
        except ValueError as error:
            if _BUSY not in str(error) or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _told(directory: Path, error: ValueError) -> EngineError:
    if _BUSY in str(error):
        return IndexLocked(
            f"another process is writing to {directory}; wait until it is done, or stop it"
        )
    by_the_system = _BY_THE_SYSTEM.search(str(error))
    if by_the_system:
        number = int(by_the_system[1])
        return _refused(directory, OSError(number, os.strerror(number)))
    return _damaged(directory, error)


def _refused(directory: Path, error: OSError) -> EngineError:
    if error.errno not in _SOUND:
        return _damaged(directory, error)
    place = "" if error.filename else f"{directory}: "
    return EngineError(place + reason(error))


def _damaged(directory: Path, error: BaseException) -> IndexDamaged:
    return IndexDamaged(
        f"the index in {directory} is damaged ({type(error).__name__}: {error}); "
        "rebuild it from the stored articles: beritasearch reindex"
    )
