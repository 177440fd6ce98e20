"""What the terminal says while we run: handlers record it, the loop decides."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Final, Self

from devserver.processes import TERMINAL_SIGNALS

FORCED: Final = 130
"""Exit status of a stop that a second Ctrl-C forced."""


class Wake:
    """A pipe that a selector can wait for; any thread or signal handler may write to it."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self._writing, False)

    def fileno(self) -> int:
        """For a selector."""
        return self._reading

    def __call__(self) -> None:
        """Wake the loop. A full pipe means that it is about to wake anyway."""
        with contextlib.suppress(OSError):
            os.write(self._writing, b"!")

    def clear(self) -> None:
        """Forget that we were woken."""
        with contextlib.suppress(OSError):
            os.read(self._reading, 1 << 16)

    def close(self) -> None:
        """Close both ends; a late writer then writes nowhere."""
        os.close(self._writing)
        os.close(self._reading)


class Signals:
    """Counts what was asked for while the block runs; the third Ctrl-C acts by itself.

    A handler may do no more than set a plain flag and write a byte: locks, events and queues
    deadlock there. ``last_resort`` must kill every child by bare system calls.
    """

    def __init__(self, wake: Wake, last_resort: Callable[[], None]) -> None:
        self.stop = False
        """A first SIGINT, SIGTERM or SIGHUP came."""
        self.force = False
        """A SIGINT came after that."""
        self.continued = False
        """We were stopped (Ctrl-Z) and go on; whatever happened meanwhile was not told."""
        self._wake = wake
        self._last_resort = last_resort

    def __enter__(self) -> Self:
        """Take over the terminal's signals."""
        for number in TERMINAL_SIGNALS:
            signal.signal(number, self._asked)
        signal.signal(signal.SIGCONT, self._went_on)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave them ignored: nothing is left to stop, and a late Ctrl-C changes no status."""
        for number in TERMINAL_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)

    def _asked(self, number: int, _: FrameType | None) -> None:
        if self.force and number == signal.SIGINT:
            self._last_resort()
            os._exit(FORCED)
        self.force = self.force or (self.stop and number == signal.SIGINT)
        self.stop = True
        self._wake()

    def _went_on(self, _number: int, _frame: FrameType | None) -> None:
        self.continued = True
        self._wake()
