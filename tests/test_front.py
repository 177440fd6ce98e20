"""Main's side of the server: the port it is given, and a process that is replaced when it dies."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devserver.front import STARTED, Front, StartError, address_of, listen
from devserver.messages import Answered, FromServer, PageAnswer, Ready, Stop, Wanted
from devserver.model import Digest, Url
from devserver.store import Store

DEADLINE = 20.0


@pytest.fixture
def taken() -> Iterator[int]:
    """Give a port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_the_usual_port_is_left_for_the_next_free_one_if_it_is_taken(taken: int) -> None:
    listening, moved = listen("127.0.0.1", None, taken)
    with listening:
        port = listening.getsockname()[1]
        assert taken < port < taken + 100
        assert moved == f"port {taken} is taken; using {port}"


def test_a_port_asked_for_by_name_is_that_one_or_none(taken: int) -> None:
    with pytest.raises(StartError, match=f"port {taken} is taken"):
        listen("127.0.0.1", taken, 8000)


def test_port_zero_is_any_free_one() -> None:
    listening, moved = listen("127.0.0.1", 0, 8000)
    with listening:
        assert listening.getsockname()[1] > 0
        assert moved == ""


def test_an_address_that_is_not_ours_is_one_line() -> None:
    with pytest.raises(StartError) as error:
        listen("192.0.2.1", 0, 8000)
    said = "cannot listen on 192.0.2.1 port 0: Cannot assign requested address"
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("host", "name"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")]
)
def test_the_address_is_one_that_a_browser_here_can_open(host: str, name: str) -> None:
    with closing(listen("127.0.0.1", 0, 8000)[0]) as listening:
        port = listening.getsockname()[1]
        assert address_of(listening, host) == f"http://{name}:{port}/"


# ---------------------------------------------------------------- the process


@pytest.fixture
def listening() -> socket.socket:
    return listen("127.0.0.1", 0, 8000)[0]


@pytest.fixture
def front(tmp_path: Path, listening: socket.socket) -> Iterator[Front]:
    with closing(Store(tmp_path / "store", "us")) as store:
        made = Front(listening, str(store.path), frozenset())
        yield made
        made.child.kill()
        made.close()


def heard(front: Front) -> FromServer:
    """Wait for the next message."""
    while True:
        assert select.select([front.child.channel], [], [], DEADLINE)[0], "nothing in time"
        for message in front.receive():
            return message


def test_a_server_that_dies_is_replaced_and_knows_nothing_of_before(front: Front) -> None:
    first = heard(front)
    front.tabs = {Url("/"): 3}
    os.kill(front.child.pid, signal.SIGKILL)
    second = heard(front)
    assert isinstance(first, Ready)
    assert isinstance(second, Ready)
    assert first.pid != second.pid == front.child.pid
    assert front.tabs == {}


def test_a_server_that_never_answers_is_replaced(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.kill(front.child.pid, signal.SIGSTOP)
    stuck = front.child.pid
    assert front.receive() == []
    assert front.child.pid == stuck
    late = time.monotonic() + STARTED
    with monkeypatch.context() as clock:
        clock.setattr(time, "monotonic", lambda: late)
        assert front.receive() == []
    assert front.child.pid != stuck
    assert isinstance(heard(front), Ready)


def test_a_request_reaches_main_and_its_answer_the_reader(
    front: Front, listening: socket.socket
) -> None:
    heard(front)
    with socket.create_connection(listening.getsockname()) as reader:
        reader.sendall(b"GET /a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert heard(front) == Wanted(Url("/a/"))
        front.send(Answered(Url("/a/"), PageAnswer(Digest("v"), html="<p>hello</p>")))
        answer = b"".join(iter(lambda: reader.recv(65536), b""))
    assert b"<p>hello</p>" in answer
    front.send(Stop())
    front.child.end(DEADLINE)


def test_the_fifth_crash_within_a_minute_is_one_too_many(front: Front) -> None:
    for _ in range(4):
        front.child.kill()
        front.receive()
    front.child.kill()
    with pytest.raises(StartError, match="crashed 5 times within a minute"):
        front.receive()
