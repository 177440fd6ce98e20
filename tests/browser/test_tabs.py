"""The first level of a large site as tabs: still while one scrolls, and in reach on any screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.served import built

SECTIONS = ("A rather long name of a section", "Brewing `green` tea", "Cups", "Drinking slowly")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("tabs")
    for name in SECTIONS:
        inside = folder / "docs" / name[0].lower()
        inside.mkdir(parents=True)
        (inside / "index.md").write_text(f"# {name}\n")
        for page in range(1, 9):
            (inside / f"{page}.md").write_text(f"# {name[0]}{page}\n\n" + "Words.\n\n" * 99)
    (folder / "docs" / "index.md").write_text("# Home\n")
    (folder / "docs" / "news.md").write_text("# News\n")
    with built(folder) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 1200, "height": 800}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{address}/c/5/")
        yield page


def tabs(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Sections")


def tree(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Pages")


def test_the_tab_of_the_page_is_marked_and_its_section_stands_beside(page: Page) -> None:
    current = tabs(page).locator("[aria-current]")
    expect(current).to_have_text("Cups")
    expect(current).to_have_attribute("aria-current", "true")
    expect(tree(page).get_by_role("link", name="C5")).to_be_visible()
    expect(tree(page).get_by_role("link", name="News")).not_to_be_visible()
    tabs(page).get_by_role("link", name="Brewing green tea").click()
    expect(current).to_have_attribute("aria-current", "page")
    expect(tree(page).get_by_role("link", name="B1")).to_be_visible()
    expect(tree(page).get_by_role("link", name="C5")).not_to_be_visible()


def test_a_page_in_no_section_has_the_others_of_its_kind_beside_it(page: Page) -> None:
    tabs(page).get_by_role("link", name="News").click()
    expect(tree(page).get_by_role("link", name="Home")).to_be_visible()
    expect(tree(page).get_by_role("link", name="Cups")).not_to_be_visible()


def test_tabs_stay_while_one_reads_and_cover_no_heading(page: Page) -> None:
    page.evaluate("scrollTo(0, 900)")
    expect(tabs(page)).to_be_in_viewport(ratio=1)
    box = tabs(page).bounding_box()
    assert box is not None
    page.evaluate("document.querySelector('h1').scrollIntoView()")
    heading = page.locator("h1").bounding_box()
    assert heading is not None
    assert heading["y"] >= box["y"] + box["height"]


def test_more_tabs_than_fit_scroll_to_the_one_that_is_read(page: Page) -> None:
    page.set_viewport_size({"width": 970, "height": 700})
    page.route(re.compile(r"/layout[^/]*\.css"), widened)
    page.goto(page.url.replace("/c/5/", "/d/2/"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(tabs(page).locator("[aria-current]")).to_be_in_viewport(ratio=1)
    assert tabs(page).evaluate("one => one.scrollLeft > 0")


def widened(route: Route) -> None:
    """Make every tab so wide that they do not fit."""
    style = route.fetch()
    route.fulfill(response=style, body=f"{style.text()} .sections a {{ padding-inline: 6rem }}")


def test_a_phone_has_them_in_the_drawer(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    expect(tabs(page)).not_to_be_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    for name in ("Home", "News", "Brewing green tea", "C5"):
        expect(tree(page).get_by_role("link", name=name)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert Axe().run(page).response["violations"] == []
