"""A page is opened on the editor's word, follows its cursor, and leads back to it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.lsp.conftest import StartEditor
from tests.lsp.played_editor import SHOWS_DOCUMENTS, Message, PlayedEditor
from tests.lsp.test_server import at
from tests.on_terminal import DEADLINE
from tests.watching import Watch, Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LONG = "# Tea\n\n" + "\n\n".join(f"Paragraph {number} is here." for number in range(200)) + "\n"


@pytest.fixture
def watch(project: Workspace) -> Watch:
    project.write("docs/long.md", LONG)
    made = project.watch()
    assert made.get("/").status == 200
    return made


@pytest.fixture
def writer(project: Workspace, watch: Watch, start: StartEditor) -> PlayedEditor:
    """Give an editor that can show documents, with a long page open."""
    assert watch.running
    made = start()
    made.initialize(project.project, **SHOWS_DOCUMENTS)
    made.open(project.project / "docs/long.md")
    made.url()
    return made


def until_open(editor: PlayedEditor) -> None:
    """Wait until a page is open that shows the file of the last edit."""
    until = time.monotonic() + DEADLINE
    while execute(editor)["result"]["tabs"] != 1:
        assert time.monotonic() < until, editor.log


def execute(editor: PlayedEditor, *arguments: Message) -> Message:
    """Run the command; gives the whole answer."""
    what = {"command": "devserver.preview", "arguments": [*arguments]}
    return editor.answer(editor.ask("workspace/executeCommand", **what))


def test_the_command_gives_the_address_of_a_page(
    project: Workspace, watch: Watch, writer: PlayedEditor
) -> None:
    assert writer.preview(project.project / "docs/tea.md") == f"{watch.url}/tea/"
    assert writer.preview(project.project / "docs/long.md", 7).startswith(f"{watch.url}/long/")
    nowhere = {"uri": (project.project / "docs/nowhere.md").as_uri()}
    assert "no page" in execute(writer, nowhere)["error"]["message"]


def test_without_argument_the_page_of_the_last_edit_is_opened_outside(
    watch: Watch, writer: PlayedEditor
) -> None:
    assert execute(writer)["result"] == {"url": f"{watch.url}/long/", "tabs": 0}
    asked = writer.wait("window/showDocument")
    assert (asked["uri"], asked["external"]) == (f"{watch.url}/long/", True)
    with watch.live("/long/"):
        until_open(writer)


def test_a_preview_that_is_asked_for_first_of_all_starts_the_watch(
    project: Workspace, editor: PlayedEditor
) -> None:
    url = editor.preview(project.project / "docs/tea.md")
    assert url.endswith("/tea/")


@pytest.mark.parametrize("how", ["says", "asks", "types"])
def test_the_open_page_follows_the_cursor(
    project: Workspace, watch: Watch, writer: PlayedEditor, chromium: Browser, how: str
) -> None:
    long = project.project / "docs/long.md"
    tab = chromium.new_page(viewport={"width": 900, "height": 600})
    try:
        tab.goto(f"{watch.url}/long/")
        until_open(writer)
        move(writer, long, how, 302)
        tab.wait_for_function("window.scrollY > 600")
        block = tab.get_by_text("Paragraph 150 is here.")
        box = block.bounding_box()
        assert box is not None
        assert 0 < box["y"] < 600
    finally:
        tab.close()


def move(editor: PlayedEditor, path: Any, how: str, line: int) -> None:
    """Have the cursor on a line, known in one way or another."""
    document = {"uri": path.as_uri()}
    place = {"line": line, "character": 2}
    match how:
        case "says":
            shown = {"start": {"line": line - 20, "character": 0}, "end": {"line": line + 20}}
            editor.notify(
                "devserver/cursor", textDocument=document, position=place, reason="move",
                visible=shown,
            )  # fmt: skip
        case "asks":
            editor.ask("textDocument/documentHighlight", textDocument=document, position=place)
        case _:
            editor.change(path, {"range": at(line, 0, 0), "text": "x"})


def test_a_double_click_in_the_page_shows_the_line_in_the_editor(
    project: Workspace, watch: Watch, writer: PlayedEditor, chromium: Browser
) -> None:
    tab = chromium.new_page(viewport={"width": 900, "height": 600})
    try:
        tab.goto(f"{watch.url}/long/")
        until_open(writer)
        tab.get_by_text("Paragraph 3 is here.").dblclick(position={"x": 10, "y": 10})
        asked = writer.wait("window/showDocument", takeFocus=True)
    finally:
        tab.close()
    assert asked["uri"] == (project.project / "docs/long.md").as_uri()
    assert asked["selection"] == at(8, 0, len("Paragraph"))
