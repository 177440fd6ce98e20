"""Whole messages between main and a child: blocking at the child's end, never at main's."""

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


class PolledChannel:
    """Main's end: never blocks, so that no child, stuck or stopped, can hold up the loop."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        self._connection = connection
        self._incoming = bytearray()
        self._outgoing = bytearray()
        self.closed = False
        """The child is gone, or ``close`` was called."""

    def fileno(self) -> int:
        """For a selector; -1 once closed."""
        return self._connection.fileno()

    @property
    def unsent(self) -> bool:
        """Whether ``flush`` should be called when the channel becomes writable."""
        return bool(self._outgoing) and not self.closed

    def send(self, message: object) -> None:
        """Queue one message and send what the pipe takes now; dropped if the child is gone."""
        self._outgoing += _frame(message)
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

    def receive(self) -> list[Any]:
        """Take every message that has arrived; sets ``closed`` at end of file."""
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
        return list(self._whole_messages())

    def _whole_messages(self) -> list[Any]:
        messages = []
        start = 0
        while len(self._incoming) - start >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(self._incoming, start)
            end = start + _LENGTH.size + size
            if len(self._incoming) < end:
                break
            messages.append(pickle.loads(self._incoming[start + _LENGTH.size : end]))
            start = end
        del self._incoming[:start]
        return messages

    def close(self) -> None:
        """Close our end: the child reads end of file."""
        self.closed = True
        self._connection.close()


def wait(channels: Iterable[PolledChannel], others: Iterable[Any], seconds: float) -> None:
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
