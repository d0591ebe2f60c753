"""Whoosh's files on disk: durable commits, and errors that say what to do."""

import errno
import mmap
import os
import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import IndexError as WhooshIndexError
from whoosh.index import LockError

from beritasearch.errors import EngineError, IndexDamaged, IndexLocked, reason

_DAMAGE = (
    WhooshIndexError, FileNotFoundError, EOFError, pickle.PickleError, struct.error, zlib.error,
    ValueError, LookupError, TypeError, AttributeError, ImportError, AssertionError, MemoryError,
    OverflowError, RecursionError,
)  # fmt: skip
"""What Whoosh raises over files that are cut short, mixed up or missing."""


@contextmanager
def translated(directory: Path) -> Iterator[None]:
    """Whoosh's exceptions as ours. To be held around calls of Whoosh, and nothing else."""
    try:
        yield
    except EngineError:
        raise
    except LockError as error:
        raise IndexLocked(
            f"another process is writing to {directory}; wait until it is done, or stop it"
        ) from error
    except _DAMAGE as error:
        raise _damaged(directory, error) from error
    except OSError as error:  # disk full, no permission: the files themselves may be sound
        if error.errno == errno.EINVAL:  # a seek to where a garbled file points
            raise _damaged(directory, error) from error
        place = "" if error.filename else f"{directory}: "
        raise EngineError(place + reason(error)) from error
    except Exception as error:
        # Whoosh raises bare Exceptions for bad files: "Block tag error".
        if type(error) is not Exception and not type(error).__module__.startswith("whoosh."):
            raise
        raise _damaged(directory, error) from error


def _damaged(directory: Path, error: Exception) -> IndexDamaged:
    return IndexDamaged(
        f"the index in {directory} is damaged ({type(error).__name__}: {error}); "
        "rebuild it from the stored articles: beritasearch reindex"
    )


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Files of an index, on the disk before the table of contents that names them is.

    Whoosh syncs nothing, and deletes what the old table named as soon as the new one has its
    name; after a power cut neither might be whole. A commit ends in one `rename_file`: that
    is where everything written since the last one must have reached the disk.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._written: set[str] = set()

    def create_file(self, name: str, **options: Any) -> Any:
        self._written.add(name)
        return super().create_file(name, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for name in self._written:
            if self.file_exists(name):
                _sync(self._fpath(name))
        self._written.clear()
        super().rename_file(oldname, newname, safe=safe)
        if os.name != "nt":  # Windows can't open a directory
            _sync(self.folder)


class OpeningStorage(FileStorage):  # type: ignore[misc]
    """Files of an index to be read, mapped: looking a term up takes dozens of small reads.

    When opening an index fails, Whoosh leaves the first files open; `opening` closes them.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        if self.file_length(name):  # nothing can't be mapped
            with Path(self._fpath(name)).open("rb") as raw:
                mapped = mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ)
            file = StructFile(mapped, name=name, **options)
        else:
            file = super().open_file(name, **options)
        self._opened.append(file)
        return file

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Close every file that was opened, unless all goes well."""
        try:
            yield
        except BaseException:
            for file in self._opened:
                if not file.is_closed:
                    file.close()
            raise
        finally:
            self._opened.clear()


def content(file: Any) -> mmap.mmap | bytes:
    """All of an opened file, to be cut from: two calls fewer than to seek and read."""
    mapped = file.file
    if isinstance(mapped, mmap.mmap):
        return mapped
    file.seek(0, os.SEEK_END)  # part of a compound file
    return bytes(file.get(0, file.tell()))


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
