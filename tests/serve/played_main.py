"""Main, played by a test: a real store, a real channel and a real server process."""

from __future__ import annotations

import http.client
import json
import secrets
import select
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from devserver.messages import (
    Answer,
    Answered,
    FromServer,
    PageAnswer,
    Published,
    Ready,
    Settled,
    Stop,
    ToServer,
    Viewing,
    Wanted,
)
from devserver.model import Digest, Page, Url, digest
from devserver.processes import Child
from devserver.serve.server import ServerSetup, serve
from devserver.store import Store

DEADLINE = 20.0
"""Seconds after which something that was waited for is a failure."""


class PlayedMain:
    """Answers what the server wants from a table, and tells it what a test changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "store", "played")
        self.token = secrets.token_hex(8)
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self.listening.getsockname()[1]
        self.answers: dict[Url, Answer] = {}
        self.wanted: list[Url] = []
        self.viewing: tuple[tuple[Url, int], ...] = ()
        self.deaf = False
        """While set, questions are noted and not answered."""
        self._generation = 0
        self._news = threading.Condition()
        self._ready = False
        self.start()

    # ---------------------------------------------------------------- the process

    def start(self) -> None:
        """Start a server process on the same socket, and wait until it is ready."""
        setup = ServerSetup(
            self.listening, str(self.store.path), self.token, frozenset({"docs.test"})
        )
        self._ready = False
        with _without_pytest():
            self.child = Child("server", serve, setup)
        self._pump = threading.Thread(target=self._run, daemon=True)
        self._pump.start()
        self.wait(lambda: self._ready)

    def kill(self) -> None:
        """Let the server process die."""
        self.child.kill()
        self._pump.join(DEADLINE)

    def stop(self) -> float:
        """Stop the server process as main does; the seconds it took."""
        begin = time.monotonic()
        self.say(Stop())
        assert select.select([self.child.sentinel], [], [], DEADLINE)[0]
        seconds = time.monotonic() - begin
        # Its last words may still lie in the channel.
        self._pump.join(DEADLINE)
        self.kill()
        return seconds

    def close(self) -> None:
        """End everything."""
        self.kill()
        self.listening.close()
        self.store.close()

    def _run(self) -> None:
        channel = self.child.channel
        while True:
            with self._news:
                if channel.closed:
                    break
                writable = [channel] if channel.unsent else []
            try:
                select.select([channel], writable, [], 0.02)
            except (OSError, ValueError):
                break
            with self._news:
                channel.flush()
                for message in channel.receive():
                    self._take(message)
                self._news.notify_all()

    def _take(self, message: FromServer) -> None:
        match message:
            case Ready():
                self._ready = True
            case Viewing(tabs):
                self.viewing = tabs
            case Wanted(url):
                self.wanted.append(url)
                if not self.deaf:
                    self.child.channel.send(Answered(url, self.answer(url)))

    def answer(self, url: Url) -> Answer:
        """Say what stands at ``url``: what a test put there, or a 404 page."""
        missing = page_html(f"<h1>No page at {url}</h1>")
        return self.answers.get(url, PageAnswer(digest(missing), 404, missing))

    # ---------------------------------------------------------------- what a test does

    def say(self, message: ToServer) -> None:
        """Send one message to the server."""
        with self._news:
            self.child.channel.send(message)

    def put(self, url: str, html: str) -> PageAnswer:
        """Publish a page in the store without telling the server."""
        page = Page(Url(url), digest(html), html)
        self.store.publish([(page, Digest(""))])
        answer = PageAnswer(page.version)
        self.answers[page.url] = answer
        return answer

    def publish(self, url: str, html: str) -> None:
        """Publish a page, and tell the server."""
        answer = self.put(url, html)
        self.tell(pages=((Url(url), answer),))

    def tell(
        self,
        *,
        pages: tuple[tuple[Url, PageAnswer], ...] = (),
        stale: tuple[Url, ...] | None = (),
        styles: tuple[Url, ...] = (),
        reload: bool = False,
        follow: Url | None = None,
    ) -> None:
        """Tell the server of a new generation."""
        self._generation += 1
        self.say(Published(self._generation, pages, stale, styles, reload, follow))
        self.say(Settled())

    def wait(self, happened: Callable[[], bool]) -> None:
        """Wait until ``happened``, looked at after each message of the server."""
        with self._news:
            assert self._news.wait_for(happened, DEADLINE), "it did not happen in time"

    def tabs(self, url: str) -> int:
        """How many pages look at ``url``, as main was last told."""
        return dict(self.viewing).get(Url(url), 0)

    def address(self, path: str) -> str:
        """Give the whole address of ``path``."""
        return f"http://127.0.0.1:{self.port}{path}"

    def get(
        self, path: str, method: str = "GET", headers: dict[str, str] | None = None
    ) -> Response:
        """Ask the server over HTTP, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            return Response(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they are, and read until the server hangs up."""
        with self.connect() as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: _received(connection), b""))

    def connect(self) -> socket.socket:
        """Open a connection that says nothing yet."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE)

    @contextmanager
    def live(self, url: str, version: str = "") -> Iterator[LivePage]:
        """Open a socket as a page does, and say what it shows."""
        with self.websocket() as websocket:
            page = LivePage(websocket)
            page.say(view=url, version=version)
            yield page

    def websocket(
        self,
        *,
        token: str | None = None,
        origin: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> ClientConnection:
        """Open the socket; by default exactly as our own pages do."""
        address = f"ws://127.0.0.1:{self.port}/_devserver/live?token={token or self.token}"
        return connect(
            address,
            origin=Origin(origin or self.address("")),
            additional_headers=headers,
            compression=None,
            open_timeout=DEADLINE,
            max_size=None,
        )

    def silent_page(self, url: str) -> socket.socket:
        """Open a page's socket that says what it shows, and never reads."""
        connection = self.connect()
        head = (
            f"GET /_devserver/live?token={self.token} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Origin: {self.address('')}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        connection.sendall(head.encode())
        assert connection.recv(12) == b"HTTP/1.1 101"
        said = json.dumps({"view": url, "version": ""}).encode()
        # A short text frame, masked with zeros (RFC 6455, section 5.2).
        connection.sendall(bytes([0x81, 0x80 | len(said), 0, 0, 0, 0]) + said)
        return connection


class LivePage:
    """A page that only talks: what a browser's would say and hear."""

    def __init__(self, websocket: ClientConnection) -> None:
        self.websocket = websocket

    def say(self, **fields: object) -> None:
        """Say one message."""
        self.websocket.send(json.dumps(fields))

    def hear(self, kind: str) -> dict[str, Any]:
        """Wait for the next message of one kind, and pass over the others."""
        while (message := self.hear_next())["type"] != kind:
            pass
        return message

    def hear_next(self) -> dict[str, Any]:
        """Wait for the next message, whatever it is."""
        message: dict[str, Any] = json.loads(self.websocket.recv(timeout=DEADLINE))
        return message


@dataclass(frozen=True)
class Response:
    """An answer over HTTP; header names as the server wrote them."""

    status: int
    headers: dict[str, str]
    body: bytes


def page_html(body: str, title: str = "A page", head: str = "") -> str:
    """Write a whole page around the article's HTML, as the theme does."""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n{head}</head>\n"
        f"<body>\n<main><article>{body}</article></main>\n</body>\n</html>\n"
    )


@contextmanager
def _without_pytest() -> Iterator[None]:
    """Keep a child from importing our main module, which is pytest and takes half a second."""
    pytest_itself = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = pytest_itself


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""
