"""The generation being searched, for all who read it in this program."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from beritasearch.errors import IndexLocked
from beritasearch.generations import Generation, Generations
from beritasearch.locking import last_writing_elsewhere


class Current:
    """The generation being searched, opened once for all readers.

    They move to a new generation when they next ask; one that was superseded is closed when its
    last reader has done with it. So is one that another machine has written to since.
    """

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._opened: Generation | None = None
        self._elsewhere = 0
        """The last writing by another machine when it was opened."""
        self._stale: set[Generation] = set()
        """Those that another machine has written to, and that still have readers."""
        self._readers: Counter[Generation] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """The current generation, open as long as the context lasts."""
        with self._lock:
            self._refresh()
            generation, elsewhere = self._newest(), self._elsewhere
            self._readers[generation] += 1
        try:
            yield generation
            if last_writing_elsewhere(self._generations.directory) != elsewhere:
                raise self._refused()
        finally:
            with self._lock:
                self._readers[generation] -= 1
                self._close_if_done(generation)

    def close(self) -> None:
        """Close it, as soon as its readers have done with it."""
        with self._lock:
            superseded, self._opened = self._opened, None
            self._close_if_done(superseded)

    def _refresh(self) -> None:
        """Let go of what knows nothing of what another machine has written, or is writing."""
        try:
            elsewhere = last_writing_elsewhere(self._generations.directory)
        except IndexLocked:
            self._forget()
            raise
        if elsewhere != self._elsewhere:
            self._forget()
            self._elsewhere = elsewhere

    def _forget(self) -> None:
        stale, self._opened = self._opened, None
        if stale:
            self._stale.add(stale)
            self._close_if_done(stale)

    def _newest(self) -> Generation:
        if self._stale:  # SQLite would share with what is opened now what those remember
            raise self._refused()
        directory = self._generations.require()
        if self._opened is None or self._opened.directory != directory:
            superseded, self._opened = self._opened, Generation(directory)
            self._close_if_done(superseded)
        return self._opened

    def _refused(self) -> IndexLocked:
        return IndexLocked(
            f"{self._generations.directory} was written to by another machine while it was "
            "searched from here; try again"
        )

    def _close_if_done(self, generation: Generation | None) -> None:
        if generation and generation is not self._opened and not self._readers[generation]:
            del self._readers[generation]
            self._stale.discard(generation)
            generation.close()
