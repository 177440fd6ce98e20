"""Clients that do nothing for us: a stop does not wait for them."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack

from tests.contract.bounds import AFTER_REBUILD
from tests.contract.pages import slow_page
from tests.watching import CTRL_C, Watch, Workspace


def test_no_client_holds_up_a_stop(workspace: Workspace) -> None:
    workspace.write("index.md", slow_page("Large"))
    watch = workspace.watch()
    assert watch.get("/").status == 200
    with ExitStack() as clients:
        for _ in range(200):
            clients.enter_context(watch.connect()).sendall(b"GET / HTTP/1.1\r\nHo")
        clients.enter_context(one_that_reads_nothing(watch))
        clients.enter_context(one_that_never_answers(watch))
        workspace.write("index.md", slow_page("Larger"))
        watch.wait("rebuilding")
        watch.type(CTRL_C)
        watch.wait("rebuilt")
        rebuilt = time.monotonic()
        watch.ended(0)
        assert time.monotonic() - rebuilt < AFTER_REBUILD


def one_that_reads_nothing(watch: Watch) -> socket.socket:
    """Ask for more than any buffer holds, and leave it there."""
    client = watch.connect()
    request = f"GET / HTTP/1.1\r\nHost: {host(watch)}\r\n\r\n"
    client.sendall(request.encode() * 50)
    return client


def one_that_never_answers(watch: Watch) -> socket.socket:
    """Open a WebSocket, look at the large page, and then neither read nor close."""
    client = watch.connect()
    client.sendall(
        f"GET /_devserver/live?token={watch.live_script('/')[2]} HTTP/1.1\r\n"
        f"Host: {host(watch)}\r\nOrigin: {watch.url}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    assert client.recv(12) == b"HTTP/1.1 101"
    text = b'{"view": "/", "version": ""}'
    # A masked text frame (RFC 6455, section 5.2); the mask of zeros changes nothing.
    client.sendall(bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text)
    return client


def host(watch: Watch) -> str:
    return watch.url.removeprefix("http://")
