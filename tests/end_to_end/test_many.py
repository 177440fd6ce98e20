"""Many open pages and many changed files are dealt with at once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.end_to_end.desk import Desk, was_never_reloaded

FILES = 1000


def test_ten_tabs_show_one_save(desk: Desk) -> None:
    desk.workspace.write("index.md", "# One\n")
    desk.start()
    tabs = [desk.open("/") for _ in range(10)]
    rebuilt = desk.save("index.md", "# Two\n")
    assert rebuilt["pages"] == ["/"]
    for tab in tabs:
        expect(tab.locator("article h1")).to_have_text("Two")
        assert was_never_reloaded(tab)


def test_a_thousand_files_that_change_at_once_are_one_rebuild_or_two(desk: Desk) -> None:
    desk.workspace.write("index.md", "# Home\n")
    desk.start()
    page = desk.open("/")
    new = desk.workspace.temporary
    for number in range(FILES):
        (new / f"page-{number}.md").write_text(f"# Page {number}\n")
    for file in sorted(new.iterdir()):
        file.rename(desk.workspace.project / file.name)
    desk.workspace.accept()
    changed: set[str] = set()
    rounds = 0
    while len(changed) < FILES:
        changed |= set(desk.watch.wait("rebuilt")["changed"])
        rounds += 1
    assert rounds <= 2
    expect(page.get_by_role("link", name="Page 42", exact=True)).to_be_attached()
    # Nothing more comes of it.
    assert desk.save("index.md", "# House\n")["changed"] == ["index.md"]
    expect(page.locator("article h1")).to_have_text("House")
    assert was_never_reloaded(page)
