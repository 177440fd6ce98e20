"""Annotations: marks that open notes, by mouse, by finger and by key, while the page is edited."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.live_pages import LivePages
from tests.serve.played_main import page_html

SCRIPT = (Path(__file__).parents[2] / "templates/static/annotations.js").read_text("utf-8")
HEAD = f"<script type=module>{SCRIPT}</script>\n"
TEXT = (
    '<p class="annotate">One (1) and two (2), not (3).</p>\n'
    "<ol>\n<li>First</li>\n<li>Second</li>\n</ol>"
)
CODE = (
    '<div class="highlight"><pre><code>x = (1) <span class="c1"># (1)!</span>\n'
    'y <span class="c1"># see (2)</span>\n</code></pre></div>\n'
    "<ol>\n<li>Why</li>\n<li>How</li>\n</ol>"
)


def html(body: str) -> str:
    return page_html(body, head=HEAD)


def opened(pages: LivePages, body: str) -> Page:
    pages.main.put("/", html(body))
    return pages.open("/")


def marks(page: Page) -> Locator:
    return page.locator(".annotation")


def test_a_mark_opens_its_note_and_a_click_beside_it_closes_it(pages: LivePages) -> None:
    page = opened(pages, TEXT)
    expect(marks(page)).to_have_text(["1", "2"])
    expect(page.get_by_text("Second")).to_be_hidden()
    page.get_by_role("button", name="Note 2").click()
    expect(page.get_by_text("Second")).to_be_visible()
    page.mouse.click(5, 500)
    expect(page.get_by_text("Second")).to_be_hidden()
    expect(page.locator("p")).to_have_text("One 1 and two 2, not (3).")


def test_the_keyboard_opens_and_closes_a_note(pages: LivePages) -> None:
    page = opened(pages, TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("First")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("First")).to_be_hidden()
    expect(marks(page).first).to_be_focused()


def test_an_open_note_is_edited_in_place(pages: LivePages) -> None:
    page = opened(pages, TEXT)
    marks(page).first.click()
    pages.publish(page, "/", html(TEXT.replace("First", "First, and more")))
    expect(page.get_by_text("First, and more")).to_be_visible()
    expect(marks(page)).to_have_text(["1", "2"])


def test_marks_come_and_go_with_their_text_and_their_notes(pages: LivePages) -> None:
    page = opened(pages, TEXT)
    pages.publish(page, "/", html(TEXT.replace("One (1)", "Uno (1)!")))
    expect(marks(page)).to_have_text(["1", "2"])
    expect(page.locator("p")).to_have_text("Uno 1! and two 2, not (3).")
    pages.publish(page, "/", html(TEXT.replace("<li>Second</li>\n", "")))
    expect(page.locator("p")).to_have_text("One 1 and two (2), not (3).")
    pages.publish(page, "/", html(TEXT.replace("</ol>", "<li>Third</li>\n</ol>")))
    expect(marks(page)).to_have_text(["1", "2", "3"])


def test_a_list_that_is_no_longer_of_notes_is_a_list(pages: LivePages) -> None:
    page = opened(pages, TEXT)
    plain = TEXT.replace(' class="annotate"', "")
    pages.publish(page, "/", html(plain))
    expect(marks(page)).to_have_count(0)
    expect(page.locator("p")).to_have_text("One (1) and two (2), not (3).")
    expect(page.get_by_text("Second")).to_be_visible()


def test_code_is_annotated_in_its_comments_alone(pages: LivePages) -> None:
    page = opened(pages, CODE)
    expect(marks(page)).to_have_text(["1", "2"])
    expect(page.locator("pre")).to_have_text("x = (1) 1 y # see 2")
    marks(page).first.click()
    expect(page.get_by_text("Why")).to_be_visible()


def test_a_list_after_code_without_marks_is_left_alone(pages: LivePages) -> None:
    page = opened(pages, CODE.replace("# (1)!", "# one").replace("(2)", "two"))
    expect(marks(page)).to_have_count(0)
    expect(page.get_by_text("Why")).to_be_visible()


def test_a_note_in_a_note_keeps_that_open(pages: LivePages) -> None:
    inner = '<p class="annotate">In (1)</p>\n<ol>\n<li>Deeper</li>\n</ol>'
    page = opened(pages, TEXT.replace("First", inner))
    page.get_by_role("button", name="Note 1").first.click()
    page.locator("li .annotation").click()
    expect(page.get_by_text("Deeper")).to_be_visible()
    expect(page.get_by_text("In 1")).to_be_visible()
