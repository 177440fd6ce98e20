"""A project, and editors that have it open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.lsp.played_editor import PlayedEditor
from tests.on_terminal import DEADLINE
from tests.watching import Workspace

StartEditor = Callable[[], PlayedEditor]


@pytest.fixture
def project(workspace: Workspace) -> Iterator[Workspace]:
    """Give a project of two pages; nothing may run any more once its editors have left."""
    workspace.write("devserver.toml", "")
    workspace.write("docs/index.md", "# Home\n\n[Tea](tea.md)\n")
    workspace.write("docs/tea.md", "# Tea\n")
    yield workspace
    workspace.end()
    workspace.assert_no_process(within=DEADLINE)
    workspace.assert_clean()


@pytest.fixture
def start(project: Workspace) -> Iterator[StartEditor]:
    """Give what starts an editor; all of them leave at the end."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(PlayedEditor(project))


@pytest.fixture
def editor(project: Workspace, start: StartEditor) -> PlayedEditor:
    """Give an editor that has the project as its workspace."""
    made = start()
    made.initialize(project.project)
    return made
