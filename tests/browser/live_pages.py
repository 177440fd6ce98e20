"""Opens live pages in Chromium, and compares one with what a fresh load of it shows."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from devserver.messages import PageAnswer
from devserver.model import Url
from tests.serve.played_main import PlayedMain

_FRESH = """async (address) => {
  const frame = document.createElement("iframe");
  frame.toggleAttribute("data-live-ignore", true);
  frame.src = address;
  [frame.width, frame.height] = [innerWidth, innerHeight];
  const loaded = new Promise((done) => frame.addEventListener("load", done));
  document.documentElement.append(frame);
  await loaded;
  const clean = (page) => {
    const copy = page.documentElement.cloneNode(true);
    copy.querySelectorAll("[data-live-ignore]").forEach((node) => node.remove());
    copy.querySelector("script[data-token]").removeAttribute("data-version");
    return copy;
  };
  const [here, there] = [clean(document), clean(frame.contentDocument)];
  frame.remove();
  const content = (copy) =>
    [...copy.querySelectorAll("template")].map((node) => node.innerHTML).join();
  if (here.isEqualNode(there) && content(here) === content(there)) return null;
  return [here.outerHTML, there.outerHTML];
}"""


class LivePages:
    """Pages of one played main in one browser context; errors of their scripts are kept."""

    def __init__(self, main: PlayedMain, context: BrowserContext) -> None:
        self.main = main
        self.context = context
        self.errors: list[str] = []

    def open(self, url: str) -> Page:
        """Open a page, and wait until it is connected."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.main.address(url))
        page.wait_for_selector("[data-live=live]", state="attached")
        return page

    def publish(self, page: Page, url: str, html: str) -> None:
        """Publish ``html``, and wait until ``page`` has become it."""
        self.main.publish(url, html)
        self.arrived(page, url)

    def arrived(self, page: Page, url: str) -> None:
        """Wait until ``page`` is what was last published."""
        answer = self.main.answer(Url(url))
        assert isinstance(answer, PageAnswer)
        page.wait_for_function(
            "v => document.querySelector('script[data-token]').dataset.version === v",
            arg=answer.version,
        )

    def assert_fresh(self, page: Page, url: str) -> None:
        """Check that ``page`` is what a fresh load of it is."""
        assert_fresh(page, self.main.address(url))


def assert_fresh(page: Page, address: str) -> None:
    """Check with ``isEqualNode`` that ``page`` is what a fresh load of ``address`` shows."""
    difference = page.evaluate(_FRESH, address)
    assert difference is None, f"live:\n{difference[0]}\n\nfresh:\n{difference[1]}"
