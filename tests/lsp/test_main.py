"""The server ends when it should, with the status that the protocol names, and leaves nothing."""

from __future__ import annotations

import signal

import pytest

from tests.lsp.played_editor import PlayedEditor
from tests.on_terminal import DEADLINE
from tests.watching import Workspace


@pytest.fixture
def busy(project: Workspace, editor: PlayedEditor) -> PlayedEditor:
    """Give an editor that has a page open, served."""
    editor.open(project.project / "docs/tea.md")
    editor.url()
    return editor


def test_exit_after_shutdown_is_a_success(busy: PlayedEditor) -> None:
    busy.quit()


def test_exit_without_shutdown_is_a_failure(busy: PlayedEditor) -> None:
    busy.notify("exit")
    assert busy.process.wait(DEADLINE) == 1


def test_the_end_of_input_is_the_end(busy: PlayedEditor) -> None:
    busy.leave()
    assert busy.process.returncode == 1


def test_the_end_of_input_after_shutdown_is_a_success(busy: PlayedEditor) -> None:
    busy.request("shutdown")
    busy.leave()
    assert busy.process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_while_the_editor_still_listens(
    busy: PlayedEditor, number: signal.Signals
) -> None:
    busy.process.send_signal(number)
    assert busy.process.wait(DEADLINE) == 0


def test_what_is_no_client_is_told_so(editor: PlayedEditor) -> None:
    assert editor.process.stdin is not None
    editor.process.stdin.write(b"GET / HTTP/1.1\r\n" * 10_000)
    editor.process.stdin.flush()
    assert editor.process.wait(DEADLINE) == 1
    editor.wait_until(lambda: "not the Language Server Protocol" in editor.log, "word of it")
