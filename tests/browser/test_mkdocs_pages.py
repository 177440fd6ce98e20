"""What pages of MkDocs projects bring along can be read by everyone: numbered code, many tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.served import built

CONFIGURATION = """site_name: Tea
markdown_extensions:
  - pymdownx.superfences
  - pymdownx.highlight:
      anchor_linenums: true
      line_spans: __span
      linenums_style: {style}
"""
NUMBERED = """# Code

```py
water = 80
```

Between two blocks.

```py title="tea.py" linenums="7"
leaves = 3
minutes = 2
```
"""
LABELS = [f"A kind of tea with a long name {number}" for number in range(9)]
TABBED = "# Tabs\n\n" + "\n\n".join(f'=== "{label}"\n\n    Words.' for label in LABELS)
STYLES = ("table", "inline", "pymdownx-inline")


@pytest.fixture(scope="module", params=STYLES)
def numbered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("numbered")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text(NUMBERED)
    (folder / "mkdocs.yml").write_text(CONFIGURATION.format(style=request.param))
    with built(folder) as address:
        yield address


@pytest.fixture(scope="module")
def tabbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("tabbed")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text(TABBED)
    with built(folder) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 1200, "height": 400}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_numbered_code(page: Page, numbered: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(numbered)
    assert Axe().run(page).response["violations"] == []


def test_no_link_without_a_word_takes_the_focus(page: Page, numbered: str) -> None:
    page.goto(numbered)
    links = page.locator("article pre a[href]")
    expect(links).to_have_count(3)
    assert links.evaluate_all(
        "all => all.map(one => { one.focus(); return one === document.activeElement; })"
    ) == [False, True, True]
    article = page.get_by_role("article")
    expect(article.get_by_role("link", name=re.compile(r"^(Line )?\d+$"))).to_have_count(2)


def test_the_address_of_a_line_leads_to_it(page: Page, numbered: str) -> None:
    page.set_viewport_size({"width": 1200, "height": 200})
    page.goto(f"{numbered}/#__codelineno-0-1")
    expect(page.get_by_text("water")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_more_tabs_than_fit(page: Page, tabbed: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(tabbed)
    assert page.locator(".tabbed-labels").evaluate("one => one.scrollWidth > one.clientWidth")
    assert Axe().run(page).response["violations"] == []


def test_tabs_that_fit_are_no_stop_of_their_own(page: Page, tabbed: str) -> None:
    page.goto(tabbed)
    labels = page.locator(".tabbed-labels")
    expect(labels).to_have_attribute("tabindex", "0")
    page.add_style_tag(content=".tabbed-labels label { padding: 0; font-size: 1px }")
    page.set_viewport_size({"width": 1201, "height": 400})
    expect(labels).not_to_have_attribute("tabindex")
