"""How long it takes to tell two hundred open pages of one save."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct
import time
from contextlib import AsyncExitStack
from typing import Final

from tests.benchmarks.bench import PATIENCE, Bench, Site, edited, running
from tests.benchmarks.figures import Figure
from tests.benchmarks.product import known
from tests.benchmarks.sites import middle

TABS: Final = 200


async def measure(bench: Bench, site: Site) -> None:
    """Measure from the save until the last of the tabs has the whole update."""
    page = middle(site.pages)
    url = site.subject.url(page)
    async with running(site, page) as run, AsyncExitStack() as opened:
        version, token = known(run.port, url)
        tabs = []
        for _ in range(TABS):
            tab = await open_tab(run.port, token, url, version)
            opened.callback(tab.close)
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
    tab.write(
        f"GET /_devserver/live?token={token} HTTP/1.1\r\nHost: {host}\r\n"
        f"Origin: http://{host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await tab.expect("101 Switching Protocols")
    said = json.dumps({"view": url, "version": version}).encode()
    # A client's frame: final, text, masked; the mask of zeros leaves the text as it is.
    tab.write(b"\x81" + struct.pack("!BH", 0x80 | 126, len(said)) + bytes(4) + said)
    return tab


class RawTab(asyncio.Protocol):
    """A page's socket that only looks for words, so that 200 readers cost almost nothing."""

    def __init__(self) -> None:
        self._read = bytearray()
        self._word = b""
        self._found: asyncio.Future[float] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def write(self, raw: bytes) -> None:
        """Send bytes."""
        self._transport.write(raw)

    def expect(self, word: str) -> asyncio.Future[float]:
        """Give a future of the moment, on the clock of ``perf_counter``, when ``word`` comes."""
        self._read.clear()
        self._word = word.encode()
        self._found = asyncio.get_running_loop().create_future()
        return self._found

    def data_received(self, data: bytes) -> None:
        """Look for the word."""
        self._read += data
        if self._found is not None and not self._found.done() and self._word in self._read:
            self._found.set_result(time.perf_counter())

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()
