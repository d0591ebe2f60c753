"""Containers: files in files, read without being written anywhere."""

import gzip
import io
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from beritasearch.errors import ArticleError

UNPACKED_RATIO = 200
"""Text packs to a fifth or a tenth; what unpacks to 200 times its size is a bomb."""
ALWAYS_ALLOWED = 64 << 20
_IN_MEMORY, _BUFFER = 16 << 20, 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container."""

    name: str
    """Its path in the container; nothing for the one file that a .gz holds."""
    stream: io.BufferedReader


class Budget:
    """How many bytes a container may still unpack, all its members together."""

    def __init__(self, left: int) -> None:
        self._left = left

    def spend(self, size: int) -> None:
        """Count `size` bytes more. Raises ArticleError when they are too many."""
        self._left -= size
        if self._left < 0:
            raise ArticleError(
                f"unpacks to more than {UNPACKED_RATIO} times its size, as bombs do; "
                "unpack it yourself if it can be trusted"
            )


class _Counted(io.RawIOBase):
    """A stream whose bytes are paid for from a budget."""

    def __init__(self, stream: Any, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        data = self._stream.read(len(target))
        self._budget.spend(len(data))
        target[: len(data)] = data
        return len(data)


def _counted(stream: Any, budget: Budget) -> io.BufferedReader:
    return io.BufferedReader(_Counted(stream, budget), _BUFFER)


def gzip_members(stream: BinaryIO, budget: Budget) -> Iterator[Member | ArticleError]:
    """The one file that a .gz holds, however many parts it has."""
    with gzip.open(stream) as unpacked:
        yield Member("", _counted(unpacked, budget))


def zip_members(stream: BinaryIO, budget: Budget) -> Iterator[Member | ArticleError]:
    """The files of a zip, in its order."""
    with _seekable(stream) as file, zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            if _climbs(info.filename):
                yield _refused(info.filename)
            elif info.flag_bits & 1:
                yield ArticleError(f"{info.filename} is locked with a password; unlock it first")
            else:
                with archive.open(info) as member:
                    yield Member(info.filename, _counted(member, budget))


def tar_members(stream: BinaryIO, budget: Budget) -> Iterator[Member | ArticleError]:
    """The files of a tar, in its order; links and devices are passed over."""
    with closing(tarfile.open(fileobj=stream, mode="r|*")) as archive:
        for info in archive:
            if not info.isfile():
                continue
            if _climbs(info.name):
                yield _refused(info.name)
            elif (member := archive.extractfile(info)) is not None:
                yield Member(info.name, _counted(member, budget))


CONTAINERS: dict[str, Callable[[BinaryIO, Budget], Iterator[Member | ArticleError]]] = {
    "gzip": gzip_members,
    "zip": zip_members,
    "tar": tar_members,
}


def _climbs(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _refused(name: str) -> ArticleError:
    return ArticleError(f'"{name}" climbs out of the archive; rename it there if it can be trusted')


def _seekable(stream: BinaryIO) -> Any:
    """`stream`, or a copy of it, on which zip can jump about."""
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the caller
    shutil.copyfileobj(stream, copy)
    return copy
