"""A stop says goodbye in order, and takes a bounded time whatever the clients do."""

from __future__ import annotations

import http.client
import os
import signal
from contextlib import closing
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosedOK

from devserver.messages import FileAnswer, RedirectAnswer
from devserver.model import Url
from tests.serve.played_main import DEADLINE, PlayedMain, page_html


def test_last_update_is_told_before_the_farewell(own_main: PlayedMain) -> None:
    version = own_main.put("/", page_html("one")).version
    with own_main.live("/", version) as page:
        own_main.wait(lambda: own_main.tabs("/") == 1)
        own_main.publish("/", page_html("two"))
        assert own_main.stop() < 1.5
        kinds = [page.hear_next()["type"] for _ in range(4)]
        assert kinds == ["problems", "update", "rebuilt", "stopping"]
        with pytest.raises(ConnectionClosedOK):
            page.hear_next()


def test_who_asks_after_main_has_spoken_gets_what_main_said(own_main: PlayedMain) -> None:
    reader = http.client.HTTPConnection("127.0.0.1", own_main.port, timeout=DEADLINE)
    with closing(reader):
        for number in range(100):
            # On a busy machine, what main says and who asks may come before either is looked at.
            os.kill(own_main.child.pid, signal.SIGSTOP)
            own_main.answers[Url("/")] = RedirectAnswer(Url(f"/to/{number}/"))
            own_main.tell(stale=(Url("/"), *(Url(f"/{n}/") for n in range(2000))))
            reader.putrequest("GET", "/")
            reader.endheaders()
            os.kill(own_main.child.pid, signal.SIGCONT)
            answer = reader.getresponse()
            answer.read()
            assert answer.headers["Location"] == f"/to/{number}/"


def test_stop_waits_for_nobody(own_main: PlayedMain, tmp_path: Path) -> None:
    (tmp_path / "large.bin").write_bytes(bytes(20_000_000))
    own_main.answers[Url("/large.bin")] = FileAnswer(str(tmp_path / "large.bin"), str(tmp_path))
    half_open, lazy, waiting = own_main.connect(), own_main.connect(), own_main.connect()
    half_open.sendall(b"GET / HT")
    lazy.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
    with own_main.silent_page("/"):
        own_main.wait(lambda: own_main.tabs("/") == 1)
        # Far more is sent than any buffer holds.
        own_main.publish("/", page_html("x" * 30_000_000))
        own_main.deaf = True
        waiting.sendall(b"GET /unanswered HTTP/1.1\r\nHost: localhost\r\n\r\n")
        own_main.wait(lambda: Url("/unanswered") in own_main.wanted)
        assert own_main.stop() < 1.5
    assert waiting.recv(100).startswith(b"HTTP/1.1 503 ")
    for connection in (half_open, lazy, waiting):
        connection.close()


def test_store_is_left_without_a_log(own_main: PlayedMain) -> None:
    own_main.put("/", page_html("one"))
    assert own_main.get("/").status == 200
    own_main.stop()
    own_main.store.close()
    assert [path.name for path in own_main.store.path.parent.iterdir()] == ["store.sqlite"]
