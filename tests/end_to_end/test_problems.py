"""What is wrong shows over the last good page, with its place and its line, until it is mended."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.desk import Desk, was_never_reloaded

TEMPLATE = (Path(__file__).parents[2] / "templates/partials/neighbours.html").read_text()


def overlay(page: Page) -> Locator:
    return page.get_by_role("region", name="Problems")


def test_a_broken_link_is_named_with_file_line_and_source_line(desk: Desk) -> None:
    desk.workspace.write("index.md", "# Home\n")
    desk.workspace.write("other.md", "# Other\n")
    desk.start()
    page, other = desk.open("/"), desk.open("/other/")
    desk.save("index.md", "# Home\n\nSee [there](gone.md).\n")
    expect(overlay(page)).to_contain_text("there is no “gone.md”")
    expect(overlay(page)).to_contain_text("index.md:3:13")
    expect(overlay(page)).to_contain_text("3 | See [there](gone.md).")
    expect(page.locator("article p")).to_have_text("See there.")
    expect(other.get_by_role("button", name="1 problem")).to_be_visible()
    expect(overlay(other)).to_be_hidden()
    desk.save("gone.md", "# Found\n")
    expect(overlay(page)).to_be_hidden()
    expect(other.get_by_role("button", name="1 problem")).to_be_hidden()
    desk.assert_fresh(page, "/")
    assert was_never_reloaded(page)


def test_a_broken_template_leaves_the_last_good_page(desk: Desk) -> None:
    desk.workspace.write("devserver.toml", 'docs = "docs"\ntemplates = "theme"\n')
    desk.workspace.write("theme/partials/neighbours.html", TEMPLATE)
    desk.workspace.write("docs/index.md", "# Home\n\nGood.\n")
    desk.workspace.write("docs/other.md", "# Other\n")
    desk.start()
    page = desk.open("/")
    broken = TEMPLATE + "<p>{{ page.title</p>\n"
    desk.save("theme/partials/neighbours.html", broken)
    line = len(broken.splitlines())
    expect(overlay(page)).to_contain_text(f"theme/partials/neighbours.html:{line}:1")
    expect(overlay(page)).to_contain_text(f"{line} | <p>{{{{ page.title</p>")
    expect(page.locator("article p")).to_have_text("Good.")
    # The author goes on writing meanwhile, and a new page has nothing good to show yet.
    desk.save("docs/index.md", "# Home\n\nBetter.\n")
    expect(page.locator("article p")).to_have_text("Good.")
    desk.save("theme/partials/neighbours.html", TEMPLATE.replace("Next", "Onwards"))
    expect(overlay(page)).to_be_hidden()
    expect(page.locator("article p")).to_have_text("Better.")
    expect(page.get_by_role("link", name="Onwards")).to_be_visible()
    desk.assert_fresh(page, "/")
    assert was_never_reloaded(page)


def test_a_broken_configuration_leaves_the_last_good_one_in_force(desk: Desk) -> None:
    desk.workspace.write("devserver.toml", 'title = "Mine"\ndocs = "docs"\n')
    desk.workspace.write("docs/index.md", "# Home\n")
    desk.start()
    page = desk.open("/")
    desk.save("devserver.toml", 'title = "Mine"\ndocs = "docs"\ntitel = 1\n')
    expect(overlay(page)).to_contain_text("devserver.toml:3:1")
    expect(overlay(page)).to_contain_text("3 | titel = 1")
    expect(page).to_have_title("Mine")
    desk.save("devserver.toml", 'title = "Ours"\ndocs = "docs"\n')
    expect(overlay(page)).to_be_hidden()
    expect(page).to_have_title("Ours")
    assert was_never_reloaded(page)


def test_a_front_matter_that_cannot_be_read_is_named(desk: Desk) -> None:
    desk.workspace.write("index.md", "---\ntitle: Home\n---\n\nText.\n")
    desk.start()
    page = desk.open("/")
    desk.save("index.md", "---\ntitle: [Home\n---\n\nText.\n")
    expect(overlay(page)).to_contain_text("index.md:2:")
    expect(overlay(page)).to_contain_text("2 | title: [Home")
    desk.save("index.md", "---\ntitle: House\n---\n\nText.\n")
    expect(overlay(page)).to_be_hidden()
    expect(page.locator("h1")).to_have_text("House")
