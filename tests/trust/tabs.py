"""Many open pages: each save reaches all of them, nearly at once."""

from __future__ import annotations

import json
import select
import socket
import time
from contextlib import ExitStack
from pathlib import Path

from tests.on_terminal import DEADLINE
from tests.trust.ground import ground
from tests.trust.lot import Lot
from tests.watching import CTRL_C, Watch

SAVES = 20
NEARLY_AT_ONCE = 0.250
"""Seconds within which 99 of 100 updates have come, from the save on."""


def two_hundred(lot: Lot, folder: Path) -> None:
    """Open as many as an author and all readers at a meeting might."""
    _updates(lot, folder, 200)


def a_thousand(lot: Lot, folder: Path) -> None:
    """Open more than anybody does."""
    _updates(lot, folder, 1000)


def _updates(lot: Lot, folder: Path, number: int) -> None:
    with ground(folder) as workspace, ExitStack() as stack:
        workspace.write("index.md", "# Home\n\nsave--1-\n")
        watch = workspace.watch()
        watch.wait("indexed")
        token = watch.live_script("/")[2]
        tabs = [stack.enter_context(_tab(watch, token)) for _ in range(number)]
        waits: list[float] = []
        for save in range(SAVES):
            words = f"save-{save}-{lot.randrange(10**6)}-"
            begun = time.monotonic()
            workspace.write("index.md", f"# Home\n\n{words}\n")
            waits += [moment - begun for moment in _heard(tabs, words.encode())]
            watch.wait("rebuilt")
        waits.sort()
        p99 = waits[int(len(waits) * 0.99)]
        assert p99 < NEARLY_AT_ONCE, f"p99 {p99 * 1000:.0f} ms, median {waits[len(waits) // 2]}"
        stack.close()
        watch.type(CTRL_C)
        watch.ended(0)


def _tab(watch: Watch, token: str) -> socket.socket:
    """Open a page's socket, and say what it shows."""
    tab = watch.connect()
    tab.sendall(
        f"GET /_devserver/live?token={token} HTTP/1.1\r\n"
        f"Host: {watch.url.removeprefix('http://')}\r\nOrigin: {watch.url}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    assert tab.recv(12) == b"HTTP/1.1 101"
    said = json.dumps({"view": "/", "version": watch.live_script("/")[1]}).encode()
    # A masked text frame (RFC 6455, section 5.2); the mask of zeros changes nothing.
    tab.sendall(bytes((0x81, 0x80 | len(said), 0, 0, 0, 0)) + said)
    return tab


def _heard(tabs: list[socket.socket], words: bytes) -> list[float]:
    """Wait until every tab has heard these words; gives when each of them did."""
    moments: list[float] = []
    poll = select.epoll()
    by_number = {tab.fileno(): tab for tab in tabs}
    before = dict.fromkeys(by_number, b"")
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    try:
        while by_number:
            ready = poll.poll(DEADLINE)
            assert ready, f"{len(by_number)} tabs have heard nothing"
            for number, _ in ready:
                before[number] += by_number[number].recv(1 << 16)
                if words in before[number]:
                    moments.append(time.monotonic())
                    poll.unregister(number)
                    del by_number[number]
    finally:
        poll.close()
    return moments
