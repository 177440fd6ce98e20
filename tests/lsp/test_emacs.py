"""Emacs with eglot, by the lines that the guide has, shows what is typed."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.on_terminal import DEADLINE, OnTerminal
from tests.tools import require, require_file
from tests.watching import Watch, Workspace

LINES = Path(__file__).parents[2] / "sample_site" / "examples" / "devserver.el"

LIBRARIES = Path("/usr/share/emacs/site-lisp/elpa")


@pytest.fixture
def watch(project: Workspace) -> Watch:
    made = project.watch()
    assert made.get("/").status == 200
    return made


@pytest.fixture
def emacs(project: Workspace, watch: Watch) -> Iterator[OnTerminal]:
    """Give an Emacs with the lines as its configuration, on a terminal of its own."""
    assert watch.running
    program = require("emacs", package="emacs-nox")
    for package in ("eglot", "markdown-mode"):
        require_file(LIBRARIES, f"{package}-*", package=f"elpa-{package}")
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    # It compiles its libraries in the background, with files of its own.
    temporary = project.project.parent / "temporary of Emacs"
    temporary.mkdir()
    own = {"PATH": path, "TERM": "xterm", "TMPDIR": str(temporary)}
    environment = {**project.environment(), **own}
    folder = Path(environment["HOME"]) / ".emacs.d"
    folder.mkdir()
    shutil.copy(LINES, folder / "init.el")
    (folder / "early-init.el").write_text("(setq native-comp-deferred-compilation nil)\n")
    file = str(project.project / "docs/tea.md")
    made = OnTerminal((program, "-nw", file), project.project, environment, lambda _: None)
    try:
        yield made
    finally:
        made.close()


def test_emacs_shows_what_is_typed_and_restores_the_file_when_it_quits(
    project: Workspace, watch: Watch, emacs: OnTerminal
) -> None:
    emacs.type("\x1b>green 𝄞 tea".encode())
    watch.wait_until(lambda: "green 𝄞 tea" in watch.get("/tea/").body.decode(), "what is typed")
    emacs.type(b" and [x](nowhere.md)")
    watch.wait_until(
        lambda: any(e.get("items") for e in watch.events if e["event"] == "problems"), "problem"
    )
    project.assert_sources_untouched()
    project.made.add("docs/#tea.md#")  # Emacs keeps what was not saved, for the next time.
    emacs.type(b"\x18\x03")  # C-x C-c; then: leave it unsaved, and the server running, both sure.
    emacs.type(b"nyes\ryes\r")
    assert emacs.process.wait(DEADLINE) == 0
    watch.wait_until(lambda: b"green" not in watch.get("/tea/").body, "the file itself")


def test_the_command_opens_the_page(watch: Watch, emacs: OnTerminal, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    emacs.type(b"\x1b>green tea")
    watch.wait_until(lambda: b"green tea" in watch.get("/tea/").body, "what is typed")
    write = f'(lambda (url &rest _) (write-region url nil "{opened}"))'
    emacs.type(f"\x1b:(setq browse-url-browser-function '{write})\r".encode())
    emacs.type(b"\x1bxdevserver-preview\r")
    until = time.monotonic() + DEADLINE
    while not (opened.exists() and opened.read_text()):
        assert time.monotonic() < until
    assert opened.read_text() == f"{watch.url}/tea/"
