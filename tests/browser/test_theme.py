"""The theme in a real browser: by eye and by ear, by mouse and by key, on paper and a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from devserver.model import Expanded, Job, Problem, SourcePath, Url
from devserver.site.context import contents
from devserver.site.markdown import convert, native
from devserver.site.theme import Theme
from devserver.view import Crumb, NavItem, PageView, SiteView
from tests.assets import assets
from tests.browser.served import served

FOLDER = Path(__file__).parents[2] / "templates"
EVERYTHING = Path(__file__).with_name("everything.md")

Open = Callable[..., Page]
"""``open_page(name, **context)``: a new tab on a page, in a browser context of its own."""


# ---------------------------------------------------------------- a site to look at


def navigation() -> tuple[NavItem, ...]:
    guide = NavItem("Every element", "../everything/", current=True, active=True)
    return (
        NavItem("Home", "../"),
        NavItem("Guide", "#", section=True, active=True, children=(guide, NavItem("More", "#"))),
        NavItem("Reference", None, section=True, children=(NavItem("<code>one</code>", "#"),)),
        NavItem("Elsewhere", "https://example.org/", external=True, more=3),
    )


def view(name: str, **more: Any) -> PageView:
    around: dict[str, Any] = {
        "nav": navigation(),
        "crumbs": (Crumb("Home", "../"), Crumb("Guide", "#")),
        "previous": Crumb("Before", "#"),
        "next": Crumb("After", "#"),
        "tags": ("one", "two"),
        "draft": True,
        "edit_url": "https://example.org/edit",
    }
    return PageView("page", Url(f"/{name}/"), name, name, **{"body": "", **around, **more})


def everything() -> dict[str, Any]:
    """Convert the page that has every element."""
    text = EVERYTHING.read_text("utf-8")
    document = convert(Job(SourcePath("everything.md"), Expanded(text), native()))
    assert document.problems == ()
    after = zip(document.links, document.parts[1:], strict=True)
    body = document.parts[0] + "".join(link.target + part for link, part in after)
    return {"body": body, "toc": contents(document.headings)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site: every kind of page, and every element in several accents."""
    out = tmp_path_factory.mktemp("site")
    shutil.copytree(FOLDER / "static", out / "_devserver" / "theme")
    texts = {p.relative_to(FOLDER).as_posix(): p.read_text("utf-8") for p in FOLDER.rglob("*.html")}
    theme = Theme(texts, frozenset())

    def write(name: str, template: str, page: PageView, accent: str | None = None) -> None:
        site = SiteView(
            "Site",
            "../",
            "../",
            repo_url="https://example.org/",
            accent=accent,
            assets=assets("../"),
        )
        (out / name).mkdir()
        (out / name / "index.html").write_text(theme.render(template, site, page), "utf-8")

    entries = (Crumb("One", "#"), Crumb("<code>Two</code>", "#"))
    problem = Problem(SourcePath("docs/a.md"), 3, 4, "error", "x", "It broke", "the line itself")
    write("everything", "page.html", view("everything", **everything()))
    for name, accent in {"lime": "#00ff00", "navy": "#000060"}.items():
        write(name, "page.html", view(name, **everything()), accent)
    meta = {"dir": "rtl", "lang": "ar"}
    write("rtl", "page.html", view("rtl", **everything(), meta=meta))
    write("listing", "listing.html", view("listing", entries=entries))
    write("missing", "404.html", view("missing", entries=entries))
    write("welcome", "welcome.html", PageView("welcome", Url("/"), "Site", "Site", ""))
    write("problem", "problem.html", view("problem", problems=(problem,)))
    return out


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Open]:
    contexts = []

    def opened(name: str, width: int = 1440, **context: Any) -> Page:
        size: ViewportSize = {"width": width, "height": 844}
        contexts.append(chromium.new_context(viewport=size, reduced_motion="reduce", **context))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: pytest.fail(f"{name}: {error}"))
        page.on("request", lambda request: seen.append(request.url))
        page.goto(f"{address}/{name}/")
        return page

    seen: list[str] = []
    yield opened
    for context in contexts:
        context.close()
    assert [url for url in seen if not url.startswith((address, "data:"))] == []


# ---------------------------------------------------------------- for everyone to read


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, **options: Any) -> list[str]:
    found = Axe().run(page, options=options or {"runOnly": RULES}).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_a_page_with_every_element(
    open_page: Open, width: int, scheme: str
) -> None:
    page = open_page("everything", width, color_scheme=scheme)
    page.eval_on_selector_all("article details", "all => all.forEach(one => one.open = true)")
    assert violations(page) == []


@pytest.mark.parametrize("name", ["listing", "missing", "welcome", "problem", "rtl"])
def test_axe_finds_nothing_on_the_other_pages(open_page: Open, name: str) -> None:
    page = open_page(name)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, runOnly=["color-contrast"]) == []


@pytest.mark.parametrize(("accent", "scheme"), [("lime", "light"), ("navy", "dark")])
def test_the_most_awkward_accents_can_be_read(open_page: Open, accent: str, scheme: str) -> None:
    page = open_page(accent, color_scheme=scheme)
    assert violations(page, runOnly=["color-contrast", "link-in-text-block"]) == []


@pytest.mark.parametrize("name", ["everything", "rtl", "listing", "missing", "welcome", "problem"])
def test_nothing_makes_the_page_scroll_sideways(open_page: Open, name: str) -> None:
    page = open_page(name)
    for width in (320, 390, 768, 1024):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_wide_scrolls_in_itself_also_by_key(open_page: Open) -> None:
    page = open_page("everything", 390)
    boxes = page.locator("article :is(pre, .table-scroll)").filter(visible=True)
    wide = boxes.evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.tabIndex)"
    )
    assert len(wide) > 3
    assert set(wide) == {0}


# ---------------------------------------------------------------- light and dark


def test_the_theme_goes_round_and_is_remembered_without_a_flash(open_page: Open) -> None:
    page = open_page("everything", color_scheme="light")
    toggle = page.locator(".to-theme")
    expect(toggle).to_have_accessible_name("Theme: as the system has it")
    toggle.click()
    expect(toggle).to_have_accessible_name("Theme: light")
    toggle.click()
    expect(toggle).to_have_accessible_name("Theme: dark")
    page.add_init_script(
        "new MutationObserver(() => { if (document.body && !window.first)"
        " window.first = document.documentElement.dataset.theme })"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.reload()
    assert page.evaluate("window.first") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 29)"
    toggle.click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


# ---------------------------------------------------------------- on a phone


def test_the_drawer_needs_no_script(open_page: Open) -> None:
    page = open_page("everything", 390, java_script_enabled=False)
    link = page.get_by_role("navigation", name="Pages").get_by_role("link", name="Home")
    expect(link).not_to_be_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).not_to_be_visible()
    expect(page.locator(".to-theme")).not_to_be_visible()


def test_the_drawer_holds_the_focus_and_the_page(open_page: Open) -> None:
    page = open_page("everything", 390)
    menu = page.get_by_role("button", name="Menu", exact=True)
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close the menu")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Elsewhere")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close the menu")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "visible"


def test_the_drawers_button_says_whether_it_is_open(open_page: Open) -> None:
    page = open_page("everything", 390)
    client = page.context.new_cdp_session(page)

    def expanded() -> object:
        nodes = client.send("Accessibility.getFullAXTree")["nodes"]
        menu = next(node for node in nodes if node.get("name", {}).get("value") == "Menu")
        facts = {fact["name"]: fact["value"].get("value") for fact in menu["properties"]}
        return facts.get("expanded")

    assert expanded() is False
    page.get_by_role("button", name="Menu", exact=True).click()
    assert expanded() is True


# ---------------------------------------------------------------- reading


def test_the_contents_follow_the_reader(open_page: Open) -> None:
    page = open_page("everything")
    current = page.locator(".toc [aria-current=location]")
    expect(current).to_have_count(0)
    page.locator("#notes").evaluate("one => one.scrollIntoView()")
    expect(current).to_have_text("Notes")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(current).to_have_text("Sixth level")


def test_tabs_of_one_name_go_together_and_are_remembered(open_page: Open) -> None:
    page = open_page("everything")
    first, second = page.locator(".tabbed-set").all()[:2]
    expect(first.get_by_text("apt install thing")).to_be_visible()
    first.get_by_role("radio", name="Linux").focus()
    page.keyboard.press("ArrowRight")
    expect(first.get_by_text("brew install thing")).to_be_visible()
    second.get_by_text("Linux", exact=True).click()
    expect(first.get_by_text("apt install thing")).to_be_visible()
    page.reload()
    expect(second.get_by_text("Again Linux")).to_be_visible()


def test_a_link_into_a_closed_tab_opens_it(open_page: Open) -> None:
    page = open_page("everything")
    page.evaluate("location.hash = 'heading-in-tab'")
    expect(page.locator("#heading-in-tab")).to_be_in_viewport()


def test_code_is_copied_without_numbers_prompts_and_output(open_page: Open) -> None:
    page = open_page("everything", permissions=["clipboard-read", "clipboard-write"])

    def copied(block: Locator) -> str:
        block.hover()
        block.get_by_role("button", name="Copy").click()
        expect(block.locator(".copy.done")).to_be_visible()
        text: str = page.evaluate("navigator.clipboard.readText()")
        return text

    assert copied(page.locator(".language-console")) == "pip install devserver\ndevserver watch"
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert copied(page.locator(".language-pycon")) == "1 + 1\nfor i in range(2):\n    print(i)"
    numbered = copied(page.locator(".highlight", has_text="app.py"))
    assert numbered.startswith('"""A module."""\n\nfrom starlette.applications import Starlette\n')


def test_paper_has_the_article_alone_and_says_where_links_go(open_page: Open) -> None:
    page = open_page("everything")
    page.emulate_media(media="print")
    for chrome in (".bar", ".tree", ".toc", ".crumbs", ".neighbours", ".copy >> nth=0"):
        expect(page.locator(chrome)).not_to_be_visible()
    link = page.locator('article a[href="https://example.org/"]')
    assert link.evaluate("one => getComputedStyle(one, '::after').content").count("(") == 1
    expect(page.get_by_text("brew install thing")).to_be_visible()


# ---------------------------------------------------------------- beside a live server


UNDONE = """async () => {
  const text = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const bare = document.cloneNode(true);
  bare.querySelectorAll("[data-live-ignore]").forEach(one => one.remove());
  bare.querySelectorAll(".toc [aria-current]").forEach(one => one.removeAttribute("aria-current"));
  bare.querySelectorAll("article :is(pre, table, math, .tabbed-labels)").forEach(
    one => one.removeAttribute("tabindex"));
  bare.querySelectorAll(".annotation").forEach(one => one.replaceWith(one.dataset.text));
  bare.querySelectorAll("ol[data-notes], ol[data-notes] > li").forEach(one => {
    for (const name of ["data-notes", "role", "popover", "style"]) one.removeAttribute(name);
  });
  bare.normalize();
  fresh.normalize();
  return bare.body.isEqualNode(fresh.body);
}"""

REPLACED = """async () => {
  const text = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  document.body.replaceChildren(...fresh.body.childNodes);
  document.dispatchEvent(new Event("devserver:updated"));
}"""


def test_the_script_leaves_only_the_traces_it_declares(open_page: Open) -> None:
    page = open_page("everything", 390)
    page.locator(".tabbed-set label", has_text="macOS").first.click()
    page.get_by_role("button", name="Menu", exact=True).click()
    page.keyboard.press("Escape")
    page.locator("#tables").evaluate("one => one.scrollIntoView()")
    expect(page.locator(".toc [aria-current]")).to_have_count(1)
    assert page.evaluate(UNDONE)


def test_what_the_script_adds_is_there_again_after_an_update(open_page: Open) -> None:
    page = open_page("everything")
    page.locator(".tabbed-set label", has_text="macOS").first.click()
    page.locator("#tables").evaluate("one => one.scrollIntoView()")
    before = page.locator("[data-live-ignore]").count()
    for _ in range(2):
        page.evaluate(REPLACED)
        assert page.locator("[data-live-ignore]").count() == before
    expect(page.get_by_text("brew install thing")).to_be_visible()
    expect(page.locator(".toc [aria-current]")).to_have_text("Tables")
    assert page.evaluate(UNDONE)


ASKED = """() => {
  const asked = [];
  const tell = (owner, name, kind) => {
    const { [kind]: original, ...rest } = Object.getOwnPropertyDescriptor(owner, name);
    const told = function (...what) { asked.push(name); return original.apply(this, what); };
    Object.defineProperty(owner, name, { ...rest, [kind]: told });
  };
  for (const name of ["scrollWidth", "clientWidth"]) tell(Element.prototype, name, "get");
  const calls = ["getBoundingClientRect", "checkVisibility"];
  for (const name of calls) tell(Element.prototype, name, "value");
  tell(window, "getComputedStyle", "value");
  document.dispatchEvent(new Event("devserver:updated"));
  const atOnce = [...asked];
  return new Promise((done) => requestAnimationFrame(() => done([atOnce, asked])));
}"""


def test_after_an_update_nothing_asks_for_the_layout_before_the_frame_that_makes_it(
    open_page: Open,
) -> None:
    at_once, later = open_page("everything").evaluate(ASKED)
    assert at_once == []
    assert {"scrollWidth", "getBoundingClientRect"} <= set(later)


def test_what_an_update_makes_wide_scrolls_by_key(open_page: Open) -> None:
    page = open_page("everything")
    page.evaluate(
        "document.querySelector('article').innerHTML = `<pre>${'wide '.repeat(200)}</pre>`;"
        "document.dispatchEvent(new Event('devserver:updated'))"
    )
    expect(page.locator("article pre")).to_have_attribute("tabindex", "0")
