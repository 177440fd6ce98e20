"""SIGQUIT asks where everything is, and changes nothing."""

from __future__ import annotations

from tests.watching import CTRL_C, Workspace

CTRL_BACKSLASH = b"\x1c"


def test_every_process_says_where_it_is_and_goes_on(workspace: Workspace) -> None:
    workspace.write("index.md", "# Before\n")
    watch = workspace.watch()
    watch.wait("indexed")
    watch.type(CTRL_BACKSLASH)
    processes = 2 + len(watch.worker_pids())
    tracker = "multiprocessing.resource_tracker"
    assert any(tracker in command for command in workspace.processes().values())
    watch.wait_until(
        lambda: watch.said.count("Current thread") == processes, f"{processes} processes"
    )
    for place in ("session.py", "server.py", "worker.py"):
        assert place in watch.said
    assert any(tracker in command for command in workspace.processes().values())
    workspace.write("index.md", "# After\n")
    watch.wait("rebuilt", changed=["index.md"])
    assert b"After" in watch.get("/").body
    watch.type(CTRL_C)
    watch.ended(0)
