"""Ctrl-C while everything goes wrong at once: gone within what a page may take and a second."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from devserver.build.workers import BUDGET
from tests.contract.pages import CATASTROPHIC, LAST_WORDS, slow_page
from tests.small_disk import small_disk
from tests.trust.ground import until
from tests.watching import CTRL_C, Watch, Workspace

WITHIN = BUDGET + 1.0
"""Seconds from the first Ctrl-C to the end, whatever is under way."""


@contextmanager
def in_time() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < WITHIN


def stop(watch: Watch) -> None:
    with in_time():
        watch.type(CTRL_C)
        watch.ended(0)


def served(workspace: Workspace, text: str = "# Before\n") -> Watch:
    """Start on one page, and have it served."""
    workspace.write("index.md", text)
    watch = workspace.watch()
    assert watch.get("/").status == 200
    return watch


def rebuild(workspace: Workspace, watch: Watch, text: str) -> None:
    """Save the page, and wait until that is taken up."""
    workspace.write("index.md", text)
    watch.wait("rebuilding")


def test_while_a_catastrophic_page_converts(workspace: Workspace) -> None:
    watch = served(workspace)
    rebuild(workspace, watch, CATASTROPHIC)
    stop(watch)
    assert "Before" in workspace.pages()["/"]


def test_while_ten_thousand_pages_convert(workspace: Workspace) -> None:
    for number in range(10_000):
        workspace.write(f"{number % 100}/{number}.md", f"# Page {number}\n\nSome *words*.\n")
    watch = workspace.watch()
    assert watch.get("/1/1/").status == 200
    stop(watch)


def test_while_a_thousand_sockets_are_open_and_nobody_reads(workspace: Workspace) -> None:
    watch = served(workspace, slow_page("Large"))
    ask = f"GET / HTTP/1.1\r\nHost: {watch.url.removeprefix('http://')}\r\n\r\n".encode()
    with ExitStack() as clients:
        for number in range(1000):
            client = clients.enter_context(watch.connect())
            if number % 2:
                client.sendall(ask)
        assert watch.get("/").status == 200
        stop(watch)


def test_while_the_disk_is_full(workspace: Workspace) -> None:
    workspace.cache.rmdir()
    with small_disk(workspace.cache) as disk:
        watch = served(workspace)
        watch.wait("indexed")
        disk.fill()
        with watch.live("/") as page:
            workspace.write("index.md", f"# After\n\n{LAST_WORDS}\n")
            assert LAST_WORDS in page.hear("update")["html"]
        with in_time():
            watch.type(CTRL_C)
            assert watch.process.wait(WITHIN) == 0
        workspace.assert_no_process()
        assert "Traceback" not in watch.said
        disk.free()
        again = workspace.watch()
        # Who asks while the first worker still starts may get the page of before, and then news.
        until(again, lambda: LAST_WORDS.encode() in again.get("/").body, "the last words")
        again.type(CTRL_C)
        again.ended(0)


def test_while_the_terminal_is_gone_and_a_page_is_catastrophic(workspace: Workspace) -> None:
    watch = served(workspace)
    rebuild(workspace, watch, CATASTROPHIC)
    with in_time():
        watch.terminal.hang_up()
        watch.ended(0)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_while_it_is_stopped_as_by_ctrl_z(workspace: Workspace, asked: signal.Signals) -> None:
    watch = served(workspace)
    rebuild(workspace, watch, slow_page("After"))
    everyone = workspace.processes()
    for pid in everyone:
        os.kill(pid, signal.SIGSTOP)
    watch.signal(asked)
    for pid in everyone:
        os.kill(pid, signal.SIGCONT)
    with in_time():
        watch.ended(0)
    assert LAST_WORDS in workspace.pages()["/"]


def test_while_the_server_process_is_stuck(workspace: Workspace) -> None:
    watch = served(workspace)
    os.kill(watch.server_pid, signal.SIGSTOP)
    with watch.connect():
        rebuild(workspace, watch, slow_page("After"))
        stop(watch)
    assert LAST_WORDS in workspace.pages()["/"]
