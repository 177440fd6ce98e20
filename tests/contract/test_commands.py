"""External commands: run only when allowed, finished at one Ctrl-C, ended at two."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.contract.bounds import AFTER_REBUILD, FORCED
from tests.watching import CTRL_C, Watch, Workspace

COPY = """
[[commands]]
run = ["cp", "docs/words.txt", "docs/$HOME; words.md"]
watch = ["docs/words.txt"]
"""

WAIT_FOR_WORDS = """
[[commands]]
run = ["sh", "-c", "cat pipe > docs/made.md"]
"""

DEAF_FAMILY = """
[[commands]]
run = ["sh", "-c", "trap '' TERM HUP INT; (cat pipe; sleep 1000) & sleep 1000"]
"""


def project(workspace: Workspace, commands: str) -> Path:
    """Write a project with a configuration, and a pipe on which a command may wait."""
    workspace.write("devserver.toml", f'docs = "docs"\n{commands}')
    workspace.write("docs/index.md", "# Home\n")
    os.mkfifo(workspace.project / "pipe")
    return workspace.project / "pipe"


def started(workspace: Workspace, *options: str) -> Watch:
    watch = workspace.watch(*options)
    assert watch.get("/").status == 200
    return watch


def test_what_a_command_writes_is_part_of_the_change_that_made_it_run(
    workspace: Workspace,
) -> None:
    project(workspace, COPY)
    written = "docs/$HOME; words.md"
    workspace.made = {written}
    watch = started(workspace, "--commands")
    workspace.write("docs/words.txt", "# Copied\n")
    rebuilt = watch.wait("rebuilt")
    assert rebuilt["changed"] == [written, "docs/words.txt"]
    assert "/$HOME; words/" in rebuilt["pages"]
    workspace.write("docs/index.md", "# House\n")
    assert watch.wait("rebuilt")["generation"] == rebuilt["generation"] + 1


def test_nothing_runs_unless_it_is_allowed(workspace: Workspace) -> None:
    project(workspace, COPY)
    watch = started(workspace)
    workspace.write("docs/words.txt", "# Copied\n")
    assert watch.wait("rebuilt")["changed"] == ["docs/words.txt"]


@pytest.mark.parametrize(
    ("entry", "lines"),
    [
        ('run = ["no-such-program", "-v"]', ["no-such-program -v: not found"]),
        ('run = ["./docs/index.md"]', ["./docs/index.md: cannot be run", "  Permission denied"]),
        ('run = ["sh", "-c", "echo why; exit 3"]', ["sh -c echo why; exit 3: status 3", "  why"]),
        ('run = ["sleep", "60"]\ntimeout = 0.2', ["sleep 60: not done after 0.2 s, and ended"]),
    ],
    ids=["missing", "not runnable", "failing", "slow"],
)
def test_a_command_that_fails_is_told_and_the_rebuild_goes_on(
    workspace: Workspace, entry: str, lines: list[str]
) -> None:
    project(workspace, f"[[commands]]\n{entry}")
    watch = started(workspace, "--commands")
    workspace.write("docs/index.md", "# House\n")
    assert watch.wait("rebuilt")["pages"] == ["/"]
    assert watch.said.splitlines() == [f"devserver: {line}" for line in lines]


def test_the_first_ctrl_c_lets_a_command_finish_and_publishes_what_it_wrote(
    workspace: Workspace,
) -> None:
    pipe = project(workspace, WAIT_FOR_WORDS)
    workspace.made = {"docs/made.md"}
    watch = started(workspace, "--commands")
    workspace.write("docs/index.md", "# House\n")
    with pipe.open("w") as words:
        watch.type(CTRL_C)
        watch.wait("stopping")
        words.write("# Made\n")
    ended = time.monotonic()
    assert watch.wait("rebuilt")["changed"] == ["docs/index.md", "docs/made.md"]
    watch.ended(0)
    assert time.monotonic() - ended < AFTER_REBUILD
    assert "Made" in workspace.pages()["/made/"]


def test_the_second_ctrl_c_ends_a_command_and_all_it_started(workspace: Workspace) -> None:
    pipe = project(workspace, DEAF_FAMILY)
    watch = started(workspace, "--commands")
    workspace.write("docs/index.md", "# House\n")
    with pipe.open("w"):
        watch.type(CTRL_C)
        watch.wait("stopping")
        began = time.monotonic()
        watch.type(CTRL_C)
        watch.ended(130)
    assert time.monotonic() - began < FORCED
