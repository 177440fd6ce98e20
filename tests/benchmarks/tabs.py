"""How long it takes to tell two hundred open pages of one save."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Final

from tests.benchmarks.bench import PATIENCE, Bench, Site, edited, running
from tests.benchmarks.figures import Figure
from tests.benchmarks.product import known
from tests.benchmarks.sites import middle

TABS: Final = 200

_TEXT: Final = 1
_PING: Final = 9
_PONG: Final = 10


async def measure(bench: Bench, site: Site) -> None:
    """Measure from the save until the last of the tabs has the whole update."""
    page = middle(site.pages)
    url = site.subject.url(page)
    async with running(site, page) as run, AsyncExitStack() as opened:
        version, token = known(run.port, url)
        tabs = []
        for _ in range(TABS):
            tab = await open_tab(run.port, token, url, version)
            opened.callback(tab.transport.close)
            tabs.append(tab)
        await run.program.settled(PATIENCE)
        samples, bare = [], []
        with edited(site.file(page)) as edit:
            for _ in range(bench.rounds):
                await bench.pause()
                bare.append(bench.bare.milliseconds(edit.text))
                word = next(bench.words)
                told = [tab.expect(word) for tab in tabs]
                started = time.perf_counter()
                edit.save(word)
                async with asyncio.timeout(PATIENCE):
                    last = max(await asyncio.gather(*told))
                samples.append((last - started) * 1000)
    name = f"save → last of {TABS} tabs"
    figure = Figure(name, site.subject.name, site.pages, "ms", tuple(samples), tuple(bare))
    bench.record(figure)


async def open_tab(port: int, token: str, url: str, version: str) -> RawTab:
    """Open a page's socket (RFC 6455) and say what the page shows."""
    host = f"127.0.0.1:{port}"
    _, tab = await asyncio.get_running_loop().create_connection(RawTab, "127.0.0.1", port)
    key = base64.b64encode(os.urandom(16)).decode()
    upgraded = tab.expect("")
    tab.transport.write(
        f"GET /_devserver/live?token={token} HTTP/1.1\r\nHost: {host}\r\n"
        f"Origin: http://{host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await upgraded
    tab.send(_TEXT, json.dumps({"view": url, "version": version}).encode())
    return tab


class RawTab(asyncio.Protocol):
    """A page's socket that only looks for words, so that 200 readers cost almost nothing."""

    def __init__(self) -> None:
        self._read = bytearray()
        self._upgraded = False
        self._word = b""
        self._found: asyncio.Future[float] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def send(self, opcode: int, payload: bytes) -> None:
        """Send one frame: final, and masked with zeros, which leave the payload as it is."""
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, len(payload))
        self.transport.write(head + bytes(4) + payload)

    def expect(self, word: str) -> asyncio.Future[float]:
        """Give a future of the moment, on the clock of ``perf_counter``, when ``word`` comes."""
        self._word = word.encode()
        self._found = asyncio.get_running_loop().create_future()
        return self._found

    def data_received(self, data: bytes) -> None:
        """Look for the word, and answer when asked whether we are still there."""
        self._read += data
        if not self._upgraded:
            answer, end, rest = bytes(self._read).partition(b"\r\n\r\n")
            if not end:
                return
            assert b" 101 " in answer, answer
            self._upgraded, self._read = True, bytearray(rest)
            self._look(answer)
        for opcode, payload in self._frames():
            if opcode == _PING:
                self.send(_PONG, payload)
            else:
                self._look(payload)

    def _frames(self) -> Iterator[tuple[int, bytes]]:
        """Take the whole frames out of what was read; a server's frames are not masked."""
        while len(self._read) >= 2:
            form = {126: "!xxH", 127: "!xxQ"}.get(self._read[1], "!xB")
            start = struct.calcsize(form)
            if len(self._read) < start:
                return
            (length,) = struct.unpack_from(form, self._read)
            if len(self._read) < start + length:
                return
            yield self._read[0] & 15, bytes(self._read[start : start + length])
            del self._read[: start + length]

    def _look(self, text: bytes) -> None:
        if self._found is not None and not self._found.done() and self._word in text:
            self._found.set_result(time.perf_counter())

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits."""
        if self._found is not None and not self._found.done():
            self._found.set_exception(exc or ConnectionError("the server closed the socket"))
