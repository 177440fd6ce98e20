"""Sends to main from a thread of its own, so that readers are served while main is busy."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from devserver.messages import FromServer


class Outbox:
    """A queue before the pipe, whose ``send`` blocks when main has not read for a while.

    It cannot grow beyond what the open connections ask, as each waits for its answer.
    """

    def __init__(self, send: Callable[[FromServer], None]) -> None:
        self._send = send
        self._queue: queue.SimpleQueue[FromServer] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="outbox", daemon=True).start()

    def post(self, message: FromServer) -> None:
        """Have ``message`` sent, in order, and return at once."""
        self._queue.put(message)

    def _run(self) -> None:
        while True:
            try:
                self._send(self._queue.get())
            except OSError:
                return  # Main is gone, and who listens to it ends the process.
