"""Uvicorn's two protocols with the bounds they lack: on heads, on bodies, and on slow clients."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from devserver.serve.guard import SECURITY_HEADERS, Guard
from devserver.serve.head import HEAD_LIMIT, Head, Refusal, judge_beginning, read_head

FRAME_LIMIT: Final = 64 * 1024
"""Bytes of a WebSocket message from a page; a longer one ends the connection."""

_HANDSHAKE: Final = frozenset(
    {b"host", b"origin", b"upgrade", b"sec-websocket-key", b"sec-websocket-version"}
)
"""What the WebSocket has to know of a head that was judged."""

_HEAD_SECONDS: Final = 10.0
"""How long a head may take, from the connection or its own first byte."""

_STALL_SECONDS: Final = 15.0
"""How long a client may leave what we send unread."""

_LINGER_SECONDS: Final = 2.0
"""How long a refused client may read why, while what it still sends is thrown away."""


class BoundedHttp(H11Protocol):
    """Gives uvicorn one judged head at a time, and never a body.

    The parser never sees more than a head that was read strictly here, so nothing depends on
    where it believes a request ends.
    """

    guard: Guard

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        # A paused writer then means exactly: the client does not take what we send.
        transport.set_write_buffer_limits(0)
        self._received = bytearray()
        self._answering = False
        self._refused = False
        self._for_head = _Deadline(transport)
        self._for_reading = _Deadline(transport)
        self._for_head.start(_HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and its deadlines."""
        self._for_head.end()
        self._for_reading.end()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Gather a head; what follows it waits until it is answered."""
        if self._refused:
            return
        self._unset_keepalive_if_required()
        self._received += data
        if not self._answering:
            self._take_head()
        elif len(self._received) > HEAD_LIMIT:
            self.flow.pause_reading()

    def _take_head(self) -> None:
        if not self._for_head.counts:
            self._for_head.start(_HEAD_SECONDS)
        end = self._received.find(b"\r\n\r\n", 0, HEAD_LIMIT) + 4
        refusal = judge_beginning(self._received[:end] if end >= 4 else self._received)
        if refusal is not None:
            self._refuse(refusal)
        elif end >= 4:
            raw = bytes(self._received[:end])
            del self._received[:end]
            self._judge(raw, read_head(raw))

    def _judge(self, raw: bytes, head: Head | Refusal) -> None:
        refusal = head if isinstance(head, Refusal) else self.guard.judge(head)
        if refusal is not None:
            self._refuse(refusal)
            return
        self._for_head.end()
        self._answering = True
        super().data_received(raw)

    def _refuse(self, refusal: Refusal) -> None:
        """Answer and hang up, but only after the client had time to read the answer."""
        self._refused = True
        self.transport.write(refusal.response(SECURITY_HEADERS))
        with contextlib.suppress(OSError):  # The client may be gone already.
            self.transport.write_eof()
        self._for_head.start(_LINGER_SECONDS)

    def on_response_complete(self) -> None:
        """Turn to the next request, which may have been sent already."""
        super().on_response_complete()
        self._answering = False
        if self._received and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self._take_head()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand over to the WebSocket, with nothing that it could take amiss.

        It refuses a line of more than 8 KiB, cookies too, and lists that it cannot read.
        """
        needed = [(name, value) for name, value in self.headers if name in _HANDSHAKE]
        self.headers = [(b"connection", b"upgrade"), *needed]
        super().handle_websocket_upgrade(event)

    def pause_writing(self) -> None:
        """Start to count how long the client reads nothing."""
        super().pause_writing()
        self._for_reading.start(_STALL_SECONDS)

    def resume_writing(self) -> None:
        """Go on: the client has read everything so far."""
        super().resume_writing()
        self._for_reading.end()


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """Drops a page that no longer reads, where uvicorn would wait for it to read its goodbye."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, with no more buffered than one message."""
        assert isinstance(transport, asyncio.Transport)
        transport.set_write_buffer_limits(0)
        self._for_reading = _Deadline(transport)
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and its deadline."""
        self._for_reading.end()
        super().connection_lost(exc)

    def keepalive_timeout(self) -> None:
        """End a connection whose other end is gone: nobody would read a goodbye."""
        cut(self.transport)

    def pause_writing(self) -> None:
        """Start to count how long the page reads nothing."""
        super().pause_writing()
        self._for_reading.start(_STALL_SECONDS)

    def resume_writing(self) -> None:
        """Go on: the page has read everything so far."""
        super().resume_writing()
        self._for_reading.end()


def http_protocol(guard: Guard) -> type[asyncio.Protocol]:
    """Make the class that uvicorn instantiates for each connection, asking ``guard``."""
    attributes: dict[str, Any] = {"guard": guard}
    return type("GuardedHttp", (BoundedHttp,), attributes)


def cut(transport: asyncio.Transport) -> None:
    """End a connection now, with a reset: the system keeps nothing to send of it either."""
    with contextlib.suppress(OSError):  # It may have ended by itself.
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


class _Deadline:
    """Cuts a connection whose other end takes too long."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._timer: asyncio.TimerHandle | None = None

    def start(self, seconds: float) -> None:
        """Count from now."""
        self.end()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(seconds, cut, self._transport)

    def end(self) -> None:
        """Count no more; harmless when nothing counts."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @property
    def counts(self) -> bool:
        """Whether the time is running."""
        return self._timer is not None
