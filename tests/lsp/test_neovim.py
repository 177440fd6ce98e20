"""Neovim, by the script that the guide has, shows what is typed, and follows as it is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.on_terminal import DEADLINE
from tests.tools import require
from tests.watching import Watch, Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCRIPT = Path(__file__).parents[2] / "sample_site" / "examples" / "devserver.lua"


class Neovim:
    """A headless Neovim with the script as its plugin; keys go in over its own socket."""

    def __init__(self, workspace: Workspace, file: str, folder: Path) -> None:
        self._program = require("nvim", package="neovim")
        (folder / "nvim/plugin").mkdir(parents=True)
        shutil.copy(SCRIPT, folder / "nvim/plugin")
        # The program that the script starts by its name is the one under test.
        path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        xdg = {f"XDG_{name}_HOME": str(folder) for name in ("CONFIG", "DATA", "STATE")}
        self._environment = {**workspace.environment(), **xdg, "PATH": path}
        self._socket = str(folder / "socket")
        command = (self._program, "--headless", "--listen", self._socket, file)
        self.process = subprocess.Popen(command, cwd=workspace.project, env=self._environment)

    def type(self, keys: str) -> None:
        """Press keys, as ``:help key-notation`` names them."""
        self._remote("--remote-send", keys)

    def value(self, expression: str) -> Any:
        """Evaluate an expression of Vim's."""
        return json.loads(self._remote("--remote-expr", f"json_encode({expression})") or "null")

    def wait_until(self, expression: str) -> None:
        """Wait until an expression is true."""
        code = f"vim.wait({int(DEADLINE * 1000)}, function() return {expression} end)"
        assert self.value(f"luaeval('{code}')"), expression

    def _remote(self, *arguments: str) -> str:
        command = (self._program, "--server", self._socket, *arguments)
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=2 * DEADLINE,
            check=True,
        )  # fmt: skip
        return done.stdout or done.stderr


@pytest.fixture
def watch(project: Workspace) -> Watch:
    made = project.watch()
    assert made.get("/").status == 200
    return made


@pytest.fixture
def neovim(project: Workspace, watch: Watch, tmp_path: Path) -> Iterator[Neovim]:
    assert watch.running
    made = Neovim(project, "docs/tea.md", tmp_path / "neovim")
    try:
        watch.wait_until(lambda: Path(made._socket).exists(), "socket")
        made.wait_until("#vim.lsp.get_active_clients() > 0")
        yield made
    finally:
        made.process.kill()
        made.process.wait(DEADLINE)


def test_neovim_shows_what_is_typed_and_what_is_wrong(
    project: Workspace, watch: Watch, neovim: Neovim
) -> None:
    with watch.live("/tea/") as page:
        neovim.type("Go𝄞 and [x](nowhere.md)<Esc>")
        while "𝄞 and" not in page.hear("update")["html"]:
            pass
    neovim.wait_until("#vim.diagnostic.get(0) == 1")
    (told,) = neovim.value("luaeval('vim.diagnostic.get(0)')")
    assert (told["lnum"], told["code"], told["source"]) == (1, "broken-link", "devserver")
    line = "𝄞 and [x](nowhere.md)".encode()
    assert line[told["col"] : told["end_col"]] == b"nowhere.md"
    neovim.type("u")
    watch.wait_until(lambda: b"nowhere" not in watch.get("/tea/").body, "the text before")
    project.assert_sources_untouched()


def test_the_file_itself_counts_again_when_neovim_quits(watch: Watch, neovim: Neovim) -> None:
    neovim.type("Gounsaved<Esc>")
    watch.wait_until(lambda: b"unsaved" in watch.get("/tea/").body, "what is typed")
    neovim.type(":qa!<CR>")
    assert neovim.process.wait(DEADLINE) == 0
    watch.wait_until(lambda: b"unsaved" not in watch.get("/tea/").body, "the file itself")


def test_neovim_starts_its_own_watch_and_leaves_nothing(project: Workspace, tmp_path: Path) -> None:
    neovim = Neovim(project, "docs/tea.md", tmp_path / "neovim")
    try:
        until = time.monotonic() + DEADLINE
        while not Path(neovim._socket).exists():
            assert time.monotonic() < until
        neovim.type("Go[x](nowhere.md)<Esc>")
        neovim.wait_until("#vim.diagnostic.get(0) == 1")
        neovim.type(":qa!<CR>")
        assert neovim.process.wait(DEADLINE) == 0
    finally:
        neovim.process.kill()
        neovim.process.wait(DEADLINE)
    project.assert_no_process(within=DEADLINE)


def test_the_preview_command_opens_the_page(
    project: Workspace, watch: Watch, neovim: Neovim, tmp_path: Path
) -> None:
    program, opened = tmp_path / "open", tmp_path / "opened"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.new && mv {opened}.new {opened}\n')
    program.chmod(0o755)
    neovim.type(f":let g:devserver_open = '{program}'<CR>:DevserverPreview<CR>")
    neovim.wait_until(f'vim.fn.filereadable("{opened}") == 1')
    assert opened.read_text().startswith(f"{watch.url}/tea/")
    project.assert_sources_untouched()


def test_the_open_page_follows_the_cursor_of_neovim(
    project: Workspace, watch: Watch, neovim: Neovim, chromium: Browser
) -> None:
    text = "# Tea\n\n" + "".join(f"Paragraph {number} is here.\n\n" for number in range(200))
    project.write("docs/tea.md", text)
    watch.wait("rebuilt", changed=["docs/tea.md"])
    tab = chromium.new_page(viewport={"width": 900, "height": 600})
    try:
        tab.goto(f"{watch.url}/tea/")
        neovim.type(":edit!<CR>:303<CR>")
        tab.wait_for_function("window.scrollY > 600")
        assert within(tab, "Paragraph 150 is here.")
        neovim.type("gg")
        tab.wait_for_function("window.scrollY < 100")
        tab.get_by_text("Paragraph 3 is here.").dblclick(position={"x": 10, "y": 10})
        neovim.wait_until("vim.fn.line('.') == 9".replace("'", '"'))
    finally:
        tab.close()


def within(tab: Page, text: str) -> bool:
    """Whether a block is in what the browser shows."""
    box = tab.get_by_text(text).bounding_box()
    return box is not None and 0 < box["y"] < 600
