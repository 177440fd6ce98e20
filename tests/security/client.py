"""A client without manners: sends what bytes it likes, and reads whatever comes back."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from dataclasses import dataclass

from tests.watching import Watch

SECURITY = {
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
}
"""What every answer carries."""

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """One answer as it came: nothing of it is decoded or put right."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> list[str]:
        """Give every header of a name."""
        return [value for each, value in self.headers if each == name]


class Client:
    """Talks to one ``devserver watch`` over connections of its own."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.host = watch.url.removeprefix("http://")

    def head(self, path: str, *lines: str, method: str = "GET") -> bytes:
        """Write a request's head with the right ``Host`` and more header lines."""
        head = (f"{method} {path} HTTP/1.1", f"Host: {self.host}", *lines, "", "")
        return "\r\n".join(head).encode("latin-1")

    def ask(self, path: str, *lines: str, method: str = "GET") -> Answer:
        """Ask once, and take the connection to be over."""
        return self.send(self.head(path, "Connection: close", *lines, method=method))

    def send(self, request: bytes) -> Answer:
        """Send bytes as they are; gives the only answer."""
        (answer,) = answers(self.raw(request))
        return answer

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they are, and read until the server hangs up."""
        with self.watch.connect() as connection:
            with suppress(ConnectionError):
                connection.sendall(request)
            return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    """Read until the other end hangs up, in whatever way."""
    received = bytearray()
    with suppress(ConnectionError):
        while some := connection.recv(1 << 16):
            received += some
    return bytes(received)


def answers(received: bytes) -> list[Answer]:
    """Take apart what a server sent: each answer by the length that it says it has."""
    found = []
    while received:
        head, end, rest = received.partition(b"\r\n\r\n")
        assert end, f"not a whole head: {received[:200]!r}"
        first, *lines = head.decode("latin-1").split("\r\n")
        said = _LENGTH.search(head + b"\r\n")
        size = int(said[1]) if said else 0
        fields = [line.partition(": ") for line in lines]
        headers = [(name.lower(), value) for name, _, value in fields]
        found.append(Answer(int(first.split()[1]), headers, rest[:size]))
        received = rest[size:]
    return found


def assert_guarded(answer: Answer) -> None:
    """Check that no other site can make anything of an answer."""
    for name, value in SECURITY.items():
        assert answer.header(name) == [value]
    assert not [name for name, _ in answer.headers if name.startswith("access-control")]
