"""Pages that cost too much: each is a problem that names it, and the rest of the site goes on."""

from __future__ import annotations

import os
import signal
import time
from subprocess import TimeoutExpired

import pytest

from tests.contract.bounds import AFTER_REBUILD
from tests.contract.pages import CATASTROPHIC, LAST_WORDS, slow_page
from tests.watching import CTRL_C, Event, Watch, Workspace

BUDGET = 6.0
SMALL_BUDGET = f"import devserver.build.workers; devserver.build.workers.BUDGET = {BUDGET}"
LARGE_BUDGET = "import devserver.build.workers; devserver.build.workers.BUDGET = 60.0"

HUGE = "# Huge\n\n" + "ab\n" * 12_000_000
"""Its lines alone, as Python strings, need more than a worker may have."""


def problem(watch: Watch, path: str) -> Event:
    """Wait until a page is on the list of problems."""
    while True:
        for item in watch.wait("problems")["items"]:
            if item["path"] == path:
                assert isinstance(item, dict)
                return item


def test_a_page_over_its_time_is_a_problem_and_the_others_go_on(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    workspace.write("lost.md", "# Good\n")
    watch = workspace.watch(before=SMALL_BUDGET)
    assert b"Good" in watch.get("/lost/").body
    workspace.write("lost.md", CATASTROPHIC)
    watch.wait("rebuilding", changed=["lost.md"])
    workspace.write("index.md", "# House\n")
    assert watch.wait("rebuilt")["changed"] == ["index.md"]
    assert watch.wait("rebuilt")["changed"] == ["lost.md"]
    assert problem(watch, "lost.md")["code"] == "too-slow"
    assert b"Good" in watch.get("/lost/").body

    workspace.write("lost.md", "# Mended\n")
    assert watch.wait("problems")["items"] == []
    assert b"Mended" in watch.get("/lost/").body


def test_a_page_lost_at_once_after_a_second_start_holds_up_no_other(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    workspace.write("lost.md", "# Good\n")
    first = workspace.watch()
    first.wait("indexed")
    first.type(CTRL_C)
    first.ended(0)

    watch = workspace.watch(before=SMALL_BUDGET)
    watch.wait("indexed")
    workspace.write("lost.md", CATASTROPHIC)
    watch.wait("rebuilding", changed=["lost.md"])
    workspace.write("index.md", "# House\n")
    assert watch.wait("rebuilt")["changed"] == ["index.md"]


def test_time_in_which_the_whole_program_is_stopped_counts_for_no_page(
    workspace: Workspace,
) -> None:
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch(before=SMALL_BUDGET)
    watch.wait("indexed")
    workspace.write("index.md", slow_page("After"))
    watch.wait("rebuilding")
    everyone = workspace.processes()
    with pytest.raises(TimeoutExpired):
        watch.process.wait(0.3)  # The page is with a worker by now.
    for pid in everyone:
        os.kill(pid, signal.SIGSTOP)
    with pytest.raises(TimeoutExpired):
        watch.process.wait(BUDGET)
    for pid in everyone:
        os.kill(pid, signal.SIGCONT)
    watch.wait("rebuilt")
    assert LAST_WORDS.encode() in watch.get("/").body


def test_ctrl_c_while_a_page_is_over_its_time_waits_for_no_more_than_that(
    workspace: Workspace,
) -> None:
    workspace.write("index.md", "# Before\n")
    watch = workspace.watch(before=SMALL_BUDGET)
    assert watch.get("/").status == 200
    workspace.write("index.md", CATASTROPHIC)
    watch.wait("rebuilding")
    began = time.monotonic()
    watch.type(CTRL_C)
    watch.wait("rebuilt")
    watch.ended(0)
    assert time.monotonic() - began < BUDGET + AFTER_REBUILD
    assert "Before" in workspace.pages()["/"]


def test_a_worker_that_crashes_costs_only_the_page_it_had(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch()
    watch.wait("indexed")
    workspace.write("fatal.md", slow_page("Fatal"))
    watch.wait("rebuilding")
    for worker in watch.worker_pids():
        os.kill(worker, signal.SIGKILL)
    assert watch.wait("rebuilt")["changed"] == ["fatal.md"]
    assert "crashed" in problem(watch, "fatal.md")["message"]

    workspace.write("fatal.md", "# Mended\n")
    assert watch.wait("problems")["items"] == []
    assert b"Mended" in watch.get("/fatal/").body


def test_a_page_that_needs_too_much_memory_is_a_problem(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    workspace.write("huge.md", HUGE)
    watch = workspace.watch(before=LARGE_BUDGET)
    assert "1 GB" in problem(watch, "huge.md")["message"]
    assert b"Home" in watch.get("/").body
