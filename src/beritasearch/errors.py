"""The tree of errors. Each is an instruction: what is wrong, where, and what to do.

BeritasearchError
├─ ConfigError         beritasearch.yaml can't be used
├─ ArticleError        an article can't be built or read: path, line
├─ LanguageDataError   a word list can't be used: path, key
├─ QueryError          a query can't be understood: text, position
└─ EngineError         the index can't be used
   ├─ IndexMissing  ├─ StaleIndex  ├─ IndexLocked  ├─ IndexDamaged  └─ EngineUnavailable
"""

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line loads this module even for --help
    from pathlib import Path


class BeritasearchError(Exception):
    """Anything that beritasearch refuses; its text is fit to be shown to a person."""


class ConfigError(BeritasearchError):
    """A configuration file that can't be used: which file, which line, which key."""

    def __init__(self, message: str, *, path: "str | Path" = "", line: int | None = None) -> None:
        self.path, self.line = str(path), line
        super().__init__(_located(message, path, line))


class ArticleError(BeritasearchError):
    """An article that can't be read or built. `reason` is the message without its place."""

    def __init__(self, reason: str, *, path: "str | Path" = "", line: int | None = None) -> None:
        self.reason, self.path, self.line = reason, str(path), line
        super().__init__(_located(reason, path, line))


class LanguageDataError(BeritasearchError):
    """An entry of a word list (stopwords, stems, synonyms …) that can't be used."""

    def __init__(
        self, message: str, *, path: "str | Path" = "", line: int | None = None, key: str = ""
    ) -> None:
        self.path, self.line, self.key = str(path), line, key
        super().__init__(_located(message, path, line))


class QueryError(BeritasearchError):
    """A query that can't be understood; `position` is the offset of the trouble in `text`."""

    SHOWN = 60  # characters of the query shown on either side of the caret

    def __init__(self, message: str, *, text: str, position: int) -> None:
        self.message, self.text, self.position = message, text, position
        super().__init__(f"{message}\n{self._caret()}")

    def _caret(self) -> str:
        start = max(0, self.position - self.SHOWN)
        shown = "".join(
            character if character.isprintable() else " "
            for character in self.text[start : self.position + self.SHOWN]
        )
        return f"  {shown}\n  {' ' * (self.position - start)}^"


class EngineError(BeritasearchError):
    """The index can't be used as asked."""


class IndexMissing(EngineError):
    """There is no index in that folder."""


class StaleIndex(EngineError):
    """The index was built with other language data or another version of the analysis."""


class IndexLocked(EngineError):
    """Another process is writing to the index."""


class IndexDamaged(EngineError):
    """The index's files don't fit together."""


class EngineUnavailable(EngineError):
    """The engine can't be reached or isn't installed."""


DISK_CURE = "free disk space or mend its permissions, then run the same command again"
_CURES = {
    errno.ENOSPC: "free disk space, then run the same command again",
    errno.EDQUOT: "your quota is used up: free disk space, then run the same command again",
    errno.EACCES: "mend its permissions, or choose another place",
    errno.EPERM: "mend its permissions, or choose another place",
    errno.EROFS: "choose a place that can be written to",
    errno.EISDIR: "a folder stands where a file should be: move it away",
    errno.ENOTDIR: "a file stands where a folder should be: move it away",
    errno.EMFILE: "close other programs, or allow more open files: ulimit -n 4096",
    errno.EIO: "the disk fails: copy what is on it to another",
}


def reason(error: OSError) -> str:
    """What the system refused: which file, why, and what to do about it."""
    place = f"{error.filename}: " if error.filename else ""
    cure = f"; {_CURES[error.errno]}" if error.errno in _CURES else ""
    return f"{place}{error.strerror or error}{cure}"


def _located(message: str, path: "str | Path", line: int | None) -> str:
    place = f"{path}:{line}" if path and line else str(path)
    return f"{place}: {message}" if place else message
