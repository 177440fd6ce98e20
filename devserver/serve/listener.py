"""Uvicorn as we need it: silent, asleep when nothing happens, and gone within a bound."""

from __future__ import annotations

import asyncio
import errno
import logging
import time
from collections.abc import Awaitable, Callable
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from typing import Any, Final

import uvicorn

from devserver.serve.app import App
from devserver.serve.guard import SECURITY_HEADERS, Guard
from devserver.serve.protocol import FRAME_LIMIT, BoundedWebSocket, cut, http_protocol

_CLOSING: Final = 0.4
"""Seconds for responses under way at a stop, before their connections are cut."""

_QUIET: Final = 10.0
"""Seconds in which the same complaint is logged once."""


class Listener(uvicorn.Server):
    """Serves ``app`` to whom ``guard`` lets in, until ``stop`` is set.

    ``ready`` is called when connections are accepted; ``farewell`` is awaited when no more are,
    while the open ones can still be written to.
    """

    def __init__(
        self,
        app: App,
        guard: Guard,
        *,
        ready: Callable[[], None],
        farewell: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(_config(app, guard))
        self.stop = asyncio.Event()
        self._ready = ready
        self._farewell = farewell
        _log_sparingly()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Begin to accept. Headers for every response are set before, not with the first tick."""
        self.server_state.default_headers = self.config.encoded_headers
        asyncio.get_running_loop().set_exception_handler(self._complain)
        for listening in sockets or []:
            # Accepted sockets inherit it. Asyncio sets it only where the protocol number is told,
            # which accepting loses, and each body would wait 40 ms for the end of its head.
            listening.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        await super().startup(sockets)
        self._ready()

    def _complain(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # Once out of descriptors, asyncio wants to accept from a socket a thousand times, a second
        # later: after a stop it is closed.
        if not (self.stop.is_set() and isinstance(context.get("handle"), asyncio.TimerHandle)):
            loop.default_exception_handler(context)

    async def main_loop(self) -> None:
        """Sleep until the stop, where uvicorn looks ten times a second."""
        await self.stop.wait()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:  # noqa: ARG002 - uvicorn's
        """Close everything in bounded time, where uvicorn waits for the slowest client."""
        for server in self.servers:
            server.close()
        await self._farewell()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        deadline = asyncio.get_running_loop().time() + _CLOSING
        while self.server_state.connections and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        for connection in list(self.server_state.connections):
            cut(connection.transport)


def _config(app: App, guard: Guard) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        http=http_protocol(guard),
        ws=BoundedWebSocket,
        ws_max_size=FRAME_LIMIT,
        # A page whose machine or network is gone is noticed within fifteen seconds.
        ws_ping_interval=6.0,
        ws_ping_timeout=8.0,
        # On the loopback it would cost more time than it saves, and a bomb has to be bounded.
        ws_per_message_deflate=False,
        interface="asgi3",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        headers=SECURITY_HEADERS,
    )
    config.load()
    return config


def _log_sparingly() -> None:
    for name in ("uvicorn.error", "asyncio", "websockets.server"):
        logging.getLogger(name).addFilter(_Rarely())


class _Rarely(logging.Filter):
    """Lets exceptions through, each kind once in a while: clients must not fill the terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        # Below its first line, asyncio names the very connection.
        kind = str(record.msg).partition("\n")[0]
        if not record.exc_info or now - self._last.get(kind, -_QUIET) < _QUIET:
            return False
        if record.exc_info[0] is asyncio.CancelledError:
            return False  # A stop cuts off who does not read: that is no fault of anybody's.
        if kind.startswith("Invalid UTF-8 sequence received from client"):
            return False
        self._last[kind] = now
        error = record.exc_info[1]
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
            # Whoever comes waits until another has gone; which line of ours it was says nothing.
            record.msg, record.exc_info = f"devserver: {error.strerror}; connections wait", None
        return True
