"""What moves takes its links along, before it moves; the same as ``devserver mv``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from devserver.config import load
from devserver.language.moves import moved
from devserver.moving import move
from tests.language.sites import Site
from tests.test_moving import NAMES, PAGES, _sites, project, texts

MARKED = {
    **PAGES,
    "docs/index.md": PAGES["docs/index.md"] + "[other](other.md) [by folder](guide/)\n",
    "docs/other.md": "[t]: guide/tea.md#hot\n",
    "devserver.toml": 'nav = ["docs/index.md", "docs/guide/tea.md"]\n',
}


def edited(site: Site, *pairs: tuple[str, str]) -> dict[str, str]:
    """Make the edits for some moves, and then move."""
    absolute = [(str(site.folder / old), str(site.folder / new)) for old, new in pairs]
    site.apply(moved(site.library, absolute))
    for old, new in pairs:
        (site.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (site.folder / old).rename(site.folder / new)
    return texts(site.folder)


def test_links_in_and_out_and_the_navigation_follow(tmp_path: Path) -> None:
    found = edited(Site(tmp_path, MARKED), ("docs/guide/tea.md", "docs/green.md"))
    assert "[Tea](green.md#hot)" in found["docs/index.md"]
    assert "[Home](index.md)" in found["docs/green.md"]
    assert found["docs/other.md"] == "[t]: green.md#hot\n"
    assert found["devserver.toml"] == 'nav = ["docs/index.md", "docs/green.md"]\n'


def test_folders_and_several_files_move_at_once(tmp_path: Path) -> None:
    pairs = (("docs/guide", "docs/more/manual"), ("docs/cup.png", "docs/more/cup.png"))
    found = edited(Site(tmp_path, MARKED), *pairs)
    assert "[Tea](more/manual/tea.md#hot)" in found["docs/index.md"]
    assert "![](more/cup.png)" in found["docs/index.md"]
    assert "[by folder](more/manual/)" in found["docs/index.md"]
    assert found["docs/more/manual/tea.md"].startswith("# Tea\n\n[Home](../../index.md), [cup][]")
    assert "[cup]: ../cup.png" in found["docs/more/manual/tea.md"]


@pytest.mark.parametrize(
    "pair", [("x.md", "docs/y.md"), ("docs/none.md", "docs/y.md"), ("docs/other.md", "../y.md")]
)
def test_what_is_no_move_within_the_docs_changes_nothing(
    tmp_path: Path, pair: tuple[str, str]
) -> None:
    site = Site(tmp_path, {**MARKED, "docs/index.md": "# Home\n"})
    old, new = (str(tmp_path / each) for each in pair)
    assert not [e for e in moved(site.library, [(old, new)]) if e.path != "docs/other.md"]


def test_unsaved_texts_count(tmp_path: Path) -> None:
    site = Site(tmp_path, {"a.md": "# A\n", "b.md": "# B\n"})
    site.cover(b="\n\n[unsaved](a.md)\n")
    pair = str(tmp_path / "a.md"), str(tmp_path / "c.md")
    assert [(e.path, e.line, e.new) for e in moved(site.library, [pair])] == [("b.md", 3, "c.md")]


@settings(max_examples=3, deadline=None)
@given(
    _sites(),
    st.sampled_from((*NAMES, "sub", "sub/deep")),
    st.sampled_from(("new.md", "sub/new.md", "deeper/still/new.md", "d/x (1).md")),
)
def test_the_same_is_written_as_by_mv(files: dict[str, str], old: str, new: str) -> None:
    # Of two definitions of a label, ``mv`` leaves the one that means nothing as it is.
    assume(all(text.count("[r]:") < 2 for text in files.values()))
    assume(not f"{new}/".startswith(f"{old}/"))
    new = new if old.endswith(".md") else new.removesuffix(".md")
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder) / "here", Path(folder) / "there"
        by_editor = edited(Site(project(here, files), {}), (old, new))
        project(there, files)
        move(load(there, cwd=there), there / old, there / new)
        assert by_editor == texts(there)
