"""A second ``watch`` on the same folder joins nothing and breaks nothing: it names the first."""

from __future__ import annotations

import os
import select

from tests.on_terminal import DEADLINE
from tests.watching import Watch, Workspace


def assert_refused(watch: Watch, by: Watch) -> None:
    assert watch.process.wait(20) == 1
    watch.terminal.read_to_the_end()
    assert f"is already watched by process {by.process.pid} at {by.url}/\n" in watch.said
    assert watch.events == []


def test_the_second_says_who_holds_the_folder_and_where(workspace: Workspace) -> None:
    workspace.write("index.md", "# Before\n")
    first = workspace.watch()
    first.wait("indexed")
    assert_refused(workspace.watch(), by=first)
    assert_refused(workspace.watch(), by=first)
    workspace.write("index.md", "# After\n")
    first.wait("rebuilt")
    assert b"After" in first.get("/").body


def test_of_two_started_at_once_one_serves(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    both = [workspace.watch(), workspace.watch()]
    ends = {os.pidfd_open(watch.process.pid): watch for watch in both}
    ended, _, _ = select.select(ends, [], [], DEADLINE)
    refused = ends[ended[0]]
    (serves,) = [watch for watch in both if watch is not refused]
    for descriptor in ends:
        os.close(descriptor)
    assert serves.get("/").status == 200
    assert refused.process.wait() == 1
    refused.terminal.read_to_the_end()
    assert "is already watched by process" in refused.said


def test_what_was_killed_holds_nothing(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    first = workspace.watch()
    first.wait("indexed")
    first.process.kill()
    first.process.wait()
    assert b"Home" in workspace.watch().get("/").body
