"""What there is to read: the files under the folders given, and the names their ids come from."""

import os
from collections.abc import Iterable, Iterator, Mapping
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
        return _text(self.path)

    @property
    def size(self) -> int:
        """Its bytes; 0 when it has vanished."""
        return self.path.stat().st_size if self.path.exists() else 0

    def state(self) -> tuple[int, int]:
        """Bytes and time of the last change in ns: what tells that a file has changed."""
        stat = self.path.stat()
        return stat.st_size, stat.st_mtime_ns


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
    parts = Path(_text(root)).parts[1:] or ("corpus",)
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


def files(path: Path, roots: Mapping[str, str]) -> Iterator[File]:
    """The files to be read at `path`, in order."""
    root = root_of(path, roots) or path
    if path.is_file():
        yield File(path, _name(path, root, roots[str(root)]))
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if _is_read(Path(folder, name)))
        for name in sorted(names):
            found = Path(folder, name)
            if is_article_file(found):
                yield File(found, _name(found, root, roots[str(root)]))


def _is_read(folder: Path) -> bool:
    """Not what is hidden, nor an index of ours."""
    return not folder.name.startswith(".") and not (folder / "CURRENT").is_file()


def _name(path: Path, root: Path, label: str) -> str:
    inside = _text(path.relative_to(root))
    return label if inside == "." else f"{label}/{inside}"


def _text(path: Path) -> str:
    """The path as text that SQLite and JSON take: names on disk may be any bytes."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode()
