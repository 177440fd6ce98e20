"""What uvicorn's parsers let through is refused on the wire, and slow clients are let go."""

from __future__ import annotations

import json
import random
import select
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from devserver.messages import FileAnswer
from devserver.model import Url
from tests.serve.played_main import DEADLINE, PlayedMain, page_html

HOST = b"Host: localhost\r\n"
UPGRADE = (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
HEADERS = (b"x-content-type-options: nosniff", b"cross-origin-resource-policy: same-origin")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET http://evil.test/ HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n", 403),
        (b"GET / HTTP/1.1\nHost: localhost\n\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n\r\nab", 405),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n", 431),
        (b"\x16\x03\x01\x00\xa5\x01\x00", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    ],
)
def test_malformed_request_is_refused_with_every_security_header(
    main: PlayedMain, request_: bytes, status: int
) -> None:
    answer = main.raw(request_)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert all(header in answer.lower() for header in HEADERS)


@pytest.mark.parametrize(
    "smuggling",
    [
        b"Content-Length: 44\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 0\r\nContent-Length: 44\r\n",
        b"X: a\nContent-Length: 44\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n",
    ],
)
def test_request_hidden_in_another_is_never_answered(main: PlayedMain, smuggling: bytes) -> None:
    hidden = b"GET /hidden/ HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = main.raw(b"GET / HTTP/1.1\r\n" + HOST + smuggling + b"\r\n0\r\n\r\n" + hidden)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert "/hidden/" not in main.wanted


def test_cookies_of_seven_kilobytes_work_over_both_protocols(main: PlayedMain) -> None:
    main.put("/cookies/", page_html("yes"))
    cookies = "; ".join(f"c{n}={'v' * 60}" for n in range(110))
    assert main.get("/cookies/", headers={"Cookie": cookies}).status == 200
    with main.websocket(headers={"Cookie": cookies}) as websocket:
        websocket.send(json.dumps({"ping": 1}))
        assert any('"pong"' in str(websocket.recv()) for _ in range(2))


def test_requests_sent_at_once_are_answered_in_order(main: PlayedMain) -> None:
    for name in ("one", "two"):
        main.put(f"/{name}/", page_html(name))
    answer = main.raw(
        b"".join(b"GET /%s/ HTTP/1.1\r\n%s\r\n" % (name, HOST) for name in (b"one", b"two"))
        + b"GET /two/ HTTP/1.1\r\n"
        + HOST
        + b"Connection: close\r\n\r\n"
    )
    assert [part.startswith(b" 200 OK") for part in answer.split(b"HTTP/1.1")[1:]] == [True] * 3
    assert answer.index(b"<article>one") < answer.index(b"<article>two")


@pytest.mark.parametrize(
    ("token", "origin"),
    [
        ("wrong", None),
        (None, "http://evil.test"),
        (None, "null"),
    ],
)
def test_socket_is_refused_before_it_is_opened(
    main: PlayedMain, token: str | None, origin: str | None
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        main.websocket(token=token, origin=origin)
    assert refused.value.response.status_code == 403
    assert refused.value.response.headers["X-Content-Type-Options"] == "nosniff"


def test_large_frame_ends_the_connection_and_no_other(main: PlayedMain) -> None:
    with main.live("/") as bystander, main.websocket() as websocket:
        websocket.recv()
        websocket.send("x" * 1_000_000)
        with pytest.raises(ConnectionClosed):
            websocket.recv(timeout=DEADLINE)
        bystander.say(ping=7)
        assert bystander.hear("pong") == {"type": "pong", "ping": 7}


def test_strange_messages_are_passed_over(main: PlayedMain) -> None:
    with main.live("/") as page:
        for strange in ["", "nonsense", "[]", '{"view": 3}', '{"jump": {"url": "/"}}']:
            page.websocket.send(strange)
        page.websocket.send(b"\x00binary")
        page.say(view="//evil.test/../", version="")
        page.say(ping=1)
        page.hear("pong")
        main.wait(lambda: main.viewing == ((Url("/"), 1),))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_sent_the_server_goes_on_and_says_nothing(
    own_main: PlayedMain, capfd: pytest.CaptureFixture[str], seed: int
) -> None:
    chance = random.Random(seed)
    live = f"GET /_devserver/live?token={own_main.token} HTTP/1.1\r\nOrigin: http://localhost\r\n"
    requests = [
        b"GET / HTTP/1.1\r\n" + HOST + b"Range: bytes=0-1\r\n\r\n",
        live.encode() + HOST + UPGRADE,
    ]
    pieces = [b"\r\n", b"\n", b":", b" ", b"\x00", b"\xff", b"%2e%2e/", HOST, UPGRADE, b"HTTP/1.0"]
    for _ in range(200):
        request = bytearray(chance.choice(requests))
        for _ in range(chance.randrange(3)):
            at = chance.randrange(len(request))
            request[at : at + chance.randrange(4)] = chance.choice(pieces)
        with own_main.connect() as connection:
            with suppress(ConnectionError):
                connection.sendall(request + chance.randbytes(chance.randrange(300)))
                connection.shutdown(socket.SHUT_WR)
            assert _hangs_up(connection)
    assert own_main.get("/").status == 404
    assert capfd.readouterr() == ("", "")


def test_half_open_connections_delay_nobody_and_end_in_time(own_main: PlayedMain) -> None:
    own_main.put("/", page_html("hello"))
    begin = time.monotonic()
    beginnings = [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "]
    waiting = []
    for number in range(200):
        connection = own_main.connect()
        connection.sendall(beginnings[number % 3])
        waiting.append(connection)
    assert time.monotonic() - begin < 5
    asked = time.monotonic()
    assert own_main.get("/").status == 200
    assert time.monotonic() - asked < 1
    for connection in waiting:
        connection.settimeout(max(0.1, begin + 15 - time.monotonic()))
        assert _hangs_up(connection)
        connection.close()


def test_client_that_reads_nothing_is_let_go(own_main: PlayedMain, tmp_path: Path) -> None:
    with (tmp_path / "large.bin").open("wb") as large:
        large.truncate(50_000_000)
    own_main.answers[Url("/large.bin")] = FileAnswer(str(tmp_path / "large.bin"), str(tmp_path))
    with own_main.connect() as lazy, own_main.connect() as slow:
        for connection in (lazy, slow):
            connection.sendall(b"GET /large.bin HTTP/1.1\r\n" + HOST + b"\r\n")
        begin = time.monotonic()
        received = 0
        # One that reads at all gets everything, however long the other one stalls.
        while received < 50_000_000:
            received += len(slow.recv(1 << 20))
        events = select.poll()
        events.register(lazy, select.POLLHUP | select.POLLERR)
        assert events.poll(20_000)
        assert 10 < time.monotonic() - begin < 20


def _hangs_up(connection: socket.socket) -> bool:
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return True
