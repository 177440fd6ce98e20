"""Ctrl-C at any instant whatever, through a terminal: never a process, a lock or half a page."""

from __future__ import annotations

from pathlib import Path

from tests.contract.pages import LAST_WORDS, slow_page
from tests.trust.ground import assert_whole, ground, pass_time, until_answered, write_small_site
from tests.trust.lot import Lot
from tests.watching import CTRL_C, Watch, Workspace

COMPARED = 0.2
"""The share of the trials after which the whole site is compared with a clean build."""


def while_starting(_: Workspace, watch: Watch, lot: Lot) -> None:
    watch.wait_until_ours()
    pass_time(watch, lot.uniform(0.0, 1.0))
    watch.type(CTRL_C)
    watch.ended(0)


def at_rest(_: Workspace, watch: Watch, lot: Lot) -> None:
    watch.wait("indexed")
    pass_time(watch, lot.uniform(0.0, 0.3))
    watch.type(CTRL_C)
    watch.ended(0)


def while_building(workspace: Workspace, watch: Watch, lot: Lot) -> None:
    until_answered(watch)
    workspace.write("index.md", slow_page("After"))
    if lot.random() < 0.7:
        watch.wait("rebuilding")
    pass_time(watch, lot.uniform(0.0, 1.0))
    watch.type(CTRL_C)
    watch.ended(0)
    said = [event["event"] for event in watch.events]
    assert said.count("rebuilt") == said.count("rebuilding")
    assert (LAST_WORDS in workspace.pages()["/"]) == ("rebuilt" in said)


def while_stopping(workspace: Workspace, watch: Watch, lot: Lot) -> None:
    until_answered(watch)
    workspace.write("index.md", slow_page("After"))
    pass_time(watch, lot.uniform(0.0, 0.2))
    watch.type(CTRL_C)
    pass_time(watch, lot.uniform(0.0, 0.6))
    watch.type(CTRL_C)
    watch.ended(130 if watch.process.wait() == 130 else 0)


_STOPS = (while_starting, while_building, while_stopping) * 3 + (at_rest,)


def ctrl_c_at_a_random_instant(lot: Lot, folder: Path) -> None:
    """Stop at the start, at rest, in the middle of a rebuild, or in the middle of a stop."""
    stop = _STOPS[lot.number % len(_STOPS)]
    with ground(folder) as workspace:
        write_small_site(workspace)
        stop(workspace, workspace.watch(), lot)
        if workspace.stored():
            workspace.pages()
        if lot.random() < COMPARED:
            assert_whole(workspace)
