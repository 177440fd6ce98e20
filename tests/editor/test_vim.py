"""Vim shows what is typed by the script that the guide has, over ``devserver connect``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.on_terminal import OnTerminal
from tests.tools import require
from tests.watching import Workspace

SCRIPT = Path(__file__).parents[2] / "sample_site" / "examples" / "devserver.vim"


def test_vim_shows_what_is_typed_and_restores_the_file_when_it_quits(workspace: Workspace) -> None:
    vim = require("vim", package="vim")
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch()
    assert watch.get("/").status == 200
    # The program that the script starts by its name is the one under test.
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    environment = {**workspace.environment(), "PATH": path, "TERM": "xterm"}
    file = str(workspace.project / "index.md")
    command = (vim, "--clean", "-n", "-S", str(SCRIPT), file)
    terminal = OnTerminal(command, workspace.project, environment, lambda _: None)
    try:
        terminal.type(b"Goa brand new line\x1b")
        watch.wait("rebuilt", changed=["index.md"])
        watch.wait_until(lambda: b"a brand new line" in watch.get("/").body, "the typed line")
        terminal.type(b":q!\r")
        watch.wait_until(lambda: b"a brand new line" not in watch.get("/").body, "the file itself")
        assert terminal.process.wait(20) == 0
    finally:
        terminal.close()
    workspace.assert_sources_untouched()
