"""Single keys lead from page to page, and keep out of the way of whoever types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.live_pages import LivePages
from tests.browser.served import built
from tests.serve.played_main import page_html

ROOT = Path(__file__).parents[2]
KEYS = ROOT / "templates" / "static" / "keys.js"
SEARCH = KEYS.with_name("search.js")
GUIDE = ROOT / "sample_site" / "docs" / "reference" / "keys.md"

TYPING = """# B

<input aria-label="Name"> <textarea aria-label="Text"></textarea>
<select aria-label="Choice"><option>p</option></select>
<p contenteditable aria-label="Edited" role="textbox">Edited <b>here</b></p>
<button type="button" id="plain">Plain</button>
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("keys")
    docs = folder / "docs"
    docs.mkdir()
    for name, text in {"a": "# A\n", "b": TYPING, "c": "# C\n"}.items():
        (docs / f"{name}.md").write_text(text)
    with built(folder) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 1200, "height": 800}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{address}/b/")
        yield page


JOIN = """(globalThis.devserverKeys ??= []).push(
  { key: "/", also: ["Ctrl+K"], says: "Find", act: () => {} }
)"""


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Keys")


def at(name: str) -> re.Pattern[str]:
    return re.compile(f"/{name}/$")


def test_n_and_p_go_to_the_next_and_the_previous_page(page: Page) -> None:
    page.keyboard.press("n")
    expect(page).to_have_url(at("c"))
    page.keyboard.press("n")  # There is none after the last.
    page.keyboard.press("p")
    expect(page).to_have_url(at("b"))
    page.keyboard.press("p")
    expect(page).to_have_url(at("a"))


@pytest.mark.parametrize("box", ["input", "textarea", "select", "[contenteditable] b"])
def test_no_key_does_anything_while_one_types(page: Page, box: str) -> None:
    page.locator(f"article {box}").first.click()
    for key in ("n", "p", "?"):
        page.keyboard.press(key)
    page.locator("#plain").focus()
    page.keyboard.press("?")
    # Had another key done something, this would not be the page, or not its first dialog.
    expect(dialog(page)).to_have_count(1)
    expect(page).to_have_url(at("b"))


def test_a_key_with_a_modifier_is_somebody_elses(page: Page) -> None:
    for key in ("Control+n", "Alt+n", "Meta+p", "Shift+N"):
        page.locator("body").dispatch_event("keydown", pressed(key))
    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    expect(page).to_have_url(at("b"))


def pressed(key: str) -> dict[str, object]:
    modifier, letter = key.split("+")
    name = {"Control": "ctrlKey", "Alt": "altKey", "Meta": "metaKey", "Shift": "shiftKey"}[modifier]
    return {"key": letter, name: True, "bubbles": True}


@pytest.mark.parametrize(
    "more", [{"isComposing": True}, {"keyCode": 229}, {"repeat": True}], ids=str
)
def test_composing_and_a_held_key_mean_nothing(page: Page, more: dict[str, object]) -> None:
    page.locator("body").dispatch_event("keydown", {"key": "n", "bubbles": True, **more})
    page.locator("body").dispatch_event("keydown", {"key": "?", "bubbles": True})
    expect(dialog(page)).to_be_visible()
    expect(page).to_have_url(at("b"))


def test_the_key_in_the_same_place_counts_where_letters_are_others(page: Page) -> None:
    russian = {"key": "т", "code": "KeyN", "bubbles": True}
    page.locator("body").dispatch_event("keydown", russian)
    expect(page).to_have_url(at("c"))


def test_what_handled_a_key_keeps_it(page: Page) -> None:
    page.evaluate("document.body.addEventListener('keydown', (e) => e.preventDefault())")
    page.keyboard.press("n")
    page.locator("html").dispatch_event("keydown", {"key": "?", "bubbles": True})
    expect(dialog(page)).to_be_visible()
    expect(page).to_have_url(at("b"))


def test_the_list_says_every_key_and_holds_the_focus(page: Page) -> None:
    page.evaluate(JOIN)
    page.locator("#plain").focus()
    page.keyboard.press("?")
    expect(dialog(page)).to_contain_text("Next page")
    expect(dialog(page).locator("div", has_text="Find")).to_have_text("Find/ or CtrlK")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(dialog(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#plain")).to_be_focused()
    expect(page).to_have_url(at("b"))


def test_single_keys_can_be_switched_off_for_good(page: Page) -> None:
    page.get_by_role("button", name="Keys").click()
    dialog(page).get_by_role("checkbox").uncheck()
    dialog(page).get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(dialog(page)).to_have_count(0)
    expect(page).to_have_url(at("b"))
    page.get_by_role("button", name="Keys").click()
    dialog(page).get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page).to_have_url(at("c"))


def test_the_live_page_adds_its_own_keys(pages: LivePages) -> None:
    pages.main.put("/", page_html("<h1>Live</h1>"))
    page = pages.open("/")
    page.add_script_tag(path=KEYS)
    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    live = dialog(page).locator("dt", has_text="Fold the list of problems")
    expect(live).to_have_count(1)


def test_every_key_is_in_the_guide_and_no_other(pages: LivePages, page: Page) -> None:
    pages.main.put("/", page_html("<h1>Live</h1>"))
    live = pages.open("/")
    for script in (KEYS, SEARCH):
        live.add_script_tag(path=script)
    said: set[str] = set()
    for shown in (live, page):
        shown.keyboard.press("?")
        expect(dialog(shown)).to_be_visible()
        said |= set(dialog(shown).locator("dt").all_inner_texts())
    rows = re.findall(r"^\| \+\+.*\| (.*?) +\|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert said == {re.sub(r"\[(.*?)\]\(.*?\)", r"\1", row) for row in rows}
