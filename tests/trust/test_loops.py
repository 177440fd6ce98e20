"""Whoever rewrites what a rebuild reads, each time there was one, is named; the rest goes on."""

from __future__ import annotations

from devserver.sources.rounds import LIMIT
from tests.watching import Watch, Workspace

LATE = """
[[commands]]
run = ["sh", "run.sh"]
watch = ["input/*.txt"]
"""

RUN = """
echo once >> ran
mkfifo away
setsid --fork sh -c 'echo > away; sleep 0.2; touch input/a.txt' > /dev/null 2>&1
read line < away
rm away
"""
"""What it leaves behind, in a session of its own, writes when it has ended: it runs again."""


def is_told(watch: Watch, what: str) -> None:
    watch.wait_until(lambda: what in watch.said, what)


def runs(workspace: Workspace) -> int:
    return (workspace.project / "ran").read_text().count("once")


def rebuilt(workspace: Workspace, watch: Watch, text: str) -> None:
    """Save another page, and see it."""
    workspace.write("docs/other.md", f"# {text}\n")
    watch.wait("rebuilt", changed=["docs/other.md"])
    assert text.encode() in watch.get("/other/").body


def test_a_command_whose_input_is_rewritten_whenever_it_ran(workspace: Workspace) -> None:
    workspace.made = {"ran", "away"}
    workspace.write("devserver.toml", f'docs = "docs"\n{LATE}')
    workspace.write("run.sh", RUN)
    workspace.write("input/a.txt", "a")
    workspace.write("docs/other.md", "# Other\n")
    watch = workspace.watch("--commands")
    watch.wait("indexed")
    workspace.write("input/a.txt", "the author's")
    is_told(watch, "input/a.txt is rewritten whenever it ran")
    assert runs(workspace) == LIMIT
    rebuilt(workspace, watch, "Goes on")
    assert runs(workspace) == LIMIT
    workspace.write("input/a.txt", "the author's again")
    watch.wait_until(lambda: watch.said.count("rewritten") == 2, "second loop")
    assert runs(workspace) == 2 * LIMIT


def test_a_page_that_goes_back_and_forth(workspace: Workspace) -> None:
    workspace.write("docs/page.md", "# One\n")
    workspace.write("docs/other.md", "# Other\n")
    workspace.write("devserver.toml", "")
    watch = workspace.watch()
    watch.wait("indexed")
    texts = ("# Two\n", "# One\n")
    for number in range(LIMIT + 1):
        workspace.write("docs/page.md", texts[number % 2])
        watch.wait("rebuilt", changed=["docs/page.md"])
    workspace.write("docs/page.md", texts[(LIMIT + 1) % 2])
    is_told(watch, "docs/page.md goes back and forth")
    watch.wait("rebuilt", changed=["docs/page.md"])
    before = len(watch.events)
    workspace.write("docs/page.md", texts[LIMIT % 2])
    rebuilt(workspace, watch, "Goes on")
    assert "docs/page.md" not in str(watch.events[before:])
    workspace.write("docs/page.md", "# The last word\n")
    watch.wait("rebuilt", changed=["docs/page.md"])
    assert b"The last word" in watch.get("/page/").body
