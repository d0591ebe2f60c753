"""Files that come into watched folders: which of them are whole, and so may be read."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from beritasearch.corpus import is_taken

STEADY = 0.4
"""Seconds without a change after which a file is taken to be whole."""
RETRY = 5.0
"""Seconds after which files are tried again that couldn't be indexed."""
MISSED = 10.0
"""Seconds for which it is remembered that a file has vanished: its new name may be told later."""


@dataclass(frozen=True, slots=True)
class _Seen:
    state: tuple[int, int] | None
    """Size and time of change when it was looked at; None: it was gone."""
    due: float


class Arrivals:
    """What came or changed under the roots, until it may be read."""

    def __init__(
        self, roots: Sequence[Path], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._roots, self._clock = roots, clock
        self._waiting: dict[Path, _Seen] = {}
        self._vanished: dict[Path, float] = {}

    def notice(self, paths: Iterable[Path]) -> None:
        """Wait for those that indexing a root would come to: not what is hidden, or an index."""
        for path in paths:
            if any(is_taken(path, root) for root in self._roots):
                self._look(path)

    def miss(self, paths: Iterable[Path]) -> None:
        """Keep in mind those that have vanished: what arrives next may be one of them, moved."""
        self._vanished |= dict.fromkeys(paths, self._clock() + MISSED)

    def vanished(self) -> list[Path]:
        """Those that have vanished lately, and not come back."""
        now = self._clock()
        self._vanished = {
            path: until
            for path, until in self._vanished.items()
            if now < until and _state(path) is None
        }
        return sorted(self._vanished)

    def settled(self) -> list[Path]:
        """Those that haven't changed for a while; they are no longer waited for."""
        whole = []
        for path, seen in list(self._waiting.items()):
            if self._clock() < seen.due:
                continue
            if seen.state is not None and _state(path) == seen.state:
                del self._waiting[path]
                whole.append(path)
            else:
                self._look(path)
        return whole

    def postpone(self, paths: Iterable[Path]) -> None:
        """Have these again later: the index couldn't be written to."""
        later = self._clock() + RETRY
        self._waiting |= {path: _Seen(_state(path), later) for path in paths}

    def _look(self, path: Path) -> None:
        state = _state(path)
        if state is None:  # gone again: its articles stay, as `index` has it
            self._waiting.pop(path, None)
        else:
            self._waiting[path] = _Seen(state, self._clock() + STEADY)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        now = path.stat()
    except OSError:
        return None
    return now.st_size, now.st_mtime_ns
