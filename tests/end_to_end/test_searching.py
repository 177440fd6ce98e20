"""Looking for words in the running program, by its dialog, with the keyboard."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.desk import Desk, is_live, was_never_reloaded

GUIDE = (
    "# Guide\n\nHow to tame a wombat.\n\n## Feeding <b>it</b>\n\nGrass & roots, no `bark_chips`.\n"
)


@pytest.fixture
def page(desk: Desk) -> Page:
    desk.workspace.write("index.md", "# Home\n\nWelcome.\n\n<textarea></textarea>\n")
    desk.workspace.write("guide.md", GUIDE)
    for number in range(8):
        desk.workspace.write(f"more/{number}.md", f"# Animal {number}\n\nEats grass.\n")
    desk.start()
    return desk.open("/")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Search")


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search")


def chosen(page: Page) -> Locator:
    return dialog(page).locator("[role=option][aria-selected=true]")


def look_for(page: Page, text: str) -> None:
    page.keyboard.press("/")
    field(page).fill(text)


def test_a_result_is_opened_by_keys_alone_and_marked_in_its_page(page: Page) -> None:
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("roots")
    expect(chosen(page)).to_contain_text("Feeding it")
    expect(chosen(page).locator("mark")).to_have_text("roots")
    expect(chosen(page)).to_contain_text("Grass & roots, no bark_chips.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide/#feeding-it")
    found = "[...(CSS.highlights.get('devserver-found') ?? [])].map(String).join()"
    page.wait_for_function(f"{found} === 'roots'")
    is_live(page)
    page.keyboard.press("Escape")
    assert page.evaluate(found) == ""


def test_arrows_go_round_the_results_and_are_said(page: Page) -> None:
    look_for(page, "animal")
    expect(dialog(page).get_by_role("option")).to_have_count(8)
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    first = chosen(page).get_attribute("id") or ""
    expect(field(page)).to_have_attribute("aria-activedescendant", first)
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_have_attribute("id", "page:found-7")
    expect(field(page)).to_have_attribute("aria-activedescendant", "page:found-7")
    expect(chosen(page)).to_be_in_viewport()
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_have_attribute("id", first)


def test_a_result_opens_in_a_tab_of_its_own(page: Page) -> None:
    look_for(page, "wombat")
    expect(chosen(page)).to_be_visible()
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.wait_for_url("**/guide/")
    expect(dialog(page)).to_be_visible()


def test_the_dialog_gives_back_the_focus_and_keeps_what_was_typed(page: Page) -> None:
    theme = page.locator(".to-theme")
    theme.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("wombat")
    expect(chosen(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(theme).to_be_focused()
    page.get_by_role("button", name="Search").click()
    expect(field(page)).to_have_value("wombat")
    expect(chosen(page)).to_contain_text("wombat")
    page.keyboard.press("Control+k")
    expect(dialog(page)).to_have_count(0)


def test_no_key_opens_it_while_one_types(page: Page) -> None:
    box = page.locator("article textarea")
    box.click()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")
    expect(dialog(page)).to_have_count(0)


def test_nothing_found_says_what_to_try(page: Page) -> None:
    look_for(page, "<i>xyzzyx</i>")
    expect(dialog(page).get_by_role("status")).to_contain_text("Nothing found for “<i>xyzzyx</i>”")
    expect(dialog(page).get_by_role("status")).to_contain_text("Try fewer words")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    field(page).fill("wombta")
    expect(chosen(page).locator("mark")).to_have_text("wombat")


def test_an_edit_is_found_at_once_and_the_dialog_stays(page: Page, desk: Desk) -> None:
    look_for(page, "quokka")
    expect(dialog(page).get_by_role("status")).to_contain_text("Nothing found")
    desk.save("guide.md", GUIDE.replace("wombat", "quokka"))
    desk.save("index.md", "# Home\n\nAnother welcome.\n")
    expect(page.locator("article")).to_contain_text("Another")
    expect(chosen(page).locator("mark")).to_have_text("quokka")
    expect(field(page)).to_be_focused()
    assert was_never_reloaded(page)
    page.keyboard.press("Escape")
    desk.assert_fresh(page, "/")


def test_the_newest_question_has_the_last_word(page: Page) -> None:
    def slowly(route: Any) -> None:
        if "q=wombat" in route.request.url:
            page.wait_for_timeout(300)
        route.continue_()

    page.route("**/_devserver/search*", slowly)
    look_for(page, "wombat")
    field(page).fill("animal 3")
    expect(chosen(page)).to_contain_text("Animal 3")


def test_a_server_that_is_gone_is_said(page: Page) -> None:
    page.route("**/_devserver/search*", lambda route: route.abort())
    look_for(page, "wombat")
    expect(dialog(page).get_by_role("status")).to_contain_text("The server does not answer.")


def test_a_restart_finds_everything_at_once(page: Page, desk: Desk) -> None:
    desk.watch.signal(signal.SIGINT)
    desk.watch.ended(0)
    desk.start_again()
    is_live(page)
    look_for(page, "wombat")
    expect(chosen(page)).to_contain_text("wombat")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("typed", ["", "grass", "xyzzyx"])
def test_nothing_about_it_shuts_anyone_out(page: Page, scheme: Any, typed: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    look_for(page, typed)
    if typed == "grass":
        expect(chosen(page)).to_be_visible()
    elif typed:
        expect(dialog(page).get_by_role("status")).to_contain_text("Nothing found")
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []


def test_opening_it_moves_nothing(page: Page) -> None:
    place = "JSON.stringify(document.querySelector('article').getBoundingClientRect())"
    before = page.evaluate(place)
    look_for(page, "grass")
    expect(chosen(page)).to_be_visible()
    assert page.evaluate(place) == before


def test_on_a_phone_it_fills_the_window_and_is_closed_by_touch(page: Page, desk: Desk) -> None:
    phone = page.context.browser
    assert phone is not None
    with phone.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as context:
        small = context.new_page()
        small.goto(f"{desk.watch.url}/")
        small.get_by_role("button", name="Search").tap()
        field(small).fill("grass")
        expect(chosen(small)).to_be_visible()
        box = dialog(small).bounding_box()
        assert box is not None
        assert (round(box["width"]), round(box["height"])) == (390, 844)
        small.get_by_role("button", name="Close").tap()
        expect(dialog(small)).to_have_count(0)
