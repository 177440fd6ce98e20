"""One Chromium for all tests in a browser, started when the first of them asks for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.live_pages import LivePages
from tests.serve.played_main import PlayedMain

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, or else the one that Playwright has installed."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def pages(tmp_path: Path, chromium: Browser) -> Iterator[LivePages]:
    """Play main, with a browser for its pages; an error in one of their scripts is a failure."""
    main = PlayedMain(tmp_path)
    context = chromium.new_context(viewport={"width": 900, "height": 600})
    opened = LivePages(main, context)
    yield opened
    context.close()
    main.close()
    assert opened.errors == []
