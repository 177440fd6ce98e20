"""What a link has to say once files have moved."""

from __future__ import annotations

import pytest

from devserver.model import Link, NavLink, NavPage, NavSection, SourcePath, Url
from devserver.site.links import Targets, resolve
from devserver.site.renaming import Edit, Moves, link_edits, nav_edits

FILES = ("index.md", "guide/index.md", "guide/tea.md", "guide/cup.png", "tools/kettle.md", "x.md")
URLS = {
    "index.md": "/",
    "guide/index.md": "/guide/",
    "guide/tea.md": "/guide/tea/",
    "guide/cup.png": "/guide/cup.png",
    "tools/kettle.md": "/tools/kettle/",
    "x.md": "/x/",
}
FOLDERS = {"": Url("/"), "guide": Url("/guide/"), "tools": Url("/tools/")}


def targets(docs: str = "") -> Targets:
    urls = {SourcePath(docs + path): Url(url) for path, url in URLS.items()}
    return Targets(docs, urls, FOLDERS)


def new_target(page: str, target: str, moves: Moves) -> str | None:
    """Say what the target of the only link of ``page`` becomes; ``None``: it stays."""
    path = SourcePath(moves.docs + page)
    link = Link(target, path, 3, 7)
    resolved = resolve(link, Url(URLS[page]), targets(moves.docs), path)
    edits = list(link_edits(path, [(link, resolved)], moves))
    assert all((edit.path, edit.line, edit.column) == (path, 3, 7) for edit in edits)
    assert all(target.startswith(edit.old) for edit in edits)
    return edits[0].new + target[len(edits[0].old) :] if edits else None


@pytest.mark.parametrize("docs", ["", "docs/"])
@pytest.mark.parametrize(
    ("page", "target", "move", "becomes"),
    [
        # links in
        ("index.md", "guide/tea.md", ("guide/tea.md", "guide/green.md"), "guide/green.md"),
        ("index.md", "./x.md?a=1#b", ("x.md", "y.md"), "./y.md?a=1#b"),
        ("guide/tea.md", "../x.md", ("x.md", "guide/x.md"), "x.md"),
        ("guide/tea.md", "/x.md#b", ("x.md", "guide/x.md"), "/guide/x.md#b"),
        ("index.md", "guide/tea", ("guide/tea.md", "guide/green.md"), "guide/green.md"),
        ("index.md", "guide/tea/", ("guide/tea.md", "guide/green.md"), "guide/green.md"),
        ("index.md", "guide/tea.html", ("guide/tea.md", "y.md"), "y.md"),
        (
            "index.md",
            "guide/cup.png",
            ("guide/cup.png", "my cup (1).png"),
            "my%20cup%20%281%29.png",
        ),
        ("index.md", "x.md", ("x.md", "thé.md"), "thé.md"),
        # links out
        ("guide/tea.md", "cup.png", ("guide/tea.md", "tea.md"), "guide/cup.png"),
        ("guide/tea.md", "../x.md", ("guide/tea.md", "guide/hot/tea.md"), "../../x.md"),
        ("guide/tea.md", ".", ("guide/tea.md", "tea.md"), "guide"),
        ("guide/tea.md", "/x.md", ("guide/tea.md", "tea.md"), None),
        ("guide/tea.md", "cup.png", ("guide/tea.md", "guide/green.md"), None),
        # folders
        ("index.md", "guide/", ("guide", "manual"), "manual/"),
        ("index.md", "guide/tea.md", ("guide", "manual"), "manual/tea.md"),
        ("guide/tea.md", "cup.png", ("guide", "manual"), None),
        ("guide/tea.md", "../x.md", ("guide", "a/manual"), "../../x.md"),
        ("index.md", "guide/", ("guide/index.md", "start.md"), "start.md"),
        ("index.md", "tools/", ("tools", "kit"), "kit/"),
        # neither
        ("index.md", "x.md", ("guide", "manual"), None),
        ("index.md", "#top", ("index.md", "home.md"), None),
        ("index.md", "https://example.org/x.md", ("x.md", "y.md"), None),
        ("index.md", "nowhere.md", ("guide", "manual"), None),
    ],
)
def test_a_link_follows(
    docs: str, page: str, target: str, move: tuple[str, str], becomes: str | None
) -> None:
    moves = Moves(((docs + move[0], docs + move[1]),), docs)
    assert new_target(page, target, moves) == becomes


def test_a_link_in_an_included_file_is_left_alone() -> None:
    page = SourcePath("index.md")
    link = Link("x.md", SourcePath("part.txt"), 1, 1)
    found = [(link, resolve(link, Url("/"), targets(), page))]
    assert not list(link_edits(page, found, Moves((("x.md", "y.md"),), "")))


def test_the_navigation_follows_too() -> None:
    entries = (
        NavPage(SourcePath("docs/x.md"), "X", 2),
        NavSection("Guide", (NavPage(SourcePath("docs/guide/tea.md"), None, 4),)),
        NavPage(SourcePath("docs/guide/"), None, 5),
        NavLink("Elsewhere", "https://example.org/"),
    )
    moves = Moves((("docs/guide", "docs/manual"),), "docs/")
    assert list(nav_edits(SourcePath("mkdocs.yml"), entries, moves, "docs/")) == [
        Edit(SourcePath("mkdocs.yml"), 4, 0, "guide/tea.md", "manual/tea.md"),
        Edit(SourcePath("mkdocs.yml"), 5, 0, "guide", "manual"),
    ]
