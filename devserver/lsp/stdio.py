"""Reads and writes messages on standard input and output, so that neither can block the server."""

from __future__ import annotations

import asyncio
import os
import queue
import re
import threading
from collections.abc import Callable, Iterator
from typing import Final

_CHUNK: Final = 1 << 16
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*([0-9]{1,10})[ \t]*\r?$", re.I | re.M)
_HEAD: Final = 1 << 16
"""Bytes of a head: what has none within them is no client."""


class Frames:
    """Cuts a stream into messages: a head with their length, an empty line, a body."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._length: int | None = None

    def feed(self, some: bytes) -> Iterator[bytes]:
        """Take what arrived; gives each body that is whole. Raises ValueError if it is no head."""
        self._rest += some
        while (body := self._next()) is not None:
            yield body

    def _next(self) -> bytes | None:
        while self._length is None:
            head, end, rest = self._rest.partition(b"\r\n\r\n")
            if not end:
                if len(head) > _HEAD:
                    raise ValueError("what comes in is not the Language Server Protocol")
                return None
            self._rest = rest
            found = _LENGTH.search(head)
            self._length = int(found[1]) if found else None
        if len(self._rest) < self._length:
            return None
        body = bytes(self._rest[: self._length])
        del self._rest[: self._length]
        self._length = None
        return body


class Stdio:
    """A thread that reads and one that writes: a client may be slow to take what it is told."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_all, name="stdout", daemon=True)
        self._writer.start()

    def read(self, take: Callable[[bytes], None]) -> None:
        """Have ``take`` called in this loop for whatever arrives, and at the end for nothing."""
        loop = asyncio.get_running_loop()

        def read_all() -> None:
            some = b"!"
            while some:
                try:
                    some = os.read(self._reading, _CHUNK)
                except OSError:
                    some = b""
                try:
                    loop.call_soon_threadsafe(take, some)
                except RuntimeError:
                    return  # The loop has ended before us.

        threading.Thread(target=read_all, name="stdin", daemon=True).start()

    def write(self, content: bytes) -> None:
        """Send bytes soon; dropped if nobody reads any more."""
        self._waiting.put(content)

    def close(self, seconds: float = 1.0) -> None:
        """Wait until all is sent, but no longer than this."""
        self._waiting.put(None)
        self._writer.join(seconds)

    def _write_all(self) -> None:
        while (content := self._waiting.get()) is not None:
            left = memoryview(content)
            try:
                while left:
                    left = left[os.write(self._writing, left) :]
            except OSError:
                return
