"""However a file is saved, one save is one rebuild and one update of the page."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.desk import Desk, Told, desk_in, is_live
from tests.tools import require

SAVES = 3


def written_in_pieces(path: Path, line: str) -> None:
    with path.open("w") as file:
        for piece in ("# Page\n\n", line, "\n"):
            file.write(piece)
            file.flush()


def renamed_into_place(path: Path, line: str) -> None:
    new = path.with_name("page.md.new")
    new.write_text(f"# Page\n\n{line}\n")
    new.replace(path)


def written_after_a_backup(path: Path, line: str) -> None:
    path.rename(path.with_name("page.md~"))
    path.write_text(f"# Page\n\n{line}\n")
    path.with_name("page.md~").unlink()


def by_sed(path: Path, line: str) -> None:
    run("sed", "-i", f"3s/.*/{line}/", str(path))


def by_vim(path: Path, line: str) -> None:
    vim = require("vim", package="vim")
    run(vim, "-u", "NONE", "-es", "-c", f"3s/.*/{line}/", "-c", "wq", str(path))


def by_vim_with_a_copy(path: Path, line: str) -> None:
    vim = require("vim", package="vim")
    change = ("-c", "set backup backupcopy=no", "-c", f"3s/.*/{line}/", "-c", "wq")
    run(vim, "-u", "NONE", "-es", *change, str(path))


def by_neovim(path: Path, line: str) -> None:
    neovim = require("nvim", package="neovim")
    run(neovim, "--clean", "--headless", "-c", f"3s/.*/{line}/", "-c", "wq", str(path))


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


WAYS = [
    *(written_in_pieces, renamed_into_place, written_after_a_backup),
    *(by_sed, by_vim, by_vim_with_a_copy, by_neovim),
]


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


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_one_save_is_one_rebuild_and_one_update(
    writing: Desk, page: Page, way: Callable[[Path, str], None]
) -> None:
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
