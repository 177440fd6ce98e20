"""Every way to save is seen, and the page that is served is the file."""

from __future__ import annotations

import time
from pathlib import Path

from tests.trust.ground import ground, pass_time
from tests.trust.lot import Lot
from tests.watching import CTRL_C, Watch, Workspace
from tests.ways_to_save import WAYS, text_with

SAVES = 5
"""Saves of one trial, one after the other."""

SEEN = 4.0
"""Seconds in which a save is seen: before everything would be compared anyway."""


def each_way() -> int:
    """Count the ways: so many trials try each of them once."""
    return len(WAYS)


def a_way_to_save(lot: Lot, folder: Path) -> None:
    """Save a page a few times in one way, at once after each other or with a pause."""
    way = WAYS[lot.number % len(WAYS)]
    with ground(folder) as workspace:
        workspace.write("page.md", text_with("Begun"))
        workspace.write("index.md", "# Home\n\n[Page](page.md)\n")
        watch = workspace.watch()
        watch.wait("indexed")
        path = workspace.project / "page.md"
        for number in range(SAVES):
            line = f"{way.__name__} {number} {lot.randrange(10**9)}"
            way(path, line)
            assert path.read_text() == text_with(line), "the way itself is wrong"
            _assert_seen(watch, line)
            pass_time(watch, lot.choice((0.0, 0.0, 0.1, 0.6)))
        _assert_nothing_else(workspace, watch)


def _assert_seen(watch: Watch, line: str) -> None:
    until = time.monotonic() + SEEN
    wanted = f">{line}</p>".encode()
    while wanted not in (body := watch.get("/page/").body):
        assert time.monotonic() < until, f"not “{line}”: {body.decode()[-3000:]}"
        pass_time(watch, 0.01)


def _assert_nothing_else(workspace: Workspace, watch: Watch) -> None:
    """Check that no backup, lock or neighbour of the editor has become a page."""
    found = {path.name for path in workspace.project.iterdir()}
    assert found <= {"page.md", "index.md", "rebased.md", ".git"}, found
    workspace.accept()
    watch.type(CTRL_C)
    watch.ended(0)
    assert workspace.pages().keys() <= {"/", "/page/", "/rebased/"}, workspace.pages().keys()
