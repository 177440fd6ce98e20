"""Ctrl-C at any instant whatever: forty runs, and never a process, a lock or half a page left."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from tests.contract.pages import LAST_WORDS, slow_page
from tests.watching import CTRL_C, Watch, Workspace

SEED = int(os.environ.get("DEVSERVER_SEED") or time.time_ns() % 1_000_000)
"""Printed with a failure; set the variable to have the same instants again."""

Stop = Callable[[Workspace, Watch, random.Random], None]


def while_starting(_: Workspace, watch: Watch, chance: random.Random) -> None:
    watch.wait_until_ours()
    pass_time(watch, chance.uniform(0.0, 1.0))
    watch.type(CTRL_C)
    watch.ended(0)


def at_rest(_: Workspace, watch: Watch, chance: random.Random) -> None:
    watch.wait("indexed")
    pass_time(watch, chance.uniform(0.0, 0.3))
    watch.type(CTRL_C)
    watch.ended(0)


def while_building(workspace: Workspace, watch: Watch, chance: random.Random) -> None:
    assert watch.get("/").status == 200
    workspace.write("index.md", slow_page("After"))
    if chance.random() < 0.7:
        watch.wait("rebuilding")
    pass_time(watch, chance.uniform(0.0, 1.0))
    watch.type(CTRL_C)
    watch.ended(0)
    said = [event["event"] for event in watch.events]
    assert said.count("rebuilt") == said.count("rebuilding")
    assert (LAST_WORDS in workspace.pages()["/"]) == ("rebuilt" in said)


def while_stopping(workspace: Workspace, watch: Watch, chance: random.Random) -> None:
    assert watch.get("/").status == 200
    workspace.write("index.md", slow_page("After"))
    pass_time(watch, chance.uniform(0.0, 0.2))
    watch.type(CTRL_C)
    pass_time(watch, chance.uniform(0.0, 0.6))
    watch.type(CTRL_C)
    watch.ended(130 if watch.process.wait() == 130 else 0)


def pass_time(watch: Watch, seconds: float) -> None:
    with suppress(TimeoutExpired):
        watch.process.wait(seconds)


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("stop", "runs"),
    [(while_starting, 12), (at_rest, 4), (while_building, 12), (while_stopping, 12)],
)
def test_a_stop_leaves_nothing_behind(tmp_path: Path, stop: Stop, runs: int) -> None:
    def run(number: int) -> None:
        chance = random.Random(f"{SEED} {stop.__name__} {number}")
        (tmp_path / f"{number}").mkdir()
        workspace = Workspace(tmp_path / f"{number}")
        for page in range(8):
            workspace.write(f"page-{page}.md", f"# Page {page}\n\n[Home](index.md)\n")
        workspace.write("index.md", "# Before\n")
        try:
            stop(workspace, workspace.watch(), chance)
            if workspace.stored():
                workspace.pages()
        except BaseException as error:
            error.add_note(f"seed {SEED}, run {number}")
            raise
        finally:
            workspace.kill()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(runs)))
