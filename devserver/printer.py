"""Writes text without ever keeping the program waiting: no terminal can hold up a stop."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import signal
import threading
from typing import Final

OUT: Final = 1
ERR: Final = 2

_MOST: Final = 10_000
"""Texts that may wait for a reader that does not read; later ones are dropped."""


class Printer:
    """A thread that writes to standard output and standard error.

    A terminal stopped with Ctrl-S, or a pipe that nobody empties, blocks the thread and no more. A
    terminal that is gone (EIO), a pipe that is closed (EPIPE): all that follows is dropped.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[int, str] | None] = queue.Queue(_MOST)
        self._gone: set[int] = set()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    def write(self, descriptor: int, text: str) -> None:
        """Write ``text`` to ``OUT`` or ``ERR`` soon."""
        if text:
            with contextlib.suppress(queue.Full):
                self._waiting.put_nowait((descriptor, text))

    def close(self, seconds: float) -> None:
        """Wait until all is written, but no longer than this."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)
            self._thread.join(seconds)

    def _run(self) -> None:
        # A signal that this thread got would leave the main one asleep in its wait.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        while (item := self._waiting.get()) is not None:
            descriptor, text = item
            if descriptor not in self._gone and not _written(descriptor, text):
                self._gone.add(descriptor)


def _written(descriptor: int, text: str) -> bool:
    # What no encoding has is escaped: file names may hold bytes that are not text.
    left = memoryview(text.encode("utf-8", "backslashreplace"))
    while left:
        try:
            left = left[os.write(descriptor, left) :]
        except BlockingIOError:
            select.select((), (descriptor,), ())
        except OSError:
            return False
    return True


def require_open() -> None:
    """Open whichever standard stream is closed, so that nothing else gets its number."""
    for descriptor in (0, OUT, ERR):
        try:
            os.fstat(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
