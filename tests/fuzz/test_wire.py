"""Whatever is sent to the real server, it answers each request once, or refuses it, and lives."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.examples import examples
from tests.serve.played_main import PlayedMain

_PATHS = st.sampled_from(
    [
        b"/page/",
        b"/old/",
        b"/file.bin",
        b"/nothing/",
        b"/_devserver/live.js",
        b"/%2e%2e/",
        b"/_devserver/live",
    ]
)
_HEADERS = st.one_of(
    st.sampled_from(
        [
            b"Range: bytes=0-3",
            b"Range: bytes=-1",
            b"Range: bytes=9-1",
            b"If-None-Match: *",
            b"Accept: */*",
        ]
    ),
    st.sampled_from(
        [
            b"Content-Length: 0",
            b"Content-Length: 40",
            b"Transfer-Encoding: chunked",
            b"Connection: close",
        ]
    ),
    st.sampled_from(
        [
            b"Expect: 100-continue",
            b"Upgrade: websocket",
            b"Upgrade: h2c",
            b"Connection: Upgrade",
            b"Host: evil",
        ]
    ),
    st.sampled_from(
        [
            b"Sec-WebSocket-Version: 13",
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            b"If-Range: x",
        ]
    ),
    st.sampled_from(
        [
            b"X: \xff\x80",
            b"X:" + b"a" * 9000,
            b"Cookie: " + b"c" * 7000,
            b"Connection: keep-alive",
            b"X : y",
        ]
    ),
)
_METHODS = st.sampled_from(
    [b"GET", b"GET", b"GET", b"HEAD", b"POST", b"OPTIONS", b"get", b"CONNECT"]
)
_VERSIONS = st.sampled_from([*[b"HTTP/1.1"] * 12, b"HTTP/1.0", b"HTTP/2.0"])
_REQUESTS = st.builds(
    lambda method, path, version, headers: b"\r\n".join(
        [method + b" " + path + b" " + version, b"Host: localhost", *headers, b"", b""]
    ),
    _METHODS,
    _PATHS,
    _VERSIONS,
    st.lists(_HEADERS, max_size=2),
)
_BODIES = st.sampled_from(
    [
        *[b""] * 9,
        b"0\r\n\r\n",
        b"\r\n",
        b"GET /hidden/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x00",
        b"5\r\nhello\r\n0\r\n\r\n",
    ]
)
_LITTLE = st.sampled_from(
    [b"\r", b"\n", b" ", b"\t", b"\x00", b"\xff", b"\r\n", b"\r\n\r\n", b":", b"\x0b", b"%", b""]
)
_CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), _LITTLE), max_size=2)
_LAST = b"GET /page/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@st.composite
def _streams(draw: st.DrawFn) -> bytes:
    """Draw what a client sends: a few requests, now and then damaged a little."""
    pieces = draw(st.lists(st.tuples(_REQUESTS, _BODIES), min_size=1, max_size=3))
    stream = b"".join(request + body for request, body in pieces)
    for place, dropped, put in draw(st.one_of(st.just([]), _CHANGES)):
        at = int(place * len(stream))
        stream = stream[:at] + put + stream[at + dropped :]
    return stream


@given(stream=_streams(), cut=st.one_of(st.none(), st.floats(0, 1)))
@examples(100)
def test_any_bytes_get_at_most_one_answer_for_each_head(
    main: PlayedMain, stream: bytes, cut: float | None
) -> None:
    sent = stream + _LAST
    received = _said(main, sent, None if cut is None else int(cut * len(stream)))
    statuses = list(_statuses(received, sent))
    assert len(statuses) <= sent.count(b"\r\n\r\n")
    assert set(statuses) <= {101, 200, 206, 304, 307, 400, 403, 404, 405, 416, 431}
    refused = [status for status in statuses if status in (400, 403, 405, 431)]
    assert len(refused) <= 1
    assert statuses[-1:] == refused or not refused
    assert main.get("/page/").status == 200


def _said(main: PlayedMain, sent: bytes, cut: int | None) -> bytes:
    """Send bytes, in one piece or two, and read until the server ends the connection."""
    received = b""
    with main.connect() as connection, suppress(ConnectionError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in [sent] if cut is None else [sent[:cut], sent[cut:]]:
            connection.sendall(piece)
        while some := connection.recv(1 << 16):
            received += some
            if received.startswith(b"HTTP/1.1 101 ") or b"\r\nHTTP/1.1 101 " in received:
                break
    return received


def _statuses(received: bytes, sent: bytes) -> Iterator[int]:
    """Read answers as a strict client does: each exactly as long as it says."""
    methods = [line.split(b" ")[0] for line in sent.split(b"\r\n") if b" HTTP/1." in line]
    while received:
        head, end, received = received.partition(b"\r\n\r\n")
        assert end
        first, *lines = head.split(b"\r\n")
        assert first.startswith(b"HTTP/1.1 "), first
        status = int(first[9:12])
        headers = dict(line.lower().split(b": ", 1) for line in lines)
        yield status
        if status == 101:
            return
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"cross-origin-resource-policy"] == b"same-origin"
        length = int(headers.get(b"content-length", b"0"))
        if status != 304 and (received[:9] != b"HTTP/1.1 " or b"HEAD" not in methods):
            assert len(received) >= length or b"HEAD" in methods
            received = received[length:]
