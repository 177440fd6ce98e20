"""The first Ctrl-C: what is under way is finished and shown, then nothing is left."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest

from tests.contract.bounds import AFTER_REBUILD
from tests.contract.pages import LAST_WORDS, slow_page
from tests.watching import CTRL_C, Watch, Workspace

IGNORE_HANG_UP = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"
"""What ``nohup`` does before it runs a program."""


def ctrl_c(watch: Watch) -> None:
    watch.type(CTRL_C)


def terminate(watch: Watch) -> None:
    watch.signal(signal.SIGTERM)


def hang_up(watch: Watch) -> None:
    watch.signal(signal.SIGHUP)


@pytest.mark.parametrize("stop", [ctrl_c, terminate, hang_up])
def test_the_rebuild_under_way_reaches_the_browser(
    workspace: Workspace, stop: Callable[[Watch], None]
) -> None:
    workspace.write("index.md", "# Before\n")
    watch = workspace.watch()
    with watch.live("/") as page:
        workspace.write("index.md", slow_page("After"))
        watch.wait("rebuilding", changed=["index.md"])
        stop(watch)
        watch.wait("stopping")
        assert LAST_WORDS in page.hear("update")["html"]
        page.hear("stopping")
    assert watch.wait("rebuilt")["pages"] == ["/"]
    rebuilt = time.monotonic()
    watch.wait("stopped", status=0)
    watch.ended(0)
    assert time.monotonic() - rebuilt < AFTER_REBUILD
    assert LAST_WORDS in workspace.pages()["/"]


def test_a_save_after_it_is_left_for_the_next_start(workspace: Workspace) -> None:
    workspace.write("index.md", "# Before\n")
    watch = workspace.watch()
    assert watch.get("/").status == 200
    workspace.write("index.md", slow_page("After"))
    watch.wait("rebuilding")
    watch.type(CTRL_C)
    watch.wait("stopping")
    workspace.write("late.md", "# Late\n")
    watch.ended(0)
    changed = [event["changed"] for event in watch.events if event["event"] == "rebuilt"]
    assert changed == [["index.md"]]
    assert "/late/" not in workspace.pages()

    again = workspace.watch()
    assert b"Late" in again.get("/late/").body


def test_at_rest_it_is_over_at_once(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch()
    watch.wait("indexed")
    began = time.monotonic()
    watch.type(CTRL_C)
    watch.wait("stopping")
    watch.wait("stopped", status=0)
    watch.ended(0)
    assert time.monotonic() - began < AFTER_REBUILD


def test_background_conversion_is_not_waited_for(workspace: Workspace) -> None:
    for n in range(40):
        workspace.write(f"page-{n}.md", slow_page(f"Page {n}"))
    watch = workspace.watch()
    assert watch.get("/").status == 200
    began = time.monotonic()
    watch.type(CTRL_C)
    watch.ended(0)
    assert time.monotonic() - began < AFTER_REBUILD


def test_during_the_first_scan_it_forgets_nothing_of_the_run_before(workspace: Workspace) -> None:
    for folder in "abcdef":
        workspace.write(f"{folder}/page.md", f"# {folder}\n")
    first = workspace.watch()
    first.wait("indexed")
    first.type(CTRL_C)
    first.ended(0)
    remembered = workspace.rows("results")

    second = workspace.watch()
    second.wait_until_it_holds_the_store()
    second.type(CTRL_C)
    second.ended(0)
    assert second.said == ""
    assert workspace.rows("results") == remembered


def test_a_closed_terminal_stops_it_though_nothing_can_be_printed(workspace: Workspace) -> None:
    workspace.write("index.md", "# Before\n")
    watch = workspace.watch()
    with watch.live("/") as page:
        workspace.write("index.md", slow_page("After"))
        watch.wait("rebuilding")
        watch.terminal.hang_up()
        assert LAST_WORDS in page.hear("update")["html"]
        page.hear("stopping")
    watch.ended(0)
    assert LAST_WORDS in workspace.pages()["/"]


def test_under_nohup_a_closed_terminal_changes_nothing(workspace: Workspace) -> None:
    workspace.write("index.md", "# Before\n")
    watch = workspace.watch(before=IGNORE_HANG_UP)
    with watch.live("/") as page:
        watch.terminal.hang_up()
        workspace.write("index.md", "# After\n")
        assert "After" in page.hear("update")["html"]
        watch.signal(signal.SIGTERM)
        page.hear("stopping")
    watch.ended(0)
