"""Whoever started it, a ``watch`` is there while an editor needs it, and no longer."""

from __future__ import annotations

import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

from tests.lsp.conftest import StartEditor
from tests.lsp.played_editor import PlayedEditor
from tests.lsp.test_server import page, until_shown
from tests.on_terminal import DEADLINE
from tests.watching import CTRL_C, Workspace


def watches(project: Workspace) -> list[int]:
    """Give the processes that are a ``watch``, not those that it started."""
    found = [pid for pid, line in project.processes().items() if " watch " in line]
    # One that it is just about to start looks like itself for a moment.
    return [pid for pid in found if parent_of(pid) not in found]


def asks(pid: int) -> bool:
    """Whether a process has a connection to another one, or is about to."""
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            if str(each.readlink()).startswith("socket:"):
                return True
    return False


def parent_of(pid: int) -> int:
    """Name the parent of a process; 0 if it has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def test_it_joins_the_watch_that_runs_and_leaves_it_running(
    project: Workspace, start: StartEditor
) -> None:
    watch = project.watch()
    editor = start()
    editor.initialize(project.project)
    editor.open(project.project / "docs/tea.md", "# Oolong\n")
    assert editor.url() == watch.url
    watch.wait("rebuilt", changed=["docs/tea.md"])
    assert "Oolong" in page(watch.url, "/tea/")
    editor.quit()
    watch.wait("rebuilt", changed=["docs/tea.md"])
    assert "Oolong" not in page(watch.url, "/tea/")


def test_two_editors_share_one_watch_that_ends_with_the_last(
    project: Workspace, start: StartEditor
) -> None:
    one, two = start(), start()
    for editor in (one, two):
        editor.initialize(project.project)
    one.open(project.project / "docs/tea.md", "# One\n")
    two.open(project.project / "docs/index.md", "# Two\n")
    url = one.url()
    assert two.url() == url
    assert len(watches(project)) == 1
    until_shown(two, url, "/tea/", "One")
    one.process.send_signal(signal.SIGKILL)
    two.wait_until(lambda: "One" not in page(url, "/tea/"), "the file itself")
    assert "Two" in page(url)
    two.quit()
    project.assert_no_process(within=DEADLINE)


def test_two_roots_in_one_editor_have_a_watch_each(project: Workspace, start: StartEditor) -> None:
    project.write("other/mkdocs.yml", "site_name: Other\n")
    project.write("other/docs/index.md", "# Other\n")
    editor = start()
    editor.initialize(project.project, project.project / "other")
    editor.open(project.project / "docs/index.md", "# Mine\n")
    first = editor.url()
    editor.open(project.project / "other/docs/index.md", "# Its\n")
    second = editor.url()
    assert first != second
    editor.wait_until(lambda: "Mine" in page(first) and "Its" in page(second), "both texts")


def test_a_watch_that_is_stopped_or_crashes_is_started_again_with_all_that_is_open(
    project: Workspace, start: StartEditor
) -> None:
    watch = project.watch()
    editor = start()
    editor.initialize(project.project)
    editor.open(project.project / "docs/tea.md", "# Oolong\n")
    editor.open(project.project / "docs/new.md", "# Never saved\n")
    assert editor.url() == watch.url
    watch.type(CTRL_C)
    assert watch.process.wait(DEADLINE) == 0
    url = editor.url()
    until_shown(editor, url, "/tea/", "Oolong")
    until_shown(editor, url, "/new/", "Never saved")
    (pid,) = watches(project)
    os.kill(pid, signal.SIGKILL)
    until_shown(editor, editor.url(), "/tea/", "Oolong")


def test_a_watch_of_the_users_takes_the_place_and_the_address_of_the_editors(
    project: Workspace, editor: PlayedEditor
) -> None:
    editor.open(project.project / "docs/tea.md", "# Oolong\n")
    url = editor.url()
    watch = project.run("watch", str(project.project), "--json")
    assert watch.url == url
    assert "takes the place of the watch that an editor had started" in watch.said
    assert editor.url() == url
    watch.wait("rebuilt", changed=["docs/tea.md"])
    assert "Oolong" in page(url, "/tea/")
    assert watches(project) == [watch.process.pid]
    watch.type(CTRL_C)
    assert watch.process.wait(DEADLINE) == 0
    assert editor.url()


def test_who_is_tired_of_waiting_for_the_place_of_an_editors_watch_ends_it(
    project: Workspace, editor: PlayedEditor
) -> None:
    editor.open(project.project / "docs/tea.md")
    editor.url()
    (busy,) = watches(project)
    os.kill(busy, signal.SIGSTOP)
    try:
        waiting = project.run("watch", str(project.project), "--json")
        until = time.monotonic() + DEADLINE
        while not asks(waiting.process.pid):
            assert time.monotonic() < until, waiting.said
        waiting.type(CTRL_C)
        assert waiting.process.wait(DEADLINE) == 1
        waiting.terminal.read_to_the_end()
        assert f"already watched by process {busy} at" in waiting.said
    finally:
        os.kill(busy, signal.SIGCONT)


def test_a_second_watch_of_the_users_says_who_holds_the_root(
    project: Workspace, start: StartEditor
) -> None:
    watch = project.watch()
    assert watch.url
    editor = start()
    editor.initialize(project.project)
    editor.open(project.project / "docs/tea.md")
    editor.url()
    second = project.watch()
    assert second.process.wait(DEADLINE) == 1
    second.terminal.read_to_the_end()
    assert f"already watched by process {watch.process.pid} at {watch.url}" in second.said
    assert watch.running


def test_a_broken_configuration_is_said_once_and_tried_again(
    project: Workspace, editor: PlayedEditor
) -> None:
    project.write("devserver.toml", "title = \n")
    tea = project.project / "docs/tea.md"
    editor.open(tea, "# Oolong\n")
    said = editor.wait("window/showMessage")
    assert "devserver.toml:1:" in said["message"]
    editor.write(tea, "# Green\n")
    project.write("devserver.toml", "")
    until_shown(editor, editor.url(), "/tea/", "Green")
    assert sum(m.get("method") == "window/showMessage" for m in editor.heard) == 1


def test_a_watch_that_hangs_keeps_no_editor_waiting_and_gets_the_newest_text(
    project: Workspace, start: StartEditor
) -> None:
    watch = project.watch()
    editor = start()
    editor.initialize(project.project)
    tea = project.project / "docs/tea.md"
    editor.open(tea)
    assert editor.url() == watch.url
    watch.signal(signal.SIGSTOP)
    try:
        for number in range(1000):
            editor.write(tea, f"# Tea {number}\n\n" + "Much text, in many lines.\n" * 2000)
        place = {"line": 0, "character": 0}
        document = {"uri": tea.as_uri()}
        editor.request("textDocument/documentHighlight", textDocument=document, position=place)
        used = re.search(r"VmHWM:\s+(\d+) kB", status_of(editor.process.pid))
        assert used is not None
        assert int(used[1]) < 300_000, "what was overtaken is not kept"
    finally:
        watch.signal(signal.SIGCONT)
    until_shown(editor, watch.url, "/tea/", "Tea 999")
    taken_up = sum(e["event"] == "rebuilding" for e in watch.events)
    assert taken_up < 50


def status_of(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text()
