"""An edit takes nothing from the reader: the place, the focus, the selection, what is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.end_to_end.desk import Desk, was_never_reloaded

PAGE = """# Guide

{above}

=== "pip"

    By pip.

=== "uv"

    By uv.

??? tip "Folded"

    What is inside.

""" + "\n\n".join(
    f"## Section {n}\n\nParagraph {n} has [a link](#section-{n}) and {'many words ' * 30}."
    for n in range(20)
)


def test_scroll_focus_selection_details_tabs_and_theme_stay(desk: Desk) -> None:
    desk.workspace.write("guide.md", PAGE.format(above="Above."))
    desk.start()
    page = desk.open("/guide/")
    page.get_by_role("button", name="theme").click()
    page.get_by_text("uv", exact=True).click()
    page.get_by_text("Folded").click()
    page.locator("#section-12").evaluate("(heading) => heading.scrollIntoView()")
    page.get_by_role("link", name="a link").nth(12).evaluate(
        """(link) => {
            link.focus({ preventScroll: true });
            getSelection().setBaseAndExtent(link.previousSibling, 0, link.previousSibling, 9);
        }"""
    )
    before = {
        "top": page.evaluate("document.getElementById('section-12').getBoundingClientRect().top"),
        "theme": page.evaluate("document.documentElement.dataset.theme"),
    }
    more = "Above.\n\n" + "\n\n".join(["A new paragraph."] * 8)
    desk.save("guide.md", PAGE.format(above=more))
    expect(page.get_by_text("A new paragraph.")).to_have_count(8)
    top = page.evaluate("document.getElementById('section-12').getBoundingClientRect().top")
    assert top == pytest.approx(before["top"], abs=1)
    assert page.evaluate("document.documentElement.dataset.theme") == before["theme"] != "auto"
    assert page.evaluate("String(getSelection())") == "Paragraph"
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#section-12"
    expect(page.get_by_text("By uv.")).to_be_visible()
    expect(page.get_by_text("By pip.")).to_be_hidden()
    expect(page.get_by_text("What is inside.")).to_be_visible()
    assert was_never_reloaded(page)
