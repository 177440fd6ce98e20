"""Vim shows what is typed by the script that the guide has, over ``devserver connect``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.on_terminal import DEADLINE, OnTerminal
from tests.tools import require
from tests.watching import Watch, Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPT = Path(__file__).parents[2] / "sample_site" / "examples" / "devserver.vim"

PAGE = "# Home\n\n" + "".join(f"Paragraph {number} is here.\n\n" for number in range(200))


@pytest.fixture
def watch(workspace: Workspace) -> Watch:
    workspace.write("guide/index.md", PAGE)
    made = workspace.watch()
    assert made.get("/guide/").status == 200
    return made


@pytest.fixture
def vim(workspace: Workspace, watch: Watch) -> Iterator[OnTerminal]:
    """Give a Vim with the script and a page in a folder within, on a terminal of its own."""
    assert watch.running
    program = require("vim", package="vim")
    # The program that the script starts by its name is the one under test.
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    environment = {**workspace.environment(), "PATH": path, "TERM": "xterm"}
    file = str(workspace.project / "guide/index.md")
    command = (program, "--clean", "-n", "-S", str(SCRIPT), file)
    made = OnTerminal(command, workspace.project, environment, lambda _: None)
    try:
        yield made
    finally:
        made.close()
    workspace.assert_sources_untouched()


def test_vim_shows_what_is_typed_and_restores_the_file_when_it_quits(
    watch: Watch, vim: OnTerminal
) -> None:
    vim.type(b"Goa brand new line\x1b")
    watch.wait("rebuilt", changed=["guide/index.md"])
    watch.wait_until(lambda: b"a brand new line" in watch.get("/guide/").body, "the typed line")
    vim.type(b":q!\r")
    watch.wait_until(
        lambda: b"a brand new line" not in watch.get("/guide/").body, "the file itself"
    )
    assert vim.process.wait(20) == 0


def test_vim_opens_the_page_which_follows_it_and_leads_back(
    watch: Watch, vim: OnTerminal, chromium: Browser, tmp_path: Path
) -> None:
    program, opened, line = (tmp_path / name for name in ("open", "opened", "line"))
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.new && mv {opened}.new {opened}\n')
    program.chmod(0o755)
    vim.type(f":let g:devserver_open='{program}'\r:DevserverPreview\r".encode())
    url = read(opened)
    assert url == f"{watch.url}/guide/"
    tab = chromium.new_page(viewport={"width": 900, "height": 600})
    try:
        tab.goto(url)
        tab.wait_for_function("document.querySelector('main article [data-line]')")
        vim.type(b":303\r")
        tab.wait_for_function("window.scrollY > 600")
        vim.type(b"gg")
        tab.wait_for_function("window.scrollY < 100")
        told = f"writefile([line('.')], '{line}')"
        vim.type(f":call timer_start(50, {{-> {told}}}, {{'repeat': -1}})\r".encode())
        assert read(line, "1\n")
        tab.get_by_text("Paragraph 3 is here.").dblclick(position={"x": 10, "y": 10})
        assert read(line, "9\n")
    finally:
        tab.close()


def read(path: Path, wanted: str = "") -> str:
    """Wait until somebody has written a file, and this into it if it is said."""
    until = time.monotonic() + DEADLINE
    while not (path.exists() and (text := path.read_text()) and wanted in ("", text)):
        assert time.monotonic() < until, path
    return text
