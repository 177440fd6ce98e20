"""Uvicorn is silent and asleep: no log for whatever clients do, no work when nothing happens."""

from __future__ import annotations

import errno
import logging
import re
import time
from pathlib import Path

import pytest

from devserver.serve.listener import _Rarely
from tests.serve.played_main import PlayedMain, page_html


def test_flood_of_bad_requests_says_nothing(
    main: PlayedMain, capfd: pytest.CaptureFixture[str]
) -> None:
    for request in [b"nonsense\r\n\r\n", b"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"] * 100:
        main.raw(request)
    with main.live("/") as page:
        page.websocket.close_socket()
    assert main.get("/").status == 404
    assert capfd.readouterr() == ("", "")


def test_our_own_faults_are_said_once_in_a_while() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "Exception", (), (None, None, None))
    noise = logging.LogRecord("x", logging.ERROR, "", 0, "client left", (), None)
    rarely = _Rarely()
    assert [rarely.filter(r) for r in (record, record, noise)] == [True, False, False]


def test_the_same_fault_of_another_connection_is_said_no_sooner() -> None:
    rarely = _Rarely()
    for number in range(3):
        text = f"Exception in callback accept()\nhandle: <TimerHandle when={number}>"
        record = logging.LogRecord("x", logging.ERROR, "", 0, text, (), (None, None, None))
        assert rarely.filter(record) is (number == 0)


def test_a_full_table_of_files_is_one_line() -> None:
    fault = OSError(errno.EMFILE, "Too many open files")
    record = logging.LogRecord("x", logging.ERROR, "", 0, "y\nz", (), (OSError, fault, None))
    assert _Rarely().filter(record)
    assert logging.Formatter().format(record) == (
        "devserver: Too many open files; connections wait"
    )


def test_body_does_not_wait_for_the_end_of_its_head(main: PlayedMain) -> None:
    main.put("/", page_html("x"))
    with main.connect() as connection:
        begin = time.monotonic()
        for _ in range(100):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            received = b""
            while not received.endswith(b"</html>\n"):
                received += connection.recv(65536)
        # With Nagle's algorithm, each but the first would take 40 ms.
        assert time.monotonic() - begin < 2


def test_server_sleeps_when_nothing_happens(main: PlayedMain) -> None:
    main.put("/", page_html("x"))
    with main.live("/") as page:
        page.say(ping=1)
        page.hear("pong")
        before = _wakings(main.child.pid)
        begin = time.monotonic()
        # The server hangs up on a reader who asks for nothing more; it looked fifty times before.
        main.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert time.monotonic() - begin > 4
        assert _wakings(main.child.pid) - before < 25


def _wakings(pid: int) -> int:
    texts = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/status")]
    return sum(int(count) for text in texts for count in re.findall(r"\nvol\w+:\s*(\d+)", text))
