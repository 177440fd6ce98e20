"""Only requests to our own name are answered, and only our own pages open the socket."""

from __future__ import annotations

import pytest

from devserver.serve.guard import Guard
from devserver.serve.head import Head

GUARD = Guard(frozenset({"docs.test"}), "secret")

HANDSHAKE = {
    b"host": b"localhost:8000",
    b"upgrade": b"WebSocket",
    b"sec-websocket-version": b"13",
    b"sec-websocket-key": b"A" * 22 + b"==",
}


def status(head: Head) -> int:
    refusal = GUARD.judge(head)
    return refusal.status if refusal else 200


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (b"localhost:8000", 200),
        (b"LOCALHOST.", 200),
        (b"app.localhost", 200),
        (b"127.0.0.1:1", 200),
        (b"127.8.9.1", 200),
        (b"[::1]:8000", 200),
        (b"docs.test:80", 200),
        (b"evil.test", 403),
        (b"localhost.evil.test", 403),
        (b"127.0.0.1.evil.test", 403),
        (b"0.0.0.0", 403),
        (b"[::2]", 403),
        (b"192.168.0.1", 403),
        (b"2130706433", 403),
        (b"", 400),
        (b"a b", 400),
        (b"localhost:80:80", 400),
        (b"user@localhost", 400),
        (b"localhost/", 400),
        (b"localhost, evil.test", 400),
    ],
)
def test_host_must_be_a_name_of_ours(host: bytes, expected: int) -> None:
    assert status(Head("GET", b"/", b"", {b"host": host})) == expected


def test_host_is_required() -> None:
    assert status(Head("GET", b"/", b"", {})) == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"])
def test_there_is_only_reading(method: str) -> None:
    assert status(Head(method, b"/", b"", {b"host": b"localhost"})) == 405


@pytest.mark.parametrize("body", [{b"content-length": b"5"}, {b"transfer-encoding": b"chunked"}])
def test_request_has_no_body(body: dict[bytes, bytes]) -> None:
    assert status(Head("GET", b"/", b"", {b"host": b"localhost", **body})) == 400


@pytest.mark.parametrize(
    ("path", "query", "origin", "expected"),
    [
        (b"/_devserver/live", b"token=secret", b"http://localhost:8000", 200),
        (b"/_devserver/live", b"token=secret", b"https://LOCALHOST:8000", 200),
        (b"/_devserver/live", b"token=wrong", b"http://localhost:8000", 403),
        (b"/_devserver/live", b"", b"http://localhost:8000", 403),
        (b"/_devserver/live", b"token=secret&a=b", b"http://localhost:8000", 403),
        (b"/_devserver/live", b"token=%ff", b"http://localhost:8000", 403),
        (b"/_devserver/live", b"token=secret", b"http://localhost", 403),
        (b"/_devserver/live", b"token=secret", b"http://evil.test", 403),
        (b"/_devserver/live", b"token=secret", b"null", 403),
        (b"/_devserver/live", b"token=secret", b"", 403),
        (b"/elsewhere", b"token=secret", b"http://localhost:8000", 403),
    ],
)
def test_socket_needs_the_token_and_our_own_origin(
    path: bytes, query: bytes, origin: bytes, expected: int
) -> None:
    assert status(Head("GET", path, query, HANDSHAKE | {b"origin": origin})) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (b"sec-websocket-version", b"8"),
        (b"sec-websocket-version", b"13, 8"),
        (b"sec-websocket-key", b""),
        (b"sec-websocket-key", b"AAAA"),
        (b"sec-websocket-key", b"A" * 24),
        (b"sec-websocket-key", b"A" * 22 + b"==, x"),
    ],
)
def test_a_handshake_that_opens_nothing_is_malformed(name: bytes, value: bytes) -> None:
    headers = HANDSHAKE | {b"origin": b"http://localhost:8000", name: value}
    assert status(Head("GET", b"/_devserver/live", b"token=secret", headers)) == 400
