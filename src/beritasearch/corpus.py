"""What there is to read: the files under the folders given, and the names their ids come from."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from beritasearch.errors import ArticleError
from beritasearch.reading import is_article_file


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read."""

    path: Path
    name: str
    """Its path within the corpus, the corpus's label in front: `corpus/2024/banjir.txt`."""

    @property
    def key(self) -> str:
        """Its path as the ledger has it: what isn't Unicode in a name is escaped."""
        return key(self.path)

    @property
    def size(self) -> int:
        """Its bytes; 0 when they can't be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def state(self) -> tuple[int, int]:
        """Bytes and time of the last change in ns: what tells that a file has changed."""
        now = self.path.stat()
        return now.st_size, now.st_mtime_ns


def existing(paths: Iterable[str | Path]) -> list[Path]:
    """The paths, absolute. Raises ArticleError for one where there is nothing."""
    absolute = [Path(path).absolute() for path in paths]
    for path in absolute:
        if not path.exists():
            raise ArticleError("there is no such file or folder; check the name", path=path)
    return absolute


def label(root: Path, taken: Iterable[str]) -> str:
    """A short name for a folder or file: its last parts, as many as make it unlike `taken`."""
    others = set(taken)
    parts = Path(key(root)).parts[1:] or ("corpus",)
    shortest = 2 if root.is_file() else 1
    for count in range(shortest, len(parts) + 1):
        if (found := "/".join(parts[-count:])) not in others:
            return found
    return "/".join(parts)


def root_of(path: Path, roots: Mapping[str, str]) -> Path | None:
    """The outermost known root that `path` is or lies in."""
    known = sorted(map(Path, roots), key=lambda root: len(root.parts))
    return next((root for root in known if path == root or root in path.parents), None)


def lies_in(path: Path, folders: Iterable[Path]) -> bool:
    """Is `path` one of `folders`, or below one?"""
    return any(path == folder or folder in path.parents for folder in folders)


def is_gone(path: str) -> bool:
    """Is there certainly no such file? One that can't be looked at, or listed, isn't gone."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return "\\udc" not in path  # an escaped name of other bytes can't be looked up
    except OSError:
        return False
    return False


def files(
    path: Path, roots: Mapping[str, str], refused: Callable[[OSError], None]
) -> Iterator[File]:
    """The files to be read at `path`, in order; `refused` is told of folders that can't be."""
    known = Path(key(path))
    root = root_of(known, roots) or known
    if path.is_file():
        yield File(path, _name(path, root, roots[str(root)]))
        return
    for folder, folders, names in os.walk(path, onerror=refused):
        folders[:] = sorted(name for name in folders if _is_read(Path(folder, name)))
        for name in sorted(names):
            found = Path(folder, name)
            if is_article_file(found) and not _is_special(found):
                yield File(found, _name(found, root, roots[str(root)]))


def is_taken(path: Path, root: Path) -> bool:
    """Does looking through `root` come to this file, or into this folder?"""
    if path == root:
        return True
    between = (folder for folder in path.parents if root in folder.parents)
    if not (root in path.parents and all(map(_is_read, between))):
        return False
    return _is_read(path) if path.is_dir() else is_article_file(path) and not _is_special(path)


def _is_read(folder: Path) -> bool:
    """Not what is hidden, nor an index of ours."""
    try:
        return not folder.name.startswith(".") and not (folder / "CURRENT").is_file()
    except OSError:  # it can't be looked into; listing it says so
        return True


def _is_special(path: Path) -> bool:
    """A pipe, socket or device: reading one may never end. What can't be told isn't one."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)


def _name(path: Path, root: Path, label: str) -> str:
    inside = Path(key(path)).relative_to(root).as_posix()
    return label if inside == "." else f"{label}/{inside}"


def key(path: Path) -> str:
    """The path as the ledger has it: names on disk may be any bytes, SQLite and JSON take text."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode()
