"""The navigation tree, made of folders or laid out by a configuration."""

from __future__ import annotations

import pytest

from devserver.model import NavEntry, NavLink, NavPage, NavSection, SourcePath
from devserver.site.order import natural
from devserver.site.tree import mkdocs_title
from tests.site.sites import MKDOCS, Pages, drawn, structure


def page(path: str, title: str | None = None, line: int = 1) -> NavPage:
    return NavPage(SourcePath(f"docs/{path}"), title, line)


# ---------------------------------------------------------------- as the folders have it


@pytest.mark.parametrize(
    ("pages", "tree"),
    [
        pytest.param(
            ["b.md", "index.md", "a.md"],
            ["index.md /", "a.md /a/", "b.md /b/"],
            id="the home page comes first",
        ),
        pytest.param(
            ["10-end.md", "2-middle.md", "B.md", "a.md"],
            ["2-middle.md /2-middle/", "10-end.md /10-end/", "a.md /a/", "B.md /B/"],
            id="names are ordered as people count and spell",
        ),
        pytest.param(
            {"a.md": {"order": 2}, "b.md": {"order": 1}, "c.md": {}, "d.md": {"order": -1.5}},
            ["d.md /d/", "b.md /b/", "a.md /a/", "c.md /c/"],
            id="order comes before names",
        ),
        pytest.param(
            {"guide/index.md": {"order": 1}, "guide/x.md": {}, "a.md": {}},
            ["guide/index.md /guide/", "  guide/x.md /guide/x/", "a.md /a/"],
            id="a section is its index page, and takes its order",
        ),
        pytest.param(
            ["b.md", "getting-started/x.md"],
            ["b.md /b/", "Getting started /getting-started/", "  getting-started/x.md "
             "/getting-started/x/"],
            id="a section without a page is named after its folder",
        ),
        pytest.param(
            ["guide.md", "guide/x.md"],
            ["guide.md /guide/", "  guide/x.md /guide/x/"],
            id="a page called like a folder is the folder's page",
        ),
        pytest.param(
            {"a.md": {"in_nav": False}, "b/x.md": {"in_nav": False}, "c.md": {}},
            ["c.md /c/"],
            id="a section with nothing to show is not shown",
        ),
        pytest.param(
            {"b/index.md": {"in_nav": False}, "b/x.md": {}, "c.md": {}},
            ["c.md /c/"],
            id="an index page that is hidden hides its folder",
        ),
    ],
)  # fmt: skip
def test_folders_make_a_tree(pages: Pages, tree: list[str]) -> None:
    assert drawn(structure(pages).tree) == tree


@pytest.mark.parametrize(
    ("pages", "tree"),
    [
        pytest.param(
            ["z.md", "a/x.md", "B.md", "index.md"],
            ["index.md /", "B.md /B/", "z.md /z/", "A -", "  a/x.md /a/x/"],
            id="files come before folders, the index first, by plain names",
        ),
        pytest.param(
            ["user-guide/b.md", "user-guide/README.md", "API_v2/x.md"],
            ["API v2 -", "  API_v2/x.md /API_v2/x/",
             "User guide -", "  user-guide/README.md /user-guide/", "  user-guide/b.md "
             "/user-guide/b/"],
            id="a folder's page is one of its files",
        ),
        pytest.param(
            ["10.md", "2.md"], ["10.md /10/", "2.md /2/"], id="numbers are ordered as text"
        ),
    ],
)  # fmt: skip
def test_folders_make_a_tree_as_mkdocs_has_it(pages: Pages, tree: list[str]) -> None:
    assert drawn(structure(pages, MKDOCS).tree) == tree


def test_mkdocs_leaves_out_what_is_not_in_nav() -> None:
    assert drawn(structure(["a.md", "b.md"], MKDOCS, omitted=["b.md"]).tree) == ["a.md /a/"]


@pytest.mark.parametrize(
    ("folder", "title"),
    [("user-guide", "User guide"), ("API_docs", "API docs"), ("x", "X"), ("v2 Beta", "v2 Beta")],
)
def test_mkdocs_makes_titles_of_folders(folder: str, title: str) -> None:
    assert mkdocs_title(folder) == title


def test_natural_order_counts() -> None:
    names = ["a10", "a2", "A1", "b", "2", "10", "²"]
    assert sorted(names, key=natural) == ["2", "10", "A1", "a2", "a10", "b", "²"]


# ---------------------------------------------------------------- as a configuration lays it out

PAGES = ["index.md", "a.md", "guide/index.md", "guide/b.md", "guide/deep/c.md", "lone/d.md"]


@pytest.mark.parametrize(
    ("nav", "tree"),
    [
        pytest.param(
            (page("a.md"), page("index.md", "Start")),
            ["a.md /a/", "Start /"],
            id="pages, with a title or their own",
        ),
        pytest.param(
            (NavSection("More", (page("a.md"), NavSection("Deep", (page("guide/b.md"),)))),),
            ["More -", "  a.md /a/", "  Deep -", "    guide/b.md /guide/b/"],
            id="sections in sections",
        ),
        pytest.param(
            (NavLink("Code", "https://example.com"),),
            ["Code https://example.com"],
            id="links elsewhere",
        ),
        pytest.param(
            (page("guide/"), page("lone/", "Alone")),
            ["guide/index.md /guide/", "  guide/b.md /guide/b/", "  Deep /guide/deep/",
             "    guide/deep/c.md /guide/deep/c/", "Alone /lone/", "  lone/d.md /lone/d/"],
            id="a folder stands for what is in it",
        ),
        pytest.param(
            (page("", "All"),),
            ["All -", "  index.md /", "  a.md /a/", "  guide/index.md /guide/",
             "    guide/b.md /guide/b/", "    Deep /guide/deep/",
             "      guide/deep/c.md /guide/deep/c/", "  Lone /lone/", "    lone/d.md /lone/d/"],
            id="so does the docs folder, under a title",
        ),
        pytest.param(
            (page("lone/"), page("lone/")),
            ["Lone /lone/", "  lone/d.md /lone/d/"] * 2,
            id="a folder may be named twice",
        ),
        pytest.param(
            (page("manual.pdf"), page("manual.pdf", "The manual")),
            ["manual.pdf /manual.pdf", "The manual /manual.pdf"],
            id="a file that is no page",
        ),
    ],
)  # fmt: skip
def test_configuration_lays_out_the_tree(nav: tuple[NavEntry, ...], tree: list[str]) -> None:
    site = structure(PAGES, nav=nav, files=["manual.pdf"])
    assert drawn(site.tree) == tree
    assert not [p for p in site.problems if p.code == "nav-missing-file"]


def test_folder_of_a_mkdocs_navigation_is_titled_as_mkdocs_has_it() -> None:
    site = structure(["user-guide/x.md"], MKDOCS, nav=(page("user-guide/"),))
    assert drawn(site.tree) == ["User guide -", "  user-guide/x.md /user-guide/x/"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (page("changelog.md", line=7), "there is no page “changelog.md”"),
        (page("guid/b.md", line=7), "there is no page “guid/b.md”, did you mean “guide/b.md”?"),
        (
            page("guides/", line=7),
            "there is no folder with pages “guides/”, did you mean “guide/”?",
        ),
    ],
)
def test_what_is_named_in_vain_is_told_at_its_line(entry: NavPage, message: str) -> None:
    site = structure(PAGES, nav=(NavSection("S", (entry,)), page("")))
    (problem,) = site.problems
    assert problem.where() == "devserver.toml:7:1"
    assert (problem.severity, problem.code) == ("error", "nav-missing-file")
    assert problem.message == message


def test_hidden_draft_is_not_named_in_vain() -> None:
    site = structure(["a.md"], nav=(page("a.md"), page("draft.md")), files=["draft.md"])
    assert drawn(site.tree) == ["a.md /a/"]
    assert site.problems == ()


def test_page_left_out_of_a_configured_navigation_is_hinted_at() -> None:
    pages = {
        "a.md": {},
        "b.md": {},
        "meant.md": {},
        "draft.md": {"draft": True},
        "hidden.md": {"in_nav": False},
    }
    site = structure(pages, nav=(page("a.md"),), omitted=["meant.md"])
    (problem,) = site.problems
    assert problem.where() == "docs/b.md:1:1"
    assert (problem.severity, problem.code) == ("hint", "not-in-nav")
    assert "devserver.toml" in problem.message
