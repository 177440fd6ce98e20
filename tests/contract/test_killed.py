"""Processes that are killed outright: nobody is orphaned, and a server comes back by itself."""

from __future__ import annotations

import os
import signal

import pytest
from websockets.exceptions import ConnectionClosed

from tests.contract.bounds import ORPHANED
from tests.contract.pages import CATASTROPHIC
from tests.watching import CTRL_C, Watch, Workspace

DEAF_COMMAND = """
[[commands]]
run = ["sh", "-c", "trap '' TERM HUP INT; sleep 1000 & echo running > running; wait"]
"""


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def assert_orphans_go_and_the_next_start_is_whole(workspace: Workspace, watch: Watch) -> None:
    watch.process.kill()
    assert watch.process.wait() == -signal.SIGKILL
    workspace.assert_no_process(within=ORPHANED)
    again = workspace.watch()
    assert b"Home" in again.get("/").body
    again.type(CTRL_C)
    again.ended(0)


def test_main_killed_while_a_worker_is_lost_in_a_page_leaves_no_process(
    workspace: Workspace,
) -> None:
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch()
    assert watch.get("/").status == 200
    workspace.write("lost.md", CATASTROPHIC)
    watch.wait("rebuilding")
    assert_orphans_go_and_the_next_start_is_whole(workspace, watch)


def test_main_killed_while_a_command_runs_leaves_no_process(workspace: Workspace) -> None:
    os.mkfifo(workspace.project / "running")
    workspace.write("index.md", "# Home\n")
    workspace.write("devserver.toml", DEAF_COMMAND)
    watch = workspace.watch("--commands")
    assert watch.get("/").status == 200
    workspace.write("other.md", "# Other\n")
    assert (workspace.project / "running").read_text() == "running\n"
    assert_orphans_go_and_the_next_start_is_whole(workspace, watch)


def test_a_page_comes_back_to_the_new_server_and_catches_up(workspace: Workspace) -> None:
    workspace.write("index.md", "# Before\n")
    watch = workspace.watch()
    version = watch.live_script("/")[1]
    with watch.live("/") as page:
        kill(watch.server_pid)
        with pytest.raises(ConnectionClosed):
            page.hear("update")
    workspace.write("index.md", "# After\n")
    with watch.live("/", version) as page:
        assert "After" in page.hear("update")["html"]


def test_the_fifth_crash_in_a_minute_ends_the_run_with_one_line(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch()
    for _ in range(5):
        kill(watch.wait("serving")["server_pid"])
    watch.ended(1)
    assert watch.said == "devserver: the server process crashed 5 times within a minute\n"
