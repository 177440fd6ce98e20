"""Readers who ask as fast as they can while the file is replaced: no body is of two generations."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.trust.ground import generation_of, ground, marked, until_shown
from tests.trust.lot import Lot
from tests.watching import CTRL_C, Watch, Workspace

READS = 10_000
"""Reads of one trial, half of them of a page and half of a static file."""

_FILLING = "Some *words* in between, many times over.\n\n" * 20


class Connection:
    """A connection that is kept, and asks for one path again and again."""

    def __init__(self, watch: Watch, path: str) -> None:
        self._socket = watch.connect()
        host = watch.url.removeprefix("http://")
        self._request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        self._rest = b""

    def read(self) -> bytes:
        """Ask once, and give the body."""
        self._socket.sendall(self._request)
        while (end := self._rest.find(b"\r\n\r\n")) < 0:
            self._receive()
        head = self._rest[:end].lower()
        assert head.startswith(b"http/1.1 200 "), head
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        while len(self._rest) < end + 4 + length:
            self._receive()
        body = self._rest[end + 4 : end + 4 + length]
        self._rest = self._rest[end + 4 + length :]
        assert not self._rest, "more than was asked for"
        return body

    def _receive(self) -> None:
        data = self._socket.recv(1 << 18)
        assert data, "the connection was closed in the middle of an answer"
        self._rest += data

    def close(self) -> None:
        """Hang up."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def reads_against_a_replacing_writer(lot: Lot, folder: Path) -> None:
    """Read a page and a file while both are replaced, in every way, as often as possible."""
    with ground(folder) as workspace:
        workspace.write("index.md", marked(0, _FILLING))
        workspace.write("data.txt", marked(0, _FILLING))
        watch = workspace.watch()
        watch.wait("indexed")
        with _writing(workspace, lot) as written:
            seen = _read(watch)
        assert len(seen) > 3, f"only generations {seen}"
        for path in ("/", "/data.txt"):
            until_shown(watch, path, written())
        workspace.accept()
        watch.type(CTRL_C)
        watch.ended(0)


def _read(watch: Watch) -> set[int]:
    """Read as often as a trial does; gives the generations that were seen."""
    connections = [Connection(watch, path) for path in ("/", "/data.txt") * 2]
    seen: set[int] = set()
    last = [0] * len(connections)
    try:
        for number in range(READS):
            which = number % len(connections)
            generation = generation_of(connections[which].read())
            assert generation >= last[which], f"generation {generation} after {last[which]}"
            last[which] = generation
            seen.add(generation)
    finally:
        for connection in connections:
            connection.close()
    return seen


@contextmanager
def _writing(workspace: Workspace, lot: Lot) -> Iterator[Callable[[], int]]:
    """Replace both files by rename, over and over, during the block; gives the last generation."""
    over = threading.Event()
    generation = 0
    page, data = workspace.project / "index.md", workspace.project / "data.txt"

    def write() -> None:
        nonlocal generation
        while not over.is_set():
            generation += 1
            filling = "Some *words*.\n\n" * lot.randrange(1, 60)
            for path in (page, data):
                new = path.with_name(f".{path.name}.new")
                new.write_text(marked(generation, filling))
                new.replace(path)
            over.wait(lot.choice((0.0, 0.001, 0.01, 0.05)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield lambda: generation
    finally:
        over.set()
        writer.join()
