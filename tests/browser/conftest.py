"""Pages of a played main in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.live_pages import LivePages
from tests.serve.played_main import PlayedMain


@pytest.fixture
def pages(tmp_path: Path, chromium: Browser) -> Iterator[LivePages]:
    """Play main, with a browser for its pages; an error in one of their scripts is a failure."""
    expect.set_options(timeout=20_000)  # Milliseconds: the machine may be busy.
    main = PlayedMain(tmp_path)
    context = chromium.new_context(viewport={"width": 900, "height": 600})
    opened = LivePages(main, context)
    yield opened
    context.close()
    main.close()
    assert opened.errors == []
