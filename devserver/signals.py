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

LAST: Final = 0.5
"""Seconds after a third Ctrl-C in which files may still be closed."""


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
    deadlock there.
    """

    def __init__(self, wake: Wake) -> None:
        self.stop = False
        """A first SIGINT, SIGTERM or SIGHUP came."""
        self.force = False
        """A SIGINT came after that."""
        self.continued = False
        """We were stopped (Ctrl-Z) and go on; whatever happened meanwhile was not told."""
        self.last_resort: Callable[[], None] = lambda: None
        """Kills every child, by bare system calls: what a third Ctrl-C does."""
        self._wake = wake
        self._killed = False

    def __enter__(self) -> Self:
        """Take over the terminal's signals, except those that we were started to ignore.

        Under ``nohup``, say, a closed terminal is no reason to stop.
        """
        for number in TERMINAL_SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._asked)
        # Whatever is started inherits this; our own processes then ask to hear of it.
        signal.signal(signal.SIGQUIT, signal.SIG_IGN)
        signal.signal(signal.SIGCONT, self._went_on)
        signal.signal(signal.SIGALRM, lambda *_: os._exit(FORCED))
        return self

    def __exit__(self, *_: object) -> None:
        """Leave them ignored: nothing is left to stop, and a late Ctrl-C changes no status."""
        for number in TERMINAL_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)

    def _asked(self, number: int, _: FrameType | None) -> None:
        if self.force and number == signal.SIGINT and not self._killed:
            self._killed = True
            # Whatever we waited for ends now. If what is left hangs as well, so do we.
            signal.setitimer(signal.ITIMER_REAL, LAST)
            self.last_resort()
        self.force = self.force or (self.stop and number == signal.SIGINT)
        self.stop = True
        self._wake()

    def _went_on(self, _number: int, _frame: FrameType | None) -> None:
        self.continued = True
        self._wake()
