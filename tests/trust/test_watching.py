"""A change is seen though the system gives no event of it, and the author is told what is so."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools import require
from tests.watching import Watch, Workspace

FOLDERS = 12
SAVES = 4
SOON = 12.0
"""Seconds for so many saves where files are compared often; otherwise each takes 5 s."""


def write_folders(workspace: Workspace) -> None:
    for number in range(FOLDERS):
        workspace.write(f"{number}/page.md", f"# Page {number}\n")
    workspace.write("index.md", "# Home\n")


def limited(workspace: Workspace, limit: str, number: int) -> None:
    """Have the program run where the kernel grants it so little of something."""
    require("unshare", package="util-linux")
    if os.geteuid() != 0:
        pytest.skip("to lower a limit of the kernel takes root")
    script = f'echo {number} > /proc/sys/user/{limit}; exec "$@"'
    workspace.through = ("unshare", "--user", "--map-root-user", "sh", "-c", script, "sh")


def is_told(watch: Watch, what: str) -> None:
    watch.wait_until(lambda: what in watch.said, what)


def assert_saves_are_seen(workspace: Workspace, watch: Watch, page: str = "3/page") -> None:
    begun = time.monotonic()
    for number in range(SAVES):
        workspace.write(f"{page}.md", f"# Save {number}\n")
        watch.wait("rebuilt", changed=[f"{page}.md"])
        assert f"Save {number}".encode() in watch.get(f"/{page}/").body
    assert time.monotonic() - begun < SOON


@pytest.mark.parametrize(
    ("limit", "number", "said"),
    [
        ("max_inotify_watches", 5, f"8 of {FOLDERS + 1} folders give no events"),
        ("max_inotify_watches", 0, f"{FOLDERS + 1} of {FOLDERS + 1} folders give no events"),
        ("max_inotify_instances", 0, f"{FOLDERS + 1} of {FOLDERS + 1} folders give no events"),
    ],
)
def test_folders_beyond_the_systems_limit_are_named_and_compared(
    workspace: Workspace, limit: str, number: int, said: str
) -> None:
    limited(workspace, limit, number)
    write_folders(workspace)
    watch = workspace.watch()
    is_told(watch, said)
    assert "limit" in watch.said
    assert_saves_are_seen(workspace, watch)


def test_events_are_used_again_once_the_limit_is_raised(workspace: Workspace) -> None:
    limited(workspace, "max_inotify_watches", 5)
    write_folders(workspace)
    watch = workspace.watch()
    is_told(watch, "folders give no events")
    raised = f"echo 1000 > /proc/{watch.process.pid}/root/proc/sys/user/max_inotify_watches"
    enter = f"nsenter --user --target {watch.process.pid} sh -c '{raised}'"
    assert os.system(enter) == 0
    is_told(watch, "gives events again")
    assert watch.said.count("\n") == 2


def test_a_file_system_that_gives_no_events_is_found_out(workspace: Workspace) -> None:
    strace = require("strace", package="strace")
    late = (
        "-e",
        "trace=poll",
        "-P",
        "anon_inode:inotify",
        "-e",
        "inject=poll:delay_enter=15000000",
    )
    workspace.through = (strace, "--follow-forks", "--output", "/dev/null", *late)
    write_folders(workspace)
    watch = workspace.watch()
    is_told(watch, f"{workspace.project} gives no events; files are compared every 0.5 s instead")
    assert_saves_are_seen(workspace, watch)


def recreated(docs: Path) -> None:
    docs.rename(docs.with_name("away"))
    docs.mkdir()


def replaced(docs: Path) -> None:
    new = docs.with_name("new")
    new.mkdir()
    (new / "page.md").write_text("# New\n")
    docs.rename(docs.with_name("away"))
    new.rename(docs)


def renamed_there_and_back(docs: Path) -> None:
    docs.rename(docs.with_name("away"))
    docs.with_name("away").rename(docs)


@pytest.mark.parametrize("change", [recreated, replaced, renamed_there_and_back])
def test_a_docs_folder_that_was_exchanged_is_watched_again(
    workspace: Workspace, change: Callable[[Path], None]
) -> None:
    workspace.write("docs/page.md", "# Page\n")
    workspace.write("devserver.toml", "")
    watch = workspace.watch()
    watch.wait("indexed")
    change(workspace.project / "docs")
    workspace.accept()
    for text in ("Once", "Twice"):
        workspace.write("docs/page.md", f"# {text}\n")
        watch.wait_until(lambda text=text: text.encode() in watch.get("/page/").body, text)  # type: ignore[misc]


def test_a_docs_folder_reached_by_a_link_is_watched(workspace: Workspace) -> None:
    workspace.write("real/3/page.md", "# Page\n")
    (workspace.project / "docs").symlink_to("real")
    workspace.write("devserver.toml", "")
    watch = workspace.watch()
    watch.wait("indexed")
    workspace.write("real/3/page.md", "# Again\n")
    assert watch.wait("rebuilt")["changed"] == ["real/3/page.md"]
    workspace.accept()


@pytest.mark.parametrize("configuration", ["devserver.toml", "mkdocs.yml"])
def test_a_link_that_comes_to_lead_elsewhere_is_followed(
    workspace: Workspace, configuration: str
) -> None:
    for version in ("one", "two"):
        workspace.write(f"{version}/index.md", f"# Version {version}\n")
    (workspace.project / "docs").symlink_to("one")
    workspace.write(configuration, "")
    watch = workspace.watch()
    assert b"Version one" in watch.get("/").body
    (workspace.project / "new").symlink_to("two")
    (workspace.project / "new").rename(workspace.project / "docs")
    watch.wait("rebuilt")
    assert b"Version two" in watch.get("/").body
    workspace.write("two/index.md", "# Version three\n")
    assert watch.wait("rebuilt")["changed"] == ["two/index.md"]
    assert b"Version three" in watch.get("/").body
    workspace.accept()


def test_what_changed_while_the_program_was_stopped_is_seen_though_the_queue_ran_over(
    workspace: Workspace,
) -> None:
    queue = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    workspace.write("index.md", "# Home\n")
    # Comparing every few seconds would find it as well, and hide that nobody was told.
    never = "from devserver.sources import reconcile\nreconcile.AT_LEAST = 1e6"
    watch = workspace.watch(before=never)
    watch.wait("indexed")
    watch.signal(signal.SIGSTOP)
    os.waitid(os.P_PID, watch.process.pid, os.WSTOPPED | os.WNOWAIT)
    for number in range(queue):
        workspace.write(f"{number % 7}.md", "# Flood\n")
    workspace.remove("index.md")
    workspace.write("other.md", "# Other\n")
    watch.signal(signal.SIGCONT)
    watch.wait_until(lambda: any("other.md" in e.get("changed", ()) for e in watch.events), "it")
    assert b"Other" in watch.get("/other/").body
