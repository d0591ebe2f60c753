"""Archive is asked in a few threads; whoever asks waits so long and no longer."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Answer = TypeVar("_Answer")

THREADS = 4
"""Python runs one at a time; more than one so that a slow query holds up no quick one."""
MOST_WAITING = 128


class TooSlow(Exception):
    """No answer in the time that was given."""


class TooBusy(Exception):
    """More questions wait than will be answered in time."""


class Desk:
    """Where questions queue for the threads that answer them."""

    def __init__(self, *, seconds: float, threads: int = THREADS, most: int = MOST_WAITING) -> None:
        self.seconds = seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="answering")
        self._places = threading.Semaphore(most)

    async def ask(self, work: Callable[[], _Answer], *, seconds: float | None = None) -> _Answer:
        """What `work` returns. Raises TooSlow, TooBusy, and what `work` raises.

        One that was too slow and is being worked at goes on to its end, since nothing stops a
        thread safely; one that was still waiting is not begun.
        """
        # Not a process for each question, which could be killed: it would open the index anew.
        if not self._places.acquire(blocking=False):
            raise TooBusy
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._places.release())
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds or self.seconds)
        except TimeoutError:
            raise TooSlow from None

    def close(self) -> None:
        """Begin nothing any more; what is being worked at ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)
