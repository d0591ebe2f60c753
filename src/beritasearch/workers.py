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
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar

from beritasearch.lots import lots

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 32
"""Items that go to a process together."""
_START = 1.5
"""A process is started when each that runs has two chunks: few items need only one."""
_TRIES = 2
"""How often an item is tried by itself: a system short of memory may end one after another."""
_FIRST_TO_GO = "500"
"""Of 1,000: where memory runs out, Linux ends a worker rather than the process that writes."""


def _never(_: object) -> bool:
    return False


def _small(_: object) -> int:
    return 0


class Workers:
    """Applies functions to items in `jobs` processes; 0: in this one, which an item may then end.

    Memory is bounded: at most two chunks a process are under way. An item whose process dies is
    tried again by itself, and if that dies too, `died(item)` stands for its result.
    """

    def __init__(self, jobs: int) -> None:
        self._workers = [_Worker() for _ in range(jobs)]
        self._aside = _Worker()
        """For items that may have ended a process: nothing else is under way in it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in (*self._workers, self._aside):
            worker.stop()

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
        if not self._workers:
            yield from map(function, items)
            return
        begun = self._begun(function, lots(items, CHUNK, size), done)
        under_way: deque[_Begun[Item, Result]] = deque()
        while True:
            under_way.extend(islice(begun, 2 * len(self._workers) - len(under_way)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            try:
                yield from future.result() if future else map(function, chunk)
            except BrokenProcessPool:
                for item in chunk:
                    yield function(item) if done(item) else self._alone(function, item, died)

    def _begun(
        self,
        function: Callable[[Item], Result],
        chunks: Iterator[list[Item]],
        done: Callable[[Item], bool],
    ) -> "Iterator[_Begun[Item, Result]]":
        """Each chunk, handed to a process, unless there is nothing to do in it."""
        for chunk in chunks:
            worker = min(self._workers, key=_Worker.burden)
            yield chunk, None if all(map(done, chunk)) else worker.submit(function, chunk)

    def _alone(
        self, function: Callable[[Item], Result], item: Item, died: Callable[[Item], Result]
    ) -> Result:
        for _ in range(_TRIES):
            with suppress(BrokenProcessPool):
                return self._aside.submit(function, [item]).result()[0]
        return died(item)


class _Worker:
    """A process that is started when there is something for it to do, and anew when it has died.

    Not one pool of many: where one of its processes dies, all are ended, and it may fail while it
    starts another just then.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._under_way: list[Future[Any]] = []

    def burden(self) -> float:
        """How much it has to do, in chunks; to start it takes as long as some of them."""
        self._under_way = [future for future in self._under_way if not future.done()]
        return len(self._under_way) if self._pool else _START

    def submit(self, function: Callable[[Item], Result], chunk: list[Item]) -> Future[list[Result]]:
        with _program_left_out():
            try:
                future = self._started().submit(_apply, function, chunk)
            except BrokenProcessPool:  # it has died since the last result was taken
                self.stop()
                future = self._started().submit(_apply, function, chunk)
        self._under_way.append(future)
        return future

    def stop(self) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not fork: the parent has threads (progress bar) and open SQLite connections.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, context, initializer=_begin)
        return self._pool


_Begun: TypeAlias = tuple[list[Item], Future[list[Result]] | None]


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
    with suppress(OSError):  # another system than Linux, or one that forbids it
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
