"""Starts children that ignore Ctrl-C and end when told or when main is gone; nothing else does."""

from __future__ import annotations

import ctypes
import multiprocessing
import multiprocessing.resource_tracker
import os
import pickle
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

TERMINAL_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What a terminal or a supervisor sends to the whole group: main decides, children ignore it."""

_LENGTH: Final = struct.Struct("!Q")
_CHUNK: Final = 1 << 16
_PR_SET_PDEATHSIG: Final = 1


class Child:
    """A process of ours, spawned, with a channel to it. Its end closes the channel and vice versa.

    ``target(setup, channel)`` runs in the child; both must be importable and picklable.
    """

    def __init__(self, name: str, target: Callable[[Any, Channel], None], setup: object) -> None:
        ours, theirs = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(
            target=_run, args=(target, setup, theirs), name=name, daemon=True
        )
        # Spawned children put the current directory on their path: a pickle.py among the
        # documents would run. And a Ctrl-C while their interpreter starts would kill them.
        os.environ["PYTHONSAFEPATH"] = "1"
        # Starting multiprocessing's own helper unblocks the signals, so it comes first.
        multiprocessing.resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, TERMINAL_SIGNALS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
        self.channel = PolledChannel(ours)

    @property
    def pid(self) -> int:
        """The process id; it stays the same after the end."""
        return self._process.pid or 0

    @property
    def sentinel(self) -> int:
        """A file descriptor that becomes readable when the process ends."""
        return self._process.sentinel

    def ended(self) -> bool:
        """Whether the process has ended; it is then reaped as well."""
        return not self._process.is_alive()

    def end(self, grace: float) -> None:
        """Let the child finish for ``grace`` seconds after its channel is closed, then kill it."""
        self.channel.close()
        self._process.join(grace)
        self.kill()

    def kill(self) -> None:
        """Kill the child now, and reap it. Harmless when it has ended."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join(1.0)
        self.channel.close()


def end_helpers() -> None:
    """End the process that ``multiprocessing`` itself keeps, so that a stop leaves none behind."""
    tracker = multiprocessing.resource_tracker._resource_tracker
    tracker._stop()  # type: ignore[attr-defined]  # There is no public way to end it in time.


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


def _frame(message: object) -> bytes:
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def _run(
    target: Callable[[object, Channel], None], setup: object, connection: socket.socket
) -> None:
    """Be the child: deaf to the terminal, and gone when main is gone."""
    for number in TERMINAL_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TERMINAL_SIGNALS)
    _die_with_main()
    target(setup, Channel(connection))
    # Interpreter finalisation would restore default signals and join threads that may hang.
    os._exit(0)


def _die_with_main() -> None:
    """Ask Linux for SIGKILL when main ends: inside a slow regex nobody reads the channel.

    The request is tied to the *thread* that spawned us, which is main's main thread. Elsewhere
    the end of file on the channel does it at the next message.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    parent = multiprocessing.parent_process()
    if parent is not None and os.getppid() != parent.pid:
        os._exit(1)
