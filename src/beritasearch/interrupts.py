"""Ctrl-C, and SIGTERM from cron and systemd: both stop a program by a KeyboardInterrupt."""

import signal
from types import FrameType


class Interrupts:
    """From when it is made on. Has there been one?"""

    def __init__(self) -> None:
        self.came = False
        # Where Ctrl-C is ignored (nohup, a script's `&`), it stays so.
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._note)
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self._note)

    def _note(self, _: int, __: FrameType | None) -> None:
        self.came = True
        raise KeyboardInterrupt
