"""Pages that come, go and move are followed by whoever looks at them, without a reload."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.end_to_end.desk import Desk, was_never_reloaded


def test_an_empty_folder_comes_alive_with_its_first_file(desk: Desk) -> None:
    desk.start()
    page = desk.open("/")
    expect(page.locator("article h1")).to_have_text("Ready when you are")
    desk.save("index.md", "# First\n")
    expect(page.locator("article h1")).to_have_text("First")
    desk.assert_fresh(page, "/")
    assert was_never_reloaded(page)


def test_a_new_page_stands_in_the_place_of_its_404(desk: Desk) -> None:
    desk.workspace.write("index.md", "# Home\n")
    desk.start()
    page = desk.open("/guide/new/")
    expect(page.locator("article")).to_contain_text("Nothing is published at /guide/new/")
    desk.save("guide/new.md", "# New\n\nJust written.\n")
    expect(page.locator("article h1")).to_have_text("New")
    desk.assert_fresh(page, "/guide/new/")
    desk.workspace.remove("guide/new.md")
    desk.watch.wait("rebuilt")
    expect(page.locator("article")).to_contain_text("Nothing is published at /guide/new/")
    desk.assert_fresh(page, "/guide/new/")
    assert was_never_reloaded(page)


def test_a_folder_that_is_renamed_is_one_rebuild_and_seen_by_its_neighbours(desk: Desk) -> None:
    desk.workspace.write("index.md", "# Home\n")
    desk.workspace.write("guide/index.md", "# The guide\n")
    desk.workspace.write("guide/intro.md", "# Intro\n")
    desk.start()
    home, intro = desk.open("/"), desk.open("/guide/intro/")
    desk.workspace.rename("guide", "manual")
    rebuilt = desk.watch.wait("rebuilt")
    assert rebuilt["changed"] == [
        *("guide/index.md", "guide/intro.md", "manual/index.md", "manual/intro.md"),
    ]
    expect(home.get_by_role("link", name="The guide").first).to_have_attribute("href", "manual/")
    expect(intro.locator("article")).to_contain_text("Did you mean")
    for page, url in ((home, "/"), (intro, "/guide/intro/")):
        desk.assert_fresh(page, url)
        assert was_never_reloaded(page)
    intro.locator("article").get_by_role("link", name="Intro").click()
    intro.wait_for_url("**/manual/intro/")


def test_a_page_that_is_renamed_is_one_rebuild(desk: Desk) -> None:
    desk.workspace.write("old.md", "# Page\n")
    desk.start()
    page = desk.open("/new/")
    desk.workspace.rename("old.md", "new.md")
    assert desk.watch.wait("rebuilt")["changed"] == ["new.md", "old.md"]
    expect(page.locator("article h1")).to_have_text("Page")
