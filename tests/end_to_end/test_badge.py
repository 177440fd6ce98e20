"""The badge says how things stand: live, rebuilding, disconnected, stopped."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import expect

from tests.end_to_end.desk import Desk, is_live
from tests.watching import CTRL_C

LONG = "\n\n".join(f"Paragraph {n} with *some* `code` and [a link](#top)." for n in range(800))
"""Takes long enough to convert that one can see it."""

_NOTE_STATES = """() => {
  const badge = document.querySelector("[data-live]");
  const isNew = () => document.querySelector("article").textContent.includes("The new end");
  window.states = [];
  new MutationObserver(() => states.push([badge.dataset.live, isNew()]))
    .observe(badge, { attributeFilter: ["data-live"] });
}"""


def test_it_says_rebuilding_until_the_page_shows_the_change(desk: Desk) -> None:
    desk.workspace.write("index.md", f"# Home\n\n{LONG}\n")
    desk.start()
    page = desk.open("/")
    page.evaluate(_NOTE_STATES)
    desk.save("index.md", f"# Home\n\n{LONG}\n\nThe new end.\n")
    page.wait_for_function("states.length >= 2")
    assert page.evaluate("states") == [["rebuilding", False], ["live", True]]


def test_it_says_how_the_connection_is_and_how_long_the_page(desk: Desk) -> None:
    desk.workspace.write("index.md", "# Home\n\nThree more words.\n")
    desk.start()
    page = desk.open("/")
    expect(page.get_by_text("4 words · 1 min")).to_be_visible()
    page.evaluate(_NOTE_STATES)
    os.kill(desk.watch.server_pid, signal.SIGKILL)
    page.wait_for_function("states.length >= 2")
    assert page.evaluate("states") == [["disconnected", False], ["live", False]]
    desk.save("index.md", "# Home\n\nThree more words, and one.\n")
    expect(page.get_by_text("6 words · 1 min")).to_be_visible()
    desk.watch.type(CTRL_C)
    desk.watch.ended(0)
    is_live(page, "stopped")
