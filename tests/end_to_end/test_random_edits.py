"""After whatever an author does, every open page is what a fresh load of it shows."""

from __future__ import annotations

import pytest

from tests.end_to_end.author import Author
from tests.end_to_end.desk import Desk, was_never_reloaded

EDITS = 12


@pytest.mark.parametrize("seed", range(2))
def test_open_pages_are_what_a_fresh_load_shows(desk: Desk, seed: int) -> None:
    author = Author(desk.workspace, seed)
    desk.start()
    pages = {url: desk.open(url) for url in ("/", "/guide/intro/")}
    for number in range(EDITS):
        edit = author.edit()
        desk.watch.wait("rebuilt")
        for url, page in pages.items():
            desk.assert_fresh(page, url)
            assert was_never_reloaded(page), f"edit {number} of seed {seed}, {edit}"
