"""A stop says goodbye in order, and takes a bounded time whatever the clients do."""

from __future__ import annotations

from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosedOK

from devserver.messages import FileAnswer
from devserver.model import Url
from tests.serve.played_main import PlayedMain, page_html


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
