"""Proves that events arrive from a folder, without writing into it: reading makes one, too."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from watchdog.events import FileOpenedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from devserver.sources.observer import end

PATIENCE: Final = 2.0
"""Seconds within which the event has to come, on the busiest of machines."""


class Probe(FileSystemEventHandler):
    """Opens a file to read, and waits to be told so.

    What makes events is the same for all of them: a system that tells nobody of an opened file
    tells nobody of a changed one. ``wake`` is called when the event is there.
    """

    def __init__(self, file: str, wake: Callable[[], None]) -> None:
        self.until = time.monotonic() + PATIENCE
        self.answered = False
        self._wake = wake
        self._observer = Observer()
        folder = str(Path(file).parent)
        self._observer.schedule(self, folder, recursive=False, event_filter=[FileOpenedEvent])
        self._observer.start()
        try:
            os.close(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
        except OSError:
            self.answered = True  # It is gone: nothing is proved, and nothing is against it.

    def on_opened(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - any will do
        """Take the event, in watchdog's thread."""
        self.answered = True
        self._wake()

    def stop(self) -> None:
        """Stop waiting."""
        end(self._observer)


def is_possible() -> bool:
    """Whether the system tells of opened files at all."""
    return sys.platform == "linux"
