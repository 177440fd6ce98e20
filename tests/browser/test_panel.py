"""The badge tells how things stand, and problems show over the last good page until mended."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from devserver.messages import Problems, Rebuilding
from devserver.model import Problem, SourcePath
from tests.browser.live_pages import LivePages
from tests.serve.played_main import page_html

HERE = Problem(
    SourcePath("docs/guide/intro.md"), 12, 5, "error", "broken-link", "No such page.", "[a](b.md)"
)
ELSEWHERE = Problem(SourcePath("docs/other.md"), 3, 1, "error", "broken-link", "Gone.", "")
HINT = Problem(SourcePath("docs/guide/intro.md"), 1, 1, "hint", "x", "A <b>hint</b>.", "<i>")
TEMPLATE = Problem(SourcePath("templates/page.html"), 7, 1, "error", "template", "Unclosed.", "")


def open_page(pages: LivePages) -> Page:
    pages.main.put("/guide/intro/", page_html("<h1>Good</h1><p>Three words here</p><input>"))
    return pages.open("/guide/intro/")


def overlay(page: Page) -> Locator:
    return page.get_by_role("region", name="Problems")


def test_error_of_the_page_shows_with_its_place_and_goes_when_mended(pages: LivePages) -> None:
    page = open_page(pages)
    page.focus("input")
    pages.main.say(Problems((ELSEWHERE, HERE), 2))
    expect(overlay(page)).to_contain_text("docs/guide/intro.md:12:5")
    first = overlay(page).get_by_role("listitem").first
    expect(first).to_contain_text("No such page.")
    expect(first).to_contain_text("12 | [a](b.md)")
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.activeElement.localName") == "input"
    pages.main.say(Problems((ELSEWHERE,), 1))
    expect(overlay(page)).to_be_hidden()
    expect(page.get_by_role("button", name="1 problem")).to_be_visible()
    pages.main.say(Problems((), 0))
    expect(page.get_by_role("button", name="problem")).to_be_hidden()


def test_problems_elsewhere_and_hints_are_counted_and_open_when_asked(pages: LivePages) -> None:
    page = open_page(pages)
    pages.main.say(Problems((ELSEWHERE, HINT), 2))
    page.get_by_role("button", name="2 problems").click()
    expect(overlay(page)).to_contain_text("A <b>hint</b>.")
    pages.main.say(Problems((HINT,), 1))
    expect(overlay(page)).not_to_contain_text("Gone.")


def test_error_that_concerns_every_page_opens_on_every_page(pages: LivePages) -> None:
    page = open_page(pages)
    pages.main.say(Problems((TEMPLATE,), 1))
    expect(overlay(page)).to_contain_text("templates/page.html:7:1")


def test_folded_errors_stay_folded_until_another_concerns_the_page(pages: LivePages) -> None:
    pages.main.say(Problems((HERE,), 1))
    page = open_page(pages)
    expect(overlay(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(overlay(page)).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="1 problem")).to_be_visible()
    expect(overlay(page)).to_be_hidden()
    pages.main.say(Problems((HERE, ELSEWHERE), 2))
    expect(page.get_by_role("button", name="2 problems")).to_be_visible()
    expect(overlay(page)).to_be_hidden()
    pages.main.say(Problems((HERE, TEMPLATE), 2))
    expect(overlay(page)).to_be_visible()
    overlay(page).get_by_role("button", name="Fold").click()
    expect(overlay(page)).to_be_hidden()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == (
        "2 problems"
    )


def test_folded_error_that_was_mended_shows_when_it_comes_again(pages: LivePages) -> None:
    page = open_page(pages)
    pages.main.say(Problems((HERE,), 1))
    expect(overlay(page)).to_be_visible()
    page.keyboard.press("Escape")
    pages.main.say(Problems((), 0))
    expect(page.get_by_role("button", name="problem")).to_be_hidden()
    page.reload()
    pages.main.say(Problems((HERE,), 1))
    expect(overlay(page)).to_be_visible()


def test_badge_tells_how_things_stand_and_how_long_the_page_is(pages: LivePages) -> None:
    page = open_page(pages)
    expect(page.get_by_text("4 words · 1 min")).to_be_visible()
    pages.main.say(Rebuilding(1))
    expect(page.locator("[data-live=rebuilding]")).to_have_count(1)
    pages.main.publish("/guide/intro/", page_html(f"<p>{'漢字 ' * 440}</p>"))
    expect(page.locator("[data-live=live]")).to_have_count(1)
    expect(page.get_by_text("880 words · 4 min")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("880 words")).to_be_hidden()
