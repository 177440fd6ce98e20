"""``--follow`` takes the browser to the page being edited, and ``--open`` opens it at first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.end_to_end.desk import Desk, was_never_reloaded


def test_follow_goes_to_the_page_being_edited(desk: Desk) -> None:
    desk.workspace.write("index.md", "# Home\n")
    desk.workspace.write("guide/page.md", "# Page\n")
    desk.start("--follow")
    page = desk.open("/")
    desk.save("guide/page.md", "# Page\n\nMore.\n")
    page.wait_for_url("**/guide/page/")
    expect(page.locator("article p")).to_have_text("More.")
    page.evaluate("window.loadedOnce = true")
    long = "# Page\n\n" + "More.\n\n" * 100
    desk.save("guide/page.md", long)
    desk.save("guide/page.md", f"{long}The end.\n")
    expect(page.get_by_text("The end.")).to_be_in_viewport()
    assert was_never_reloaded(page)
    desk.save("index.md", "# House\n")
    page.wait_for_url(f"{desk.watch.url}/")
    expect(page.locator("article h1")).to_have_text("House")


def test_open_opens_the_site_in_the_authors_browser(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nexec echo "$@" > {opened}\n')
    browser.chmod(0o755)
    os.mkfifo(opened)  # To open it is to wait for who writes into it.
    monkeypatch.setenv("BROWSER", str(browser))
    desk.workspace.write("index.md", "# Home\n")
    watch = desk.workspace.watch("--open")
    assert opened.read_text() == f"{watch.url}/\n"
