"""What there is to read: the files under the folders given, and the names their ids come from."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from beritasearch.errors import ArticleError
from beritasearch.reading.opening import is_known


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read, as it was when its folder was listed.

    It has no Path: making one takes longer than telling that the file hasn't changed.
    """

    location: str
    """Its path, as the system takes it."""
    name: str
    """Its path within the corpus, the corpus's label in front: `corpus/2024/banjir.txt`."""
    key: str
    """Its path as the ledger has it: what isn't Unicode in a name is escaped."""
    size: int
    mtime_ns: int

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.location)

    def state(self) -> tuple[int, int]:
        """Bytes and time of the last change in ns, now: what tells that a file has changed."""
        return _state(os.stat(self.location))  # noqa: PTH116 - see above


def existing(paths: Iterable[str | Path]) -> list[Path]:
    """The paths, absolute. Raises ArticleError for one where there is nothing."""
    absolute = [_plain(Path(path).absolute()) for path in paths]
    for path in absolute:
        if not path.exists():
            raise ArticleError("there is no such file or folder; check the name", path=path)
    return absolute


def _plain(path: Path) -> Path:
    """The path without `..`. Other links stay: `latest/` is the same corpus wherever it leads."""
    return path.resolve() if ".." in path.parts else path


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
        if stat.S_ISDIR(os.lstat(path).st_mode):  # a folder has taken its name
            return True
    except (FileNotFoundError, NotADirectoryError):
        return "\\udc" not in path  # an escaped name of other bytes can't be looked up
    except OSError:
        return False
    return False


def placed(path: Path, roots: Mapping[str, str]) -> Path:
    """`path` as its known root has it, wherever links lead: one corpus isn't read as two.

    A root that was given as `latest/` stays that, although it leads elsewhere every day.
    """
    if root_of(Path(key(path)), roots) is None:
        real = path.resolve()
        for root in map(Path, roots):
            if lies_in(real, [root.resolve()]):
                return root / real.relative_to(root.resolve())
    return path


def files(
    path: Path, roots: Mapping[str, str], refused: Callable[[ArticleError], None]
) -> Iterator[File]:
    """The files to be read at `path`, in no order; `refused` is told of what can't be read.

    Folders are gone through as the system lists them: one of a million files fits in no memory.
    """
    known = Path(key(path))
    root = root_of(known, roots) or known
    name = _name(known, root, roots[str(root)])
    if path.is_file():
        if found := _file(str(path), name, key(path)):
            yield found
        return
    above = len(known.parts) - len(root.parts)
    top = path.parents[above - 1] if above else path
    yield from _below(_Folder(str(path), name, key(path), refused), top, refused)


class _Folder:
    """A folder that is being listed: where it is, as ids have it, as the ledger has it."""

    def __init__(
        self, location: str, name: str, key: str, refused: Callable[[ArticleError], None]
    ) -> None:
        self.location, self.name, self.key = location, name, key
        self.entries = _entries(location, refused)


def _entries(folder: str, refused: Callable[[ArticleError], None]) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError as error:
        reason = f"the folder can't be listed: {error.strerror}; mend its permissions or mount it"
        refused(ArticleError(reason, path=_escaped(folder)))


def _below(top: _Folder, root: Path, refused: Callable[[ArticleError], None]) -> Iterator[File]:
    listed = [top]
    while listed:
        folder = listed[-1]
        if (entry := next(folder.entries, None)) is None:
            listed.pop()
            continue
        shown = _escaped(entry.name)
        place = entry.path, f"{folder.name}/{shown}", f"{folder.key.rstrip('/')}/{shown}"
        if entry.is_dir(follow_symlinks=False):
            if _is_read(Path(entry.path)):
                listed.append(_Folder(*place, refused))
        elif entry.is_symlink() and not _is_followed(entry, root, refused):
            continue
        elif is_known(entry.name) and (found := _file(*place)):
            yield found


def _is_followed(
    link: "os.DirEntry[str]", root: Path, refused: Callable[[ArticleError], None]
) -> bool:
    """Is a link that was found in a folder the one way to a file of `root`?

    What else lies in `root` is come to where it is, and would stand there twice. Out of it
    nothing is followed: whoever may put a link into a folder could have any file shown.
    """
    if not _may_be_read(link):
        return False
    target = Path(os.path.realpath(link.path))
    if not target.exists():
        reason = f"a link to {target}, where nothing is; mend or remove it"
    elif not lies_in(target, [root.resolve()]):
        reason = f"a link out of the folder; index what it leads to: beritasearch index {target}"
    else:
        return target.is_file() and not is_taken(target, root.resolve())
    refused(ArticleError(reason, path=_escaped(link.path)))
    return False


def _may_be_read(link: "os.DirEntry[str]") -> bool:
    return is_known(link.name) or (not link.name.startswith(".") and link.is_dir())


def _file(location: str, name: str, file_key: str) -> File | None:
    """The file; None for a pipe, socket or device: reading one may never end."""
    try:
        now = os.stat(location)  # noqa: PTH116
    except OSError:  # reading it says why
        return File(location, name, file_key, 0, 0)
    if not stat.S_ISREG(now.st_mode):
        return None
    return File(location, name, file_key, *_state(now))


def _state(now: os.stat_result) -> tuple[int, int]:
    # A broken clock gives times that SQLite has no numbers for; here they need only be unlike.
    return now.st_size, now.st_mtime_ns % (1 << 63)


def is_taken(path: Path, root: Path) -> bool:
    """Does looking through `root` come to this file, or into this folder?"""
    if path == root:
        return True
    between = (folder for folder in path.parents if root in folder.parents)
    if path.is_symlink() or not (root in path.parents and all(map(_is_read, between))):
        return False
    return _is_read(path) if path.is_dir() else is_known(path.name) and path.is_file()


def _is_read(folder: Path) -> bool:
    """Not what is hidden, nor an index of ours."""
    try:
        return not folder.name.startswith(".") and not (folder / "CURRENT").is_file()
    except OSError:  # it can't be looked into; listing it says so
        return True


def _name(known: Path, root: Path, label: str) -> str:
    inside = known.relative_to(root).as_posix()
    return label if inside == "." else f"{label}/{inside}"


def key(path: Path) -> str:
    """The path as the ledger has it: names on disk may be any bytes, SQLite and JSON take text."""
    return _escaped(path.as_posix())


def _escaped(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()
