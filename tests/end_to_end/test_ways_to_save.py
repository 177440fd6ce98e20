"""However a file is saved, one save is one rebuild and one update of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.desk import Desk, Told, desk_in, is_live
from tests.ways_to_save import ONE_SAVE, Way

SAVES = 3


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Desk]:
    """Have one page being written, for all the ways to save it."""
    with desk_in(tmp_path_factory.mktemp("writing"), chromium) as desk:
        desk.workspace.write("page.md", "# Page\n\nBegun\n")
        desk.start()
        yield desk
        desk.workspace.accept()


@pytest.fixture
def page(writing: Desk) -> Iterator[Page]:
    opened = writing.context.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize("way", ONE_SAVE, ids=lambda way: way.__name__)
def test_one_save_is_one_rebuild_and_one_update(writing: Desk, page: Page, way: Way) -> None:
    told, path = Told(page), writing.workspace.project / "page.md"
    page.goto(f"{writing.watch.url}/page/")
    is_live(page)
    before = rebuilds(writing)
    lines = [f"{way.__name__} {n}" for n in range(SAVES)]
    for line in lines:
        way(path, line)
        expect(page.locator("article p").first).to_have_text(line)
    # What a save still had to say would have been said before this one.
    writing.save("page.md", "# Page\n\nThe last word\n")
    expect(page.locator("article p").first).to_have_text("The last word")
    writing.watch.wait_until(lambda: rebuilds(writing) > before + SAVES, "rebuild of the last")
    assert rebuilds(writing) == before + SAVES + 1
    assert told.count("update") == SAVES + 1
    assert told.count("reload") == 0


def rebuilds(desk: Desk) -> int:
    return sum(event["event"] == "rebuilt" for event in desk.watch.events)
