"""An author's desk: a project, the program that watches it, and a browser with its pages open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.browser.live_pages import assert_fresh
from tests.watching import Event, Watch, Workspace

_UP_TO_DATE = """async () => {
  const served = await (await fetch(location.href, { cache: "no-store" })).text();
  const version = (page) => page.querySelector("script[data-token]").dataset.version;
  return version(new DOMParser().parseFromString(served, "text/html")) === version(document);
}"""


class Desk:
    """What an author has at hand. Errors of the pages' scripts are kept."""

    def __init__(self, workspace: Workspace, browser: Browser) -> None:
        self.workspace = workspace
        self.context = browser.new_context(viewport={"width": 1280, "height": 700})
        self.errors: list[str] = []
        self.watch: Watch
        """The program's last start."""

    def start(self, *options: str) -> Watch:
        """Start the program, and wait until it has looked at every page."""
        self.watch = self.workspace.watch(*options)
        self.watch.wait("indexed")
        return self.watch

    def start_again(self) -> Watch:
        """Start it as it was started before: at the same address."""
        return self.start("--port", self.watch.url.rpartition(":")[2])

    def save(self, path: str, text: str) -> Event:
        """Save a file, and wait until the program says that it is rebuilt."""
        self.workspace.write(path, text)
        return self.watch.wait("rebuilt")

    # ---------------------------------------------------------------- pages

    def open(self, url: str) -> Page:
        """Open a page, and wait until it is live."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.watch.url + url)
        is_live(page)
        page.evaluate("window.loadedOnce = true")
        return page

    def assert_fresh(self, page: Page, url: str) -> None:
        """Wait until a page has caught up, and check that it is what a fresh load shows."""
        page.wait_for_function(_UP_TO_DATE, polling=50)
        assert_fresh(page, self.watch.url + url)


class Told:
    """What the program tells a page over its socket, from the next load on."""

    def __init__(self, page: Page) -> None:
        self.messages: list[dict[str, Any]] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda text: self.messages.append(json.loads(text)))

    def count(self, kind: str) -> int:
        """How many messages of a kind came so far."""
        return sum(message["type"] == kind for message in self.messages)


def is_live(page: Page, state: str = "live") -> None:
    """Wait until the badge of a page shows a state."""
    expect(page.locator("[data-live]")).to_have_attribute("data-live", state)


def was_never_reloaded(page: Page) -> bool:
    """Whether a page is still the document that was opened."""
    return bool(page.evaluate("window.loadedOnce === true"))


@contextmanager
def desk_in(folder: Path, browser: Browser) -> Iterator[Desk]:
    """Set up a desk in a folder. In the end the program must have been able to stop cleanly."""
    workspace = Workspace(folder)
    desk = Desk(workspace, browser)
    try:
        yield desk
        workspace.end()
        desk.context.close()
        assert desk.errors == []
    finally:
        workspace.kill()
