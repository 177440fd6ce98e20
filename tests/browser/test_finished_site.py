"""A finished site in a browser: from the disk, below a path, valid, and for everyone to read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from devserver.config import load
from devserver.export import build
from tests.browser.served import served

GUIDE = Path(__file__).parents[2] / "sample_site"
PAGES = (
    *sorted(p.relative_to(GUIDE / "docs").as_posix() for p in (GUIDE / "docs").rglob("*.md")),
    "listing.md",
    "404.html",
)
"""Every page of the guide, a folder's list, and the page for what is missing."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the guide, with a folder that has no page of its own, for a host with a path."""
    folder = tmp_path_factory.mktemp("finished")
    shutil.copytree(GUIDE, folder / "guide")
    (folder / "guide/docs/listing").mkdir()
    (folder / "guide/docs/listing/one.md").write_text("# One\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        config = load(folder / "guide", cwd=folder)
        problems = build(config, folder / "host/docs", "https://tea.example/docs/", lambda _: None)
    assert problems == ()
    return folder / "host" / "docs"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site.parent) as address:
        yield f"{address}/docs"


def file_of(name: str) -> str:
    """Give the file of a page by the path of its source."""
    if name.endswith(".html"):
        return name
    return f"{name.removesuffix('.md').removesuffix('index').rstrip('/')}/index.html".lstrip("/")


# ---------------------------------------------------------------- for everyone to read


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_html(site: Path, name: str) -> None:
    text = (site / file_of(name)).read_text("utf-8")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_light_and_in_dark(chromium: Browser, address: str, name: str) -> None:
    with chromium.new_context(reduced_motion="reduce", color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{address}/{file_of(name)}")
        assert violations(page, RULES) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, ["color-contrast"]) == []


def violations(page: Page, rules: list[str]) -> list[str]:
    options: dict[str, Any] = {"runOnly": rules}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


# ---------------------------------------------------------------- wherever it lies


class Visit:
    """A page in a browser that remembers what went wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("requestfailed", lambda request: self.wrong.append(request.url))
        page.on(
            "response",
            lambda response: self.wrong.append(response.url) if response.status >= 400 else None,
        )


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    with chromium.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme="light"
    ) as context:
        made = Visit(context.new_page())
        yield made
        assert made.wrong == []


@pytest.mark.parametrize("place", ["disk", "host"])
def test_one_can_click_through_the_whole_site(
    visit: Visit, site: Path, address: str, place: Literal["disk", "host"]
) -> None:
    page = visit.page
    top, end = (site.as_uri(), "index.html") if place == "disk" else (address, "")
    page.goto(f"{top}/{end}")
    title = page.title()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Publish").click()
    expect(page).to_have_url(f"{top}/publish/{end}")
    page.locator("a[rel=next], .neighbours .next").click()
    expect(page).to_have_url(f"{top}/break/{end}")
    page.locator("a[rel=prev], .neighbours .previous").click()
    expect(page).to_have_url(f"{top}/publish/{end}")
    page.get_by_role("link", name="updated").click()
    expect(page).to_have_url(f"{top}/write/front-matter/{end}")
    page.get_by_role("link", name="feed").click()
    expect(page).to_have_url(f"{top}/publish/{end}#a-feed")
    page.locator("header .home").click()
    expect(page).to_have_url(f"{top}/{end}")
    assert page.title() == title


@pytest.mark.parametrize("place", ["disk", "host"])
def test_styles_pictures_and_the_theme_are_there(
    visit: Visit, site: Path, address: str, place: Literal["disk", "host"]
) -> None:
    page = visit.page
    top, end = (site.as_uri(), "index.html") if place == "disk" else (address, "")
    page.goto(f"{top}/how-fast/{end}")
    shown = "all => all.length > 1 && all.every(one => one.complete && one.naturalWidth > 0)"
    assert page.eval_on_selector_all("img", shown)
    dark = "() => getComputedStyle(document.body).backgroundColor === 'rgb(22, 24, 29)'"
    assert not page.evaluate(dark)
    page.locator(".to-theme").click()
    page.locator(".to-theme").click()
    assert page.evaluate(dark)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Publish").click()
    expect(page).to_have_url(f"{top}/publish/{end}")
    page.wait_for_function(dark)


def test_a_link_that_a_script_adds_leads_to_its_page_on_the_disk(visit: Visit, site: Path) -> None:
    visit.page.goto(f"{site.as_uri()}/publish/index.html")
    visit.page.evaluate(
        "document.querySelector('article').innerHTML = '<a href=\"../start/#install\">Later</a>'"
    )
    visit.page.get_by_role("link", name="Later").click()
    expect(visit.page).to_have_url(f"{site.as_uri()}/start/index.html#install")


def test_the_page_for_what_is_missing_works_at_any_depth(site: Path, chromium: Browser) -> None:
    page = chromium.new_page()
    missing = (site / "404.html").read_text("utf-8")

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix("https://tea.example/docs/").partition("?")[0]
        file = site / (f"{path}index.html" if path.endswith("/") or not path else path)
        if file.is_file():
            route.fulfill(path=str(file))
        else:
            route.fulfill(status=404, body=missing, content_type="text/html")

    page.route("https://tea.example/**", answer)
    page.goto("https://tea.example/docs/no/such/page/at/all")
    assert page.evaluate("document.styleSheets.length") > 5
    page.get_by_role("link", name="To the front page").click()
    expect(page).to_have_url("https://tea.example/docs/")
    page.close()
