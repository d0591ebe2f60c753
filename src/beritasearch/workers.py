"""Work spread over processes, results in order: the same for any number of them."""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from types import TracebackType
from typing import Any, Self, TypeVar

from beritasearch.lots import lots

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 32
"""Items that go to a process together."""
ALONE = 64
"""Items that are done before any process is started: starting one takes about half a second."""


def _never(_: object) -> bool:
    return False


def _small(_: object) -> int:
    return 0


class Workers:
    """Applies functions to items in `jobs` processes; with one job, in this process.

    Memory is bounded: at most two chunks a process are under way. An item whose process dies is
    tried once more by itself, and if that dies too, `died(item)` stands for its result.
    `apart`: nothing is done in this process, even with one job, so that no item can end it.
    """

    def __init__(self, jobs: int, *, apart: bool = False) -> None:
        self._jobs, self._apart = jobs, apart
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        died: Callable[[Item], Result],
        done: Callable[[Item], bool] = _never,
        size: Callable[[Item], int] = _small,
    ) -> Iterator[Result]:
        """The results of `function`, which must be importable, in the order of `items`.

        `function` gives an item of which `done` holds as it is: that isn't sent to a process.
        `size` is how many characters an item has: fewer large ones go together.
        """
        iterator, alone = iter(items), 0
        for item in () if self._apart else iterator:
            yield function(item)
            alone += not done(item)
            if alone == ALONE and self._jobs > 1:
                break
        chunks = lots(iterator, CHUNK, size)
        yield from chain.from_iterable(self._spread(function, chunks, died, done))

    def _spread(
        self,
        function: Callable[[Item], Result],
        chunks: Iterator[list[Item]],
        died: Callable[[Item], Result],
        done: Callable[[Item], bool],
    ) -> Iterator[list[Result]]:
        under_way: deque[tuple[list[Item], Future[list[Result]] | None]] = deque()
        while True:
            while len(under_way) < 2 * self._jobs and (chunk := next(chunks, None)):
                is_done = all(map(done, chunk))
                under_way.append((chunk, None if is_done else self._submit(function, chunk)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            try:
                yield future.result() if future else list(map(function, chunk))
            except BrokenProcessPool:
                self._stop()
                yield [self._alone(function, item, died) for item in chunk]
                under_way = deque(
                    (waiting, before and self._submit(function, waiting))
                    for waiting, before in under_way
                )

    def _alone(
        self,
        function: Callable[[Item], Result],
        item: Item,
        died: Callable[[Item], Result],
    ) -> Result:
        try:
            return self._submit(function, [item]).result()[0]
        except BrokenProcessPool:
            self._stop()
            return died(item)

    def _submit(
        self, function: Callable[[Item], Result], chunk: list[Item]
    ) -> Future[list[Result]]:
        with _program_left_out():
            try:
                return self._started().submit(_apply, function, chunk)
            except BrokenProcessPool:  # a process has died since the last result was taken
                self._stop()
                return self._started().submit(_apply, function, chunk)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not fork: the parent has threads (progress bar) and open SQLite connections.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, context, initializer=_begin)
        return self._pool

    def _stop(self) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


@contextmanager
def _program_left_out() -> Iterator[None]:
    """Processes that are started now don't run the program that is running, as they would.

    They need nothing of it, and one without `if __name__ == "__main__":` would index anew in each
    of them, and each would die of that.
    """
    program = vars(sys.modules["__main__"])
    names = ("__file__", "__spec__")
    hidden: dict[str, Any] = {name: program.pop(name) for name in names if name in program}
    program["__spec__"] = None
    try:
        yield
    finally:
        program.update(hidden)


def _apply(function: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return list(map(function, chunk))


def _begin() -> None:
    """Ctrl-C is the parent's to handle, and a worker doesn't outlive a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
