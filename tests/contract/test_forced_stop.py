"""The second Ctrl-C, and the third: over now, and still nothing is half done or left behind."""

from __future__ import annotations

import time
from contextlib import suppress
from subprocess import TimeoutExpired

from tests.contract.bounds import FORCED
from tests.contract.pages import CATASTROPHIC, slow_page
from tests.watching import CTRL_C, Watch, Workspace

MAIN_HANGS = """
import threading
from devserver.session import Session
Session._close = lambda self: threading.Event().wait()
"""


def test_the_second_ends_a_rebuild_that_nobody_wants_to_wait_for(workspace: Workspace) -> None:
    workspace.write("index.md", "# Before\n")
    watch = workspace.watch()
    assert watch.get("/").status == 200
    workspace.write("index.md", CATASTROPHIC)
    watch.wait("rebuilding")
    watch.type(CTRL_C)
    watch.wait("stopping")
    began = time.monotonic()
    watch.type(CTRL_C)
    watch.wait("stopped", status=130)
    watch.ended(130)
    assert time.monotonic() - began < FORCED
    assert "Before" in workspace.pages()["/"]


def test_one_pressed_again_and_again_leaves_nothing_either(workspace: Workspace) -> None:
    for n in range(20):
        workspace.write(f"page-{n}.md", slow_page(f"Page {n}"))
    watch = workspace.watch()
    assert watch.get("/").status == 200
    workspace.write("page-0.md", slow_page("Again"))
    watch.wait("rebuilding")
    watch.type(CTRL_C)
    watch.wait("stopping")
    began = time.monotonic()
    press_until_it_ends(watch)
    watch.ended(130)
    assert time.monotonic() - began < FORCED
    workspace.pages()


def test_the_third_kills_the_children_and_ends_even_a_main_that_hangs(
    workspace: Workspace,
) -> None:
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch(before=MAIN_HANGS)
    watch.wait("indexed")
    watch.type(CTRL_C)
    watch.wait("stopping")
    began = time.monotonic()
    press_until_it_ends(watch)
    assert watch.process.wait() == 130
    workspace.assert_no_process(within=0.1)
    assert time.monotonic() - began < FORCED


def press_until_it_ends(watch: Watch) -> None:
    """Press Ctrl-C ten times a second."""
    while watch.running:
        watch.type(CTRL_C)
        with suppress(TimeoutExpired):
            watch.process.wait(0.1)
