"""Sees in a real browser when a word arrives in the page, on the page's own clock."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final, Self

from playwright.async_api import Browser, Page, async_playwright
from playwright.async_api import TimeoutError as PageTimeoutError

_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_REST: Final = 1000
"""Milliseconds after which a page that has loaded is taken to be at rest, whatever it asks for."""

_WATCH: Final = """
(() => {
  const seen = new Set();
  const tell = (text) => {
    for (const [word] of text.matchAll(/mark\\d{7}/g)) {
      if (seen.has(word)) continue;
      seen.add(word);
      tellSeen(word, performance.timeOrigin + performance.now());
    }
  };
  new MutationObserver(() => tell(document.body?.textContent ?? ""))
    .observe(document, { subtree: true, childList: true, characterData: true });
  // A stylesheet is there when it has loaded: its word stands in a property of the root.
  document.addEventListener("load", () =>
    tell(getComputedStyle(document.documentElement).getPropertyValue("--mark")), true);
})();
"""
"""Runs before any script of the page, and again whenever the page loads anew."""


class Chromium:
    """One browser for all measurements, with one page open at a time."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @property
    def version(self) -> str:
        """Say which browser it is."""
        return self._browser.version

    @asynccontextmanager
    async def tab(self, url: str) -> AsyncIterator[Tab]:
        """Open ``url`` in a new window that shares nothing with others."""
        context = await self._browser.new_context()
        page = await context.new_page()
        tab = Tab(page)
        await page.expose_function("tellSeen", tab._seen)
        await page.add_init_script(_WATCH)
        try:
            tab.opened = time.time()
            await page.goto(url, wait_until="commit", timeout=300_000)
            yield tab
        finally:
            await context.close()


class Tab:
    """An open page. All times are seconds of this process' wall clock."""

    opened: float

    def __init__(self, page: Page) -> None:
        self.page = page
        self._found: dict[str, float] = {}
        self._news = asyncio.Condition()
        self._ahead = 0.0

    async def _seen(self, word: str, at: float) -> None:
        async with self._news:
            self._found[word] = at
            self._news.notify_all()

    async def at_rest(self) -> None:
        """Wait until its scripts ask for nothing more; some programs' scripts never end to ask."""
        with suppress(PageTimeoutError):
            await self.page.wait_for_load_state("networkidle", timeout=_REST)

    async def set_clock(self) -> Self:
        """Compare the page's clock with ours: the quickest of some questions says it best."""
        asked = []
        for _ in range(5):
            before = time.time()
            there = await self.page.evaluate("performance.timeOrigin + performance.now()")
            after = time.time()
            asked.append((after - before, there / 1000 - (before + after) / 2))
        self._ahead = min(asked)[1]
        return self

    async def seen(self, word: str, seconds: float) -> float:
        """Wait until ``word`` stands in the page; gives when that was. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: word in self._found)
            return self.here(self._found[word])

    def here(self, at: float) -> float:
        """Turn a time of the page's clock, in milliseconds, into one of ours."""
        return at / 1000 - self._ahead


@asynccontextmanager
async def chromium() -> AsyncIterator[Chromium]:
    """Start the system's Chromium, or else the one that Playwright has installed."""
    async with async_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield Chromium(browser)
        finally:
            await browser.close()
