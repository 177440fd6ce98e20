"""Articles whose own HTML is after our script: live updates go on, and nothing leads away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.end_to_end.desk import Desk, desk_in

NAMES = """
head body documentElement querySelector querySelectorAll createElement createTreeWalker
addEventListener dispatchEvent adoptedStyleSheets activeElement nodeType
"""
"""What a form of such a name hides from everyone who asks the document for it."""

HOSTILE = {
    "a token of its own": "<script data-token=x data-url=/evil/ data-version=0></script>",
    "another base": '<base href="http://evil.test/elsewhere/">',
    "a frame of the same": '<iframe src="/" name="live"></iframe>',
    "a panel of its own": '<div data-live="stopped" data-live-ignore>stopped</div>',
    "a form that hides itself": '<form><input name="nodeType"><input name="attributes">'
    '<input name="childNodes"><input name="remove"></form>',
    "an article in the article": "</article></main><main><article>",
    "an open comment": "<!-- no end",
    "an open template": "<template><p>no end",
    "an open style": "<style>p {",
    "an open script": "<script>/* no end",
    "an end of the page": "</body></html>",
}
HOSTILE |= {f"a form named {name}": f'<form name="{name}"></form>' for name in NAMES.split()}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("pages"), chromium) as made:
        made.workspace.write("index.md", "# Home\n")
        made.start()
        yield made
        made.errors.clear()


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    made = desk.context.new_page()
    yield made
    made.close()


def wait_for(page: Page, selector: str, text: str) -> None:
    """Wait as the test does, and not by the document's methods: they may be hidden."""
    page.wait_for_function(
        """([selector, text]) => {
          const found = Document.prototype.querySelectorAll.call(document, selector);
          return [...found].some((element) => element.textContent.includes(text));
        }""",
        arg=[selector, text],
        polling=50,
    )


@pytest.mark.parametrize("html", HOSTILE.values(), ids=list(HOSTILE))
def test_updates_arrive_whatever_stands_in_the_article(desk: Desk, page: Page, html: str) -> None:
    desk.save("index.md", f"# First\n\n{html}\n")
    page.goto(f"{desk.watch.url}/")
    wait_for(page, "html > [data-live=live]", "")
    desk.save("index.md", f"# Second\n\n{html}\n\nThe end.\n")
    wait_for(page, "h1", "Second")
    desk.save("index.md", "# Third\n")
    wait_for(page, "h1", "Third")
    wait_for(page, "html > [data-live=live]", "")
    assert page.url == f"{desk.watch.url}/"
