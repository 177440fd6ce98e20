"""Clients that take too much: of memory, of connections, of time; the others are served."""

from __future__ import annotations

import os
import re
import resource
import select
import socket
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from tests.security.client import Client, read_all
from tests.watching import Watch, Workspace

FINAL, TEXT, CONTINUED, CLOSE, PING, PONG = 0x80, 0x1, 0x0, 0x8, 0x9, 0xA
COMPRESSED = 0x40


@pytest.fixture
def busy(workspace: Workspace) -> Iterator[Client]:
    """Give a client of a program of its own, which must end with nothing said and no worse."""
    workspace.write("index.md", "# Home\n")
    workspace.write("data.bin", "0123456789" * 1_000)
    watch = workspace.watch()
    watch.wait("indexed")
    client = Client(watch)
    assert client.ask("/").status == 200
    yield client
    assert client.ask("/").status == 200
    assert client.ask("/data.bin").status == 200
    assert memory(watch) < 300 << 20


def memory(watch: Watch) -> int:
    """Give the most bytes that any process of the program ever had in memory."""
    most = 0
    for pid in (watch.process.pid, watch.server_pid, *watch.worker_pids()):
        peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        most = max(most, int(peak[1]) * 1024 if peak else 0)
    return most


def processor(pid: int) -> float:
    """Give the seconds of processor that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# ---------------------------------------------------------------- frames


def opened(client: Client) -> tuple[socket.socket, bytes]:
    """Open the socket as our page does, but asking for compression too; gives its answer."""
    connection = client.watch.connect()
    connection.sendall(
        client.head(
            f"/_devserver/live?token={client.watch.live_script('/')[2]}",
            f"Origin: {client.watch.url}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-bomb",
        )
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(1)
    return connection, answer


def frame(first: int, payload: bytes, said: int | None = None) -> bytes:
    """Write a frame masked with zeros; it may say that it is longer than it is."""
    size = len(payload) if said is None else said
    return bytes((first, 0x80 | 127)) + struct.pack("!Q", size) + bytes(4) + payload


def frames(received: bytes) -> Iterator[tuple[int, bytes]]:
    """Take apart what the server sent: the first byte of each frame, and what it carries."""
    while received:
        size, at = received[1], 2
        if size >= 126:
            at = 4 if size == 126 else 10
            size = int.from_bytes(received[2:at], "big")
        yield received[0], received[at : at + size]
        received = received[at + size :]


REFUSED = (1002, 1007, 1009)
"""Against the protocol, not UTF-8, too large (RFC 6455, section 7.4.1)."""

BOMB = zlib.compress(bytes(50_000_000), 9)
FRAMES = {
    "too long": frame(FINAL | TEXT, b"x" * 70_000),
    "said to be endless": frame(FINAL | TEXT, b"x", said=2**62),
    "of negative length": frame(FINAL | TEXT, b"x", said=2**63),
    "compressed": frame(FINAL | COMPRESSED | TEXT, BOMB[2:-4]),
    "never ending": frame(TEXT, b"x" * 1_000) + frame(CONTINUED, b"x" * 1_000) * 70,
    "continued from nothing": frame(FINAL | CONTINUED, b"x"),
    "begun twice": frame(TEXT, b"x") * 2,
    "long ping": frame(FINAL | PING, b"x" * 200),
    "ping in pieces": frame(PING, b"x"),
    "not masked": bytes((FINAL | TEXT, 1)) + b"x",
    "of no kind": frame(FINAL | 0x3, b"x"),
    "with odd bits": frame(FINAL | 0x30 | TEXT, b"x"),
    "not UTF-8": frame(FINAL | TEXT, b"\xff\xfe"),
    "a strange goodbye": frame(FINAL | CLOSE, b"\x00"),
    "a goodbye that is none": frame(FINAL | CLOSE, b"\xff\xff\xff"),
}


def test_every_frame_against_the_rules_ends_its_connection_and_no_other(busy: Client) -> None:
    with busy.watch.live("/") as bystander:
        for name, sent in FRAMES.items():
            connection, answer = opened(busy)
            with connection:
                assert b" 101 " in answer.partition(b"\r\n")[0]
                assert b"sec-websocket-extensions" not in answer.lower()
                with suppress(ConnectionError):
                    connection.sendall(sent)
                said = list(frames(read_all(connection)))
                # One that only hears nothing more is let go, too, without a word.
                assert said, name
                assert said[-1][0] == FINAL | CLOSE, name
                assert struct.unpack("!H", said[-1][1][:2])[0] in REFUSED, name
        bystander.say(ping=1)
        bystander.hear("pong")


def test_empty_pieces_and_pings_without_end_cost_nothing(busy: Client) -> None:
    connection, _ = opened(busy)
    with connection:
        before = memory(busy.watch)
        connection.sendall(frame(TEXT, b""))
        for _ in range(100):
            with suppress(ConnectionError):
                connection.sendall(frame(CONTINUED, b"") * 100 + frame(FINAL | PONG, b"x") * 100)
        connection.sendall(frame(FINAL | CONTINUED, b'{"ping": 7}'))
        received = b""
        while b'"ping":7' not in received:
            some = connection.recv(1 << 16)
            assert some, "it hung up"
            received += some
        assert memory(busy.watch) < before + (50 << 20)


# ---------------------------------------------------------------- connections


def test_a_server_without_room_for_connections_rests_and_serves_again(busy: Client) -> None:
    watch = busy.watch
    resource.prlimit(watch.server_pid, resource.RLIMIT_NOFILE, (64, 64))
    address = ("127.0.0.1", int(busy.host.rpartition(":")[2]))
    with ExitStack() as clients:
        for _ in range(400):
            client = clients.enter_context(socket.socket())
            client.settimeout(0)
            with suppress(BlockingIOError):
                client.connect(address)
        watch.wait_until(lambda: "Too many open files" in watch.said, "complaint")
        before = processor(watch.process.pid) + processor(watch.server_pid)
        with pytest.raises(TimeoutExpired):
            watch.process.wait(3)
        spent = processor(watch.process.pid) + processor(watch.server_pid) - before
        assert spent < 1.5
    assert busy.ask("/").status == 200
    assert watch.said.count("Too many open files") < 4
    assert len(watch.said.splitlines()) < 30


def test_clients_that_stop_in_the_middle_of_anything_hold_up_nobody(busy: Client) -> None:
    with ExitStack() as clients:
        for beginning in (
            b"",
            b"G",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
            busy.head("/data.bin") * 40,
            b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab",
        ):
            for _ in range(60):
                clients.enter_context(busy.watch.connect()).sendall(beginning)
        for _ in range(20):
            clients.enter_context(opened(busy)[0]).sendall(frame(TEXT, b"x", said=10))
        began = time.monotonic()
        assert busy.ask("/").status == 200
        with busy.watch.live("/") as page:
            page.say(ping=1)
            page.hear("pong")
        assert time.monotonic() - began < 3


def assert_cut(connection: socket.socket, within: float) -> None:
    """Wait until the server has ended a connection wholly, and not only its own side of it."""
    events = select.poll()
    events.register(connection, select.POLLHUP | select.POLLERR)
    assert events.poll(within * 1000)


def test_whoever_stays_without_a_word_is_let_go(busy: Client) -> None:
    with ExitStack() as clients:
        refused = clients.enter_context(busy.watch.connect())
        refused.sendall(b"GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n")
        # It was told so, and the server has nothing more to say; but it does not hang up.
        assert b" 403 " in read_all(refused).partition(b"\r\n")[0]
        page = clients.enter_context(opened(busy)[0])
        assert_cut(refused, within=12)
        assert_cut(page, within=20)


def test_requests_without_end_wait_in_the_network_while_one_is_answered(
    busy: Client, workspace: Workspace
) -> None:
    with (workspace.project / "large.bin").open("wb") as large:
        large.truncate(50 << 20)
    workspace.accept()
    busy.watch.wait_until(lambda: busy.ask("/large.bin", method="HEAD").status == 200, "it")
    with busy.watch.connect() as connection:
        connection.sendall(busy.head("/large.bin"))
        connection.settimeout(2)
        taken, most = 0, 64 << 20
        with suppress(TimeoutError):
            while taken < most:
                taken += connection.send(busy.head("/") * 100)
        assert taken < most // 2


def test_a_head_that_comes_a_byte_at_a_time_is_bounded(busy: Client) -> None:
    with busy.watch.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(busy.head("/").removesuffix(b"\r\n"))
        with suppress(ConnectionError):
            for _ in range(40_000):
                connection.send(b"x")
        assert b" 431 " in read_all(connection).partition(b"\r\n")[0]


def test_addresses_without_end_keep_nobody_waiting(busy: Client, workspace: Workspace) -> None:
    """Any page of any site can have them asked for, as many as it likes."""
    for number in range(300):
        workspace.write(f"part-{number}/page-{number}-of-many.md", "# Page\n")
    with ExitStack() as clients:
        for wanted in ("page-of-many-" * 2_000, "page-" * 800, "part-1/" * 500, "%C3%A9" * 4_000):
            for number in range(10):
                request = busy.head(f"/{number}{wanted}", "Connection: close")
                clients.enter_context(busy.watch.connect()).sendall(request)
        began = time.monotonic()
        assert busy.ask("/nowhere/").status == 404
        assert time.monotonic() - began < 5
