"""A web site of somebody else: it answers well, badly, slowly or not at all, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, ClassVar


class OtherSite(ThreadingHTTPServer):
    """What is asked for decides how it is answered; ``asked`` has each method with its path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.lock = Lock()
        self.over = Event()

    @property
    def address(self) -> str:
        """Give the site's own url, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: Any) -> None:
        """Say nothing of clients that hang up."""

    def times(self) -> Counter[str]:
        """Count how often each path was asked for."""
        return Counter(path for _, path in self.asked)


class _Handler(BaseHTTPRequestHandler):
    server: OtherSite

    MOVES: ClassVar = {
        "/moved": (301, "/there"),
        "/moved-twice": (308, "/moved"),
        "/for-now": (302, "/there"),
        "/for-now-then-moved": (302, "/moved"),
        "/moved-away": (301, "/gone"),
        "/loop": (301, "/loop"),
        "/file": (302, "file:///etc/passwd"),
    }

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        site = self.server
        with site.lock:
            site.asked.append((self.command, self.path))
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
            times = site.times()[self.path]
        try:
            self.said(times)
        finally:
            with site.lock:
                site.at_once -= 1

    def said(self, times: int) -> None:
        if self.path in self.MOVES:
            status, where = self.MOVES[self.path]
            self.reply(status, {"Location": where})
        elif self.path == "/busy" and times == 1:
            self.reply(429, {"Retry-After": "1"})
        elif self.path == "/always-busy":
            self.reply(429, {"Retry-After": "3600"})
        elif self.path == "/hangs":
            self.server.over.wait(60)
        elif self.path == "/drips":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.server.over.wait(0.05):
                self.wfile.write(b"X: y\r\n")
        elif self.path == "/hangs-up":
            self.close_connection = True
        else:
            self.reply(self.usual())

    def usual(self) -> int:
        if self.path[1:].isdecimal():
            return int(self.path[1:])
        if self.path == "/no-head" and self.command == "HEAD":
            return 405
        return 404 if self.path.startswith("/gone") else 200

    def reply(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def other_site() -> Iterator[OtherSite]:
    """Have a site that answers until the end of a block."""
    site = OtherSite()
    serving = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    try:
        yield site
    finally:
        site.over.set()
        site.shutdown()
        site.server_close()
