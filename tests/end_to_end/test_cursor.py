"""An editor's cursor and the open page keep together, and nobody is surprised by a jump."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.editor.joined import Joined, joined
from tests.end_to_end.desk import Desk
from tests.on_terminal import DEADLINE

PARAGRAPHS = "\n\n".join(f"Paragraph number{n} of the long page." for n in range(60))
LONG = f"""---
title: Long
---
# Long

{PARAGRAPHS}

=== "One"
    Shown.

=== "Two"
    Hidden in a tab.

??? note "Closed"
    Hidden in a box.

--8<-- "part.md"

{PARAGRAPHS}

A footnote[^1].

[^1]: At the end.
"""
LINES = LONG.split("\n")


class Editing:
    """A long page in a browser, and an editor that has it open."""

    def __init__(self, desk: Desk, editor: Joined, page: Page) -> None:
        self.desk = desk
        self.editor = editor
        self.page = page
        self.file = desk.workspace.project / "docs/long.md"

    def cursor(self, line: int, path: Path | None = None, **more: object) -> None:
        """Tell where the cursor is, and wait until the page knows."""
        before = self.scrolls()
        said = {"type": "cursor", "path": str(path or self.file), "line": line, **more}
        self.editor.say(said)
        self.page.wait_for_function("n => window.scrollsHeard > n", arg=before)
        # What the page does about it, it does in the same turn.
        self.page.evaluate("new Promise((done) => setTimeout(done))")

    def scrolls(self) -> int:
        heard: int = self.page.evaluate("window.scrollsHeard")
        return heard

    def place(self, text: str) -> float:
        """Give how far down the window something begins, in parts of its height."""
        box = self.page.get_by_text(text).first.bounding_box()
        assert box is not None
        return box["y"] / 700


LISTEN = """
window.scrollsHeard = 0;
const Plain = WebSocket;
window.WebSocket = class extends Plain {
  constructor(...rest) {
    super(...rest);
    this.addEventListener("message", ({ data }) => {
      if (JSON.parse(data).type === "scroll") setTimeout(() => { window.scrollsHeard++; });
    });
  }
};
"""


@pytest.fixture
def editing(desk: Desk) -> Iterator[Editing]:
    desk.workspace.write("devserver.toml", "")
    desk.workspace.write("docs/index.md", "# Home\n")
    desk.workspace.write("docs/long.md", LONG)
    desk.workspace.write("part.md", "From elsewhere.\n\nAnd more.\n")
    desk.start()
    desk.context.add_init_script(LISTEN)
    page = desk.open("/long/")
    with joined(desk.workspace.cache) as editor:
        editor.write(desk.workspace.project / "docs/long.md", LONG)
        yield Editing(desk, editor, page)


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(LINES, 1) if text in line)


def test_every_block_says_its_line_in_watch_and_not_in_a_build(editing: Editing) -> None:
    line = line_of("number30 ")
    block = editing.page.get_by_text("number30 ").first
    expect(block).to_have_attribute("data-line", str(line))
    expect(editing.page.get_by_text("From elsewhere")).to_have_attribute("data-line", "1")
    expect(editing.page.get_by_text("And more")).to_have_attribute("data-line", "3")
    expect(editing.page.get_by_text("And more")).to_have_attribute("data-file", "1")
    editing.editor.leave()
    editing.desk.workspace.end()
    out = editing.desk.workspace.project.parent / "out"
    built = editing.desk.workspace.run(
        "build", str(editing.desk.workspace.project), "--out", str(out)
    )
    built.ended(0)
    assert "data-line" not in (out / "long/index.html").read_text()


def test_a_line_more_above_moves_every_line_and_nothing_else(editing: Editing) -> None:
    block = editing.page.get_by_text("number30 ").first
    handle = block.element_handle()
    editing.editor.write(editing.file, LONG.replace("# Long\n", "\n\n# Long\n"))
    expect(block).to_have_attribute("data-line", str(line_of("number30 ") + 2))
    assert handle is not None
    assert handle.evaluate("element => element.isConnected")
    editing.desk.assert_fresh(editing.page, "/long/")


def test_the_page_shows_the_line_where_the_editor_has_it(editing: Editing) -> None:
    line = line_of("number30 ")
    editing.cursor(line, visible=[line - 10, line + 10])
    assert editing.place("number30 ") == pytest.approx(0.5, abs=0.01)
    editing.cursor(line + 2, visible=[line - 10, line + 10])
    # It can be seen well: nothing moves.
    assert editing.place("number30 ") == pytest.approx(0.5, abs=0.01)
    far = line_of("number55 ")
    editing.cursor(far, visible=[far, far + 40])
    # At the very top it would not be comfortable.
    assert editing.place("number55 ") == pytest.approx(0.15, abs=0.01)
    editing.cursor(1)
    assert editing.page.evaluate("scrollY") == 0


def test_typing_scrolls_only_to_what_cannot_be_seen(editing: Editing) -> None:
    line = line_of("number30 ")
    editing.cursor(line, visible=[line, line + 1])
    top = editing.page.evaluate("scrollY")
    near = line_of("number31 ")
    editing.cursor(near, reason="edit")
    assert editing.page.evaluate("scrollY") == top
    editing.cursor(line_of("number59 "), reason="edit")
    assert 0.15 <= editing.place("number59 ") <= 0.75


def test_a_cursor_in_new_text_waits_for_its_page(editing: Editing) -> None:
    text = LONG + "\n\nThe very last words.\n"
    editing.editor.write(editing.file, text)
    editing.cursor(text.count("\n"), reason="edit")
    assert 0 < editing.place("The very last words.") < 1


def test_tabs_and_boxes_on_the_way_are_opened(editing: Editing) -> None:
    hidden = editing.page.get_by_text("Hidden in a tab.")
    expect(hidden).to_be_hidden()
    editing.cursor(line_of("Hidden in a tab."))
    expect(hidden).to_be_in_viewport()
    editing.cursor(line_of("Hidden in a box."))
    expect(editing.page.get_by_text("Hidden in a box.")).to_be_in_viewport()


def test_a_line_of_an_included_file_is_shown_where_it_is_included(editing: Editing) -> None:
    editing.cursor(3, editing.desk.workspace.project / "part.md")
    expect(editing.page.get_by_text("And more")).to_be_in_viewport()


def test_a_hand_on_the_page_owns_it(editing: Editing) -> None:
    editing.page.mouse.move(400, 300)
    editing.page.mouse.wheel(0, 40)
    editing.page.wait_for_function("scrollY > 0")
    top = editing.page.evaluate("scrollY")
    editing.cursor(line_of("number59 "))
    assert editing.page.evaluate("scrollY") == top


def test_a_double_click_shows_the_word_in_the_editor(editing: Editing) -> None:
    editing.page.get_by_text("number3 ").first.dblclick(position={"x": 120, "y": 8})
    shown = editing.editor.hear("show")
    line = line_of("number3 ")
    assert shown == {
        "event": "show",
        "path": str(editing.file),
        "line": line,
        "column": LINES[line - 1].index(shown["word"]) + 1,
        "word": shown["word"],
    }
    assert shown["word"] in LINES[line - 1].split()


def test_a_click_with_alt_shows_the_block_of_an_included_file(editing: Editing) -> None:
    editing.page.get_by_text("And more").click(modifiers=["Alt"])
    shown = editing.editor.hear("show")
    assert shown["path"] == str(editing.desk.workspace.project / "part.md")
    assert shown["line"] == 3


def test_scrolling_the_page_never_moves_the_editor(editing: Editing) -> None:
    editing.page.mouse.move(400, 300)
    editing.page.mouse.wheel(0, 2000)
    editing.page.wait_for_function("scrollY > 1000")
    editing.editor.write(editing.file, LONG + "\nEnd.\n")
    heard = editing.editor.hear_all_until("rebuilt")
    assert "show" not in {event["event"] for event in heard}


def test_a_preview_of_another_page_takes_the_browser_there(editing: Editing) -> None:
    home = editing.desk.workspace.project / "docs/index.md"
    editing.editor.say({"type": "preview", "id": 7, "path": str(home), "line": 1})
    answer = editing.editor.hear("preview", id=7)
    assert answer["url"] == f"{editing.desk.watch.url}/"
    editing.page.wait_for_url(f"{editing.desk.watch.url}/")
    # Until it is connected, no page is open, and it would be the editor who opens one.
    editing.page.wait_for_function("window.scrollsHeard > 0")
    editing.editor.say({"type": "preview", "id": 8, "path": str(editing.file), "line": 150})
    assert editing.editor.hear("preview", id=8)["url"] == f"{editing.desk.watch.url}/long/"
    editing.page.wait_for_url(f"{editing.desk.watch.url}/long/")
    editing.page.wait_for_function("scrollY > 0")


def test_what_is_no_page_has_no_preview(editing: Editing) -> None:
    there = str(editing.desk.workspace.project / "devserver.toml")
    editing.editor.say({"type": "preview", "id": 9, "path": there})
    assert "no page" in editing.editor.hear("refused", id=9)["message"]


def test_reveal_shows_a_line_and_says_the_address(editing: Editing) -> None:
    line = line_of("number50 ")
    workspace = editing.desk.workspace
    revealed = workspace.pipe("reveal", f"{editing.file}:{line}:1")
    said, _ = revealed.communicate(timeout=DEADLINE)
    assert said == f"{editing.desk.watch.url}/long/\n"
    expect(editing.page.get_by_text("number50 ").first).to_be_in_viewport()
    elsewhere = workspace.pipe("reveal", str(workspace.project / "devserver.toml"))
    _, why = elsewhere.communicate(timeout=DEADLINE)
    assert elsewhere.returncode == 1
    assert "it is no page of the site" in why
