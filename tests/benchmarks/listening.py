"""The ways in which programs tell their pages: a socket, or an answer that is long in coming."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.benchmarks.http import Http


class SocketListener:
    """Hears what a page is told over a WebSocket."""

    def __init__(self, websocket: ClientConnection, is_news: Callable[[str], bool]) -> None:
        self._websocket = websocket
        self._is_news = is_news

    async def changed(self) -> None:
        """Wait for a message that is news."""
        while not self._is_news(str(await self._websocket.recv())):
            pass


@asynccontextmanager
async def socket_listener(
    port: int,
    path: str,
    is_news: Callable[[str], bool],
    *,
    first: str = "",
    subprotocol: str = "",
) -> AsyncIterator[SocketListener]:
    """Open a socket as a page of that port does, and say ``first`` if there is something to say."""
    async with connect(
        f"ws://127.0.0.1:{port}{path}",
        origin=Origin(f"http://127.0.0.1:{port}"),
        subprotocols=[Subprotocol(subprotocol)] if subprotocol else None,
        compression=None,
        max_size=None,
    ) as websocket:
        if first:
            await websocket.send(first)
        yield SocketListener(websocket, is_news)


class LongPoll:
    """Asks whether the site is newer than a page; the answer comes when it is (MkDocs)."""

    def __init__(self, port: int, epoch: int) -> None:
        self._port = port
        self._epoch = epoch

    async def changed(self) -> None:
        """Ask until the answer is another epoch."""
        before = self._epoch
        while self._epoch == before:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                request = f"GET /livereload/{before}/1 HTTP/1.0\r\n\r\n"
                writer.write(request.encode())
                answer = await reader.read()
            finally:
                writer.close()
            self._epoch = int(answer.rpartition(b"\r\n\r\n")[2])


def find(port: int, path: str, pattern: str) -> tuple[str, ...]:
    """Load what stands at ``path``; gives the groups of ``pattern``, which must stand in it."""
    http = Http(port)
    try:
        found = re.search(pattern, http.get(path).decode())
        assert found, f"no {pattern} at {path}"
        return found.groups()
    finally:
        http.close()
