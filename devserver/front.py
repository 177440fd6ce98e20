"""Main's side of the server process: starts it, starts it again, and knows which pages are open."""

from __future__ import annotations

import errno
import secrets
import socket
import time
from collections import deque
from typing import Final

from devserver.messages import FromServer, Ready, ToServer, Viewing
from devserver.model import Url
from devserver.processes import Child
from devserver.serve.server import ServerSetup, serve

_CRASHES: Final = 5
_WITHIN: Final = 60.0
"""So many crashes in so many seconds end the run: something is wrong that a restart cannot mend."""

STARTED: Final = 30.0
"""Seconds within which a server process answers, or is replaced as if it had crashed."""

_BACKLOG: Final = 1024
_NEXT_PORTS: Final = 100
_TAKEN: Final = (errno.EADDRINUSE,)


class StartError(Exception):
    """The session cannot start, or cannot go on; the message is one line for the user."""


class Front:
    """The listening socket and the process that answers on it.

    The socket stays ours: connections wait in its backlog while a crashed server is replaced.
    """

    def __init__(self, listening: socket.socket, store: str, allowed: frozenset[str]) -> None:
        self.tabs: dict[Url, int] = {}
        """The pages that are open now, each with its number of tabs."""
        self.ready = False
        """The server answers, or did before it had to be started again."""
        self._listening = listening
        self._setup = ServerSetup(listening, store, secrets.token_urlsafe(24), allowed)
        self._crashes: deque[float] = deque(maxlen=_CRASHES)
        self._awaited: float | None = None
        self.child = self._start()

    def _start(self) -> Child:
        self._awaited = time.monotonic() + STARTED
        return Child("server", serve, self._setup)

    def send(self, message: ToServer) -> None:
        """Tell the server; what a dying one does not hear, its successor asks for."""
        self.child.channel.send(message)

    def receive(self) -> list[FromServer]:
        """Take what the server said; starts it again if it died. Raises StartError if in vain."""
        messages: list[FromServer] = self.child.channel.receive()
        for message in messages:
            if isinstance(message, Viewing):
                self.tabs = dict(message.tabs)
            if isinstance(message, Ready):
                self.ready, self._awaited = True, None
        late = self._awaited is not None and time.monotonic() > self._awaited
        if self.child.channel.closed or late:
            self._restart()
        return [m for m in messages if not isinstance(m, Ready) or m.pid == self.child.pid]

    def _restart(self) -> None:
        self.child.kill()
        self._crashes.append(time.monotonic())
        if len(self._crashes) == _CRASHES and self._crashes[-1] - self._crashes[0] < _WITHIN:
            raise StartError(f"the server process crashed {_CRASHES} times within a minute")
        self.tabs = {}
        self.child = self._start()

    def close(self) -> None:
        """Give the port back."""
        self._listening.close()


def listen(host: str, port: int | None, usual: int) -> tuple[socket.socket, str]:
    """Bind and listen; gives the socket and a notice if the usual port was taken.

    ``None`` takes the ``usual`` port or the next free one. Raises StartError if there is none.
    """
    ports = range(usual, usual + _NEXT_PORTS) if port is None else (port,)
    for candidate in ports:
        try:
            listening = _bound(host, candidate)
        except OSError as error:
            reason = error.strerror or str(error)
            if error.errno not in _TAKEN:
                raise StartError(f"cannot listen on {host} port {candidate}: {reason}") from None
            continue
        moved = f"port {usual} is taken; using {candidate}" if candidate != ports[0] else ""
        return listening, moved
    if port is None:
        raise StartError(f"ports {usual} to {usual + _NEXT_PORTS - 1} are all taken")
    raise StartError(f"port {port} is taken; choose another, or leave --port out")


def _bound(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except BaseException:
        listening.close()
        raise
    return listening


def address_of(listening: socket.socket, host: str) -> str:
    """Give the url that a browser on this machine opens."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{listening.getsockname()[1]}/"
