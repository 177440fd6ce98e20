"""Whole messages between main and others: blocking at their end, never at main's."""

from __future__ import annotations

import pickle
import select
import socket
import struct
import threading
from collections.abc import Iterable
from typing import Any, Final

_LENGTH: Final = struct.Struct("!Q")
_CHUNK: Final = 1 << 16


class Channel:
    """A child's end: whole messages, in order, blocking. ``send`` may be called by any thread."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        # Two threads of the server process send; a frame must not be cut by another.
        self._sending = threading.Lock()

    def send(self, message: object) -> None:
        """Send one message; raises ``OSError`` when main is gone."""
        with self._sending:
            self._connection.sendall(_frame(message))

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until ``receive`` has something to take, and leave it there; whether it has."""
        return bool(select.select([self._connection], [], [], seconds)[0])

    def receive(self) -> object | None:
        """Wait for the next message; ``None`` when main closed the channel or died."""
        header = self._exactly(_LENGTH.size)
        body = self._exactly(_LENGTH.unpack(header)[0]) if header else b""
        return pickle.loads(body) if body else None  # From our own parent, never from outside.

    def _exactly(self, count: int) -> bytes:
        received = bytearray()
        while len(received) < count:
            try:
                some = self._connection.recv(min(count - len(received), 1 << 20))
            except OSError:
                return b""
            if not some:
                return b""
            received += some
        return bytes(received)


class PolledStream:
    """Main's end of a connection: never blocks, so that no other end can hold up the loop."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        self._connection = connection
        self._incoming = bytearray()
        self._outgoing = bytearray()
        self.closed = False
        """The other end is gone, or ``close`` was called."""

    def fileno(self) -> int:
        """For a selector; -1 once closed."""
        return self._connection.fileno()

    @property
    def unsent(self) -> bool:
        """Whether ``flush`` should be called when the connection becomes writable."""
        return bool(self._outgoing) and not self.closed

    def write(self, content: bytes) -> None:
        """Queue bytes and send what the pipe takes now; dropped if nobody is there."""
        self._outgoing += content
        self.flush()

    def flush(self) -> None:
        """Send what the pipe takes now."""
        while self._outgoing and not self.closed:
            try:
                sent = self._connection.send(self._outgoing)
            except BlockingIOError:
                return
            except OSError:
                self.closed = True
                return
            del self._outgoing[:sent]

    def read(self) -> bytearray:
        """Take all that has arrived; what is not deleted from it stays. May set ``closed``."""
        while not self.closed:
            try:
                some = self._connection.recv(_CHUNK)
            except BlockingIOError:
                break
            except OSError:
                some = b""
            if not some:
                self.closed = True
            self._incoming += some
        return self._incoming

    def close(self) -> None:
        """Close our end: the other reads end of file."""
        self.closed = True
        self._connection.close()


class PolledChannel(PolledStream):
    """Main's end of a channel to a child."""

    def send(self, message: object) -> None:
        """Queue one message and send what the pipe takes now; dropped if the child is gone."""
        self.write(_frame(message))

    def receive(self) -> list[Any]:
        """Take every message that has arrived; sets ``closed`` at end of file."""
        incoming = self.read()
        messages = []
        start = 0
        while len(incoming) - start >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(incoming, start)
            end = start + _LENGTH.size + size
            if len(incoming) < end:
                break
            messages.append(pickle.loads(incoming[start + _LENGTH.size : end]))
            start = end
        del incoming[:start]
        return messages


def wait(channels: Iterable[PolledStream], others: Iterable[Any], seconds: float) -> None:
    """Wait until there is something to read, and send meanwhile what was queued.

    ``others`` are further things that a selector takes.
    """
    open_now = [channel for channel in channels if not channel.closed]
    unsent = [channel for channel in open_now if channel.unsent]
    _, writable, _ = select.select([*others, *open_now], unsent, [], max(0.0, seconds))
    for channel in writable:
        channel.flush()


def _frame(message: object) -> bytes:
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body
