"""``--verbose`` says what the loop has in hand."""

from __future__ import annotations

import re
from itertools import pairwise

from tests.contract.pages import slow_page
from tests.watching import Workspace

COMMAND = """
docs = "docs"
[[commands]]
run = ["sh", "-c", "cat docs/index.md > made"]
"""


def test_each_thing_the_loop_does_is_told_once(workspace: Workspace) -> None:
    workspace.made = {"made"}
    workspace.write("docs/index.md", "# Home\n")
    workspace.write("devserver.toml", COMMAND)
    watch = workspace.watch("--verbose", "--commands")
    assert watch.get("/").status == 200
    workspace.write("docs/index.md", slow_page("After"))
    watch.wait("rebuilt")
    told = [
        *("readers wait for /", "runs commands", "1 changed pages are to come"),
        *("converts docs/index.md", "waits for a change"),
    ]
    for text in told:
        assert re.search(rf"^devserver: · .*{text}", watch.said, re.MULTILINE), watch.said
    lines = watch.said.splitlines()
    assert all(line != after for line, after in pairwise(lines))


def test_without_it_nothing_of_that_is_told(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch()
    watch.wait("indexed")
    assert watch.said == ""
