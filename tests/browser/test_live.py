"""Open pages hear of every change: all of them, at once, and after whatever kept them from it."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from devserver.messages import FileAnswer, RedirectAnswer, Stop
from devserver.model import Url
from tests.browser.live_pages import LivePages
from tests.serve.played_main import page_html


def test_ten_tabs_are_told(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p>"))
    tabs = [pages.open("/") for _ in range(10)]
    pages.main.wait(lambda: pages.main.tabs("/") == 10)
    pages.main.publish("/", page_html("<p>two</p>"))
    for tab in tabs:
        expect(tab.locator("p")).to_have_text("two")
    for tab in tabs:
        tab.close()
    pages.main.wait(lambda: pages.main.viewing == ())


def test_page_catches_up_after_the_server_was_killed(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p>"))
    page = pages.open("/")
    page.evaluate("window.loadedOnce = true")
    pages.main.kill()
    expect(page.locator("[data-live]")).to_have_attribute("data-live", "disconnected")
    pages.main.put("/", page_html("<p>two</p>"))
    pages.main.start()
    pages.arrived(page, "/")
    expect(page.locator("[data-live]")).to_have_attribute("data-live", "live")
    pages.assert_fresh(page, "/")
    assert page.evaluate("loadedOnce")


def test_page_catches_up_with_a_program_that_was_started_again(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p>"))
    page = pages.open("/")
    page.evaluate("window.loadedOnce = true")
    pages.main.stop()
    expect(page.locator("[data-live]")).to_have_attribute("data-live", "stopped")
    pages.main.token = secrets.token_hex(8)
    pages.main.put("/", page_html("<p>two</p>"))
    pages.main.start()
    pages.arrived(page, "/")
    pages.assert_fresh(page, "/")
    assert page.evaluate("loadedOnce")


def test_page_catches_up_after_a_sleep(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p>"))
    page = pages.open("/")
    browser = pages.context.new_cdp_session(page)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    pages.main.kill()
    pages.main.put("/", page_html("<p>two</p>"))
    pages.main.start()
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    pages.arrived(page, "/")
    pages.assert_fresh(page, "/")


def test_page_catches_up_when_the_network_is_back(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p>"))
    page = pages.open("/")
    pages.context.set_offline(True)
    pages.main.kill()
    pages.main.put("/", page_html("<p>two</p>"))
    pages.main.start()
    expect(page.locator("[data-live]")).to_have_attribute("data-live", "disconnected")
    pages.context.set_offline(False)
    pages.arrived(page, "/")


def test_page_of_an_old_version_is_brought_up_to_date_on_the_way_back(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p>"))
    pages.main.put("/other/", page_html("<p>other</p>"))
    page = pages.open("/")
    page.goto(pages.main.address("/other/"))
    pages.main.publish("/", page_html("<p>two</p>"))
    page.go_back()
    pages.arrived(page, "/")
    pages.assert_fresh(page, "/")


def test_missing_page_comes_alive_and_a_moved_one_is_followed(pages: LivePages) -> None:
    page = pages.open("/new/")
    expect(page.locator("h1")).to_have_text("No page at /new/")
    pages.publish(page, "/new/", page_html("<h1>Here</h1>"))
    pages.assert_fresh(page, "/new/")
    pages.main.put("/moved/", page_html("<h1>There</h1>"))
    pages.main.answers[Url("/new/")] = RedirectAnswer(Url("/moved/"))
    pages.main.tell(stale=None)
    page.wait_for_url("**/moved/")


def test_page_made_stale_is_asked_for_and_updated(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p>"))
    page = pages.open("/")
    pages.main.put("/", page_html("<p>two</p>"))
    pages.main.tell(stale=(Url("/"),))
    pages.arrived(page, "/")


def test_last_update_arrives_before_the_farewell(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p>"))
    page = pages.open("/")
    pages.main.publish("/", page_html("<p>two</p>"))
    pages.main.say(Stop())
    expect(page.locator("p")).to_have_text("two")
    expect(page.locator("[data-live]")).to_have_attribute("data-live", "stopped")


def test_followed_page_is_gone_to_and_scrolled_only_if_need_be(pages: LivePages) -> None:
    body = "<p>start</p>" + "<p>word</p>" * 100 + "<p>end</p>"
    pages.main.put("/", page_html(body))
    pages.main.put("/é/", page_html("<p>edited</p>"))
    page = pages.open("/é/")
    pages.main.tell(follow=Url("/"))
    page.wait_for_url(pages.main.address("/"))
    page.wait_for_selector("[data-live=live]", state="attached")
    for text, moved in [("start", False), ("end", True)]:
        body = body.replace(f">{text}<", f">new {text}<")
        answer = pages.main.put("/", page_html(body))
        pages.main.tell(follow=Url("/"))
        pages.main.tell(pages=((Url("/"), answer),))
        expect(page.get_by_text(f"new {text}")).to_be_in_viewport()
        assert (page.evaluate("scrollY") > 0) == moved
    pages.main.tell(follow=Url("/é/"))
    page.wait_for_url(pages.main.address("/%C3%A9/"))


def test_page_is_loaded_anew_only_when_the_programs_of_its_frame_change(pages: LivePages) -> None:
    def html(frame: str, article: str) -> str:
        return page_html(article, head=f"<script>window.frameScript = {frame}</script>\n")

    pages.main.put("/", html("1", "<p>one</p>"))
    page = pages.open("/")
    page.evaluate("window.loadedOnce = true")
    pages.publish(page, "/", html("1", "<p>two</p><script>window.articleScript = 1</script>"))
    assert page.evaluate("loadedOnce && articleScript") == 1
    with page.expect_navigation():
        pages.main.publish("/", html("2", "<p>three</p>"))
    assert page.evaluate("[window.loadedOnce, frameScript]") == [None, 2]
    page.wait_for_selector("[data-live=live]", state="attached")
    with page.expect_navigation():
        pages.main.tell(reload=True)


@pytest.fixture
def styled(pages: LivePages, tmp_path: Path) -> Page:
    """Open a page with a stylesheet and a picture."""
    for name, content in [("a.css", "p { color: rgb(1, 0, 0) }"), ("b.svg", _picture(10))]:
        (tmp_path / name).write_text(content)
        pages.main.answers[Url(f"/{name}")] = FileAnswer(str(tmp_path / name), str(tmp_path))
    link = '<link rel="stylesheet" href="/a.css">\n'
    pages.main.put("/", page_html("<p>text</p><img src='b.svg'>", head=link))
    return pages.open("/")


def test_stylesheet_is_exchanged_without_a_flash(
    pages: LivePages, styled: Page, tmp_path: Path
) -> None:
    styled.evaluate("""() => {
        window.seen = new Set();
        const look = () => {
            seen.add(getComputedStyle(document.querySelector("p")).color);
            requestAnimationFrame(look);
        };
        look();
    }""")
    (tmp_path / "a.css").write_text("p { color: rgb(2, 0, 0) }")
    pages.main.tell(styles=(Url("/a.css"),))
    styled.wait_for_function("seen.has('rgb(2, 0, 0)')")
    assert styled.evaluate("[...seen]") == ["rgb(1, 0, 0)", "rgb(2, 0, 0)"]
    styled.wait_for_function("document.querySelectorAll('link').length === 1")
    pages.assert_fresh(styled, "/")


def test_picture_is_exchanged(pages: LivePages, styled: Page, tmp_path: Path) -> None:
    (tmp_path / "b.svg").write_text(_picture(20))
    pages.main.tell(styles=(Url("/b.svg"),))
    styled.wait_for_function("document.querySelector('img').naturalWidth === 20")
    pages.assert_fresh(styled, "/")


def test_new_stylesheet_is_there_before_the_old_one_goes(
    pages: LivePages, styled: Page, tmp_path: Path
) -> None:
    (tmp_path / "c.css").write_text("p { color: rgb(3, 0, 0) }")
    pages.main.answers[Url("/c.css")] = FileAnswer(str(tmp_path / "c.css"), str(tmp_path))
    styled.evaluate("""() => {
        window.seen = new Set();
        new MutationObserver(() => seen.add(getComputedStyle(document.querySelector("p")).color))
            .observe(document.head, { childList: true });
    }""")
    link = '<link rel="stylesheet" href="/c.css">\n'
    pages.publish(styled, "/", page_html("<p>text</p><img src='b.svg'>", head=link))
    styled.wait_for_function("document.querySelectorAll('link').length === 1")
    assert "rgb(0, 0, 0)" not in styled.evaluate("[...seen]")
    pages.assert_fresh(styled, "/")


def _picture(width: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="9"></svg>'
