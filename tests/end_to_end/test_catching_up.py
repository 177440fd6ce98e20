"""Whatever kept a page from hearing of a save, it catches up by itself."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import Page, expect

from tests.end_to_end.desk import Desk, is_live, was_never_reloaded
from tests.watching import CTRL_C


def opened(desk: Desk) -> Page:
    desk.workspace.write("index.md", "# One\n")
    desk.start()
    return desk.open("/")


def shows(page: Page, title: str) -> None:
    expect(page.locator("article h1")).to_have_text(title)
    assert was_never_reloaded(page)


def test_after_the_server_process_was_killed(desk: Desk) -> None:
    page = opened(desk)
    os.kill(desk.watch.server_pid, signal.SIGKILL)
    desk.workspace.write("index.md", "# Two\n")
    shows(page, "Two")
    is_live(page)
    desk.workspace.write("index.md", "# Three\n")
    shows(page, "Three")


def test_after_the_program_was_stopped_and_started_again(desk: Desk) -> None:
    page = opened(desk)
    desk.watch.type(CTRL_C)
    desk.watch.ended(0)
    is_live(page, "stopped")
    desk.workspace.write("index.md", "# Two\n")
    desk.start_again()
    shows(page, "Two")
    is_live(page)
    desk.workspace.write("index.md", "# Three\n")
    shows(page, "Three")


def test_after_the_program_was_killed_and_started_again(desk: Desk) -> None:
    page = opened(desk)
    desk.watch.signal(signal.SIGKILL)
    is_live(page, "disconnected")
    desk.workspace.assert_no_process(within=2.0)
    desk.workspace.write("index.md", "# Two\n")
    desk.start_again()
    shows(page, "Two")


def test_after_the_page_was_frozen(desk: Desk) -> None:
    page = opened(desk)
    browser = desk.context.new_cdp_session(page)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    desk.save("index.md", "# Two\n")
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    shows(page, "Two")


def test_after_the_machine_slept_and_its_connections_were_lost(desk: Desk) -> None:
    page = opened(desk)
    desk.context.set_offline(True)
    os.kill(desk.watch.server_pid, signal.SIGKILL)
    desk.save("index.md", "# Two\n")
    is_live(page, "disconnected")
    desk.context.set_offline(False)
    shows(page, "Two")
    is_live(page)


def test_after_the_program_was_suspended(desk: Desk) -> None:
    page = opened(desk)
    desk.watch.signal(signal.SIGSTOP)
    desk.workspace.write("index.md", "# Two\n")
    desk.watch.signal(signal.SIGCONT)
    shows(page, "Two")
