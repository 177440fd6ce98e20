"""An editor or its server that crashes leaves no process, no socket and no lock behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from devserver.editors import FIRST
from tests.lsp.conftest import StartEditor
from tests.lsp.played_editor import PlayedEditor
from tests.lsp.test_joint import watches
from tests.on_terminal import DEADLINE
from tests.watching import Workspace


def left(project: Workspace) -> list[Path]:
    """Give what a ``watch`` has while it runs, and must not leave."""
    patterns = ("control/*", "*/lock", "*/*-wal", "*/*-shm")
    return [path for each in patterns for path in project.cache.glob(f"devserver/{each}")]


def until_its_watch_starts(project: Workspace, editor: PlayedEditor) -> None:
    """Open a document, and wait until there is a process that may not answer yet."""
    editor.open(project.project / "docs/tea.md")
    until = time.monotonic() + DEADLINE
    while not watches(project):
        assert time.monotonic() < until, editor.log


def test_a_server_that_is_killed_takes_its_watch_with_it(
    project: Workspace, editor: PlayedEditor
) -> None:
    editor.open(project.project / "docs/tea.md")
    editor.url()
    assert watches(project)
    editor.process.kill()
    project.assert_no_process(within=DEADLINE)
    assert not left(project)


def test_a_server_that_is_killed_while_its_watch_starts_does_so_too(
    project: Workspace, editor: PlayedEditor
) -> None:
    until_its_watch_starts(project, editor)
    editor.process.kill()
    project.assert_no_process(within=DEADLINE)
    assert not left(project)


def test_an_editor_that_leaves_while_its_watch_starts_takes_it_along(
    project: Workspace, editor: PlayedEditor
) -> None:
    until_its_watch_starts(project, editor)
    editor.quit()
    # Well before it would miss its first editor.
    project.assert_no_process(within=FIRST / 2)
    assert not left(project)


def test_everything_killed_at_once_is_no_hindrance_to_the_next(
    project: Workspace, editor: PlayedEditor, start: StartEditor
) -> None:
    editor.open(project.project / "docs/tea.md")
    editor.url()
    for pid in (editor.process.pid, *watches(project)):
        os.kill(pid, signal.SIGKILL)
    another = start()
    another.initialize(project.project)
    another.open(project.project / "docs/tea.md")
    another.url()
    another.quit()
    project.assert_no_process(within=DEADLINE)
    assert not left(project)


def test_a_watch_for_editors_hears_no_ctrl_c_of_theirs(
    project: Workspace, editor: PlayedEditor
) -> None:
    editor.open(project.project / "docs/tea.md")
    editor.url()
    (pid,) = watches(project)
    assert os.getsid(pid) == pid
    assert os.getsid(editor.process.pid) != pid
