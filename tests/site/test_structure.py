"""Urls: who gets which, and what a url that is almost right means."""

from __future__ import annotations

import pytest

from devserver.model import NavPage, SourcePath, Url
from tests.site.sites import FILES, MKDOCS, structure


def test_index_has_the_folders_url_and_readme_its_own() -> None:
    site = structure(["guide/index.md", "guide/README.md", "other/README.md"])
    assert {path.removeprefix("docs/"): url for path, url in site.urls.items()} == {
        "guide/index.md": "/guide/",
        "guide/README.md": "/guide/README/",
        "other/README.md": "/other/",
    }
    assert site.problems == ()


def test_mkdocs_publishes_no_readme_beside_an_index() -> None:
    site = structure(["README.md", "index.md"], MKDOCS)
    assert site.pages == {"/": "docs/index.md"}
    assert [problem.path for problem in site.problems] == ["docs/README.md"]


def test_two_sources_of_one_url_are_a_problem_that_names_both() -> None:
    site = structure(["a.md", "a.markdown", "a/index.md"])
    assert site.pages[Url("/a/")] == "docs/a/index.md"
    assert [(p.path, p.code, p.severity) for p in site.problems] == [
        ("docs/a.markdown", "duplicate-url", "error"),
        ("docs/a.md", "duplicate-url", "error"),
    ]
    assert all("docs/a/index.md" in problem.message for problem in site.problems)


@pytest.mark.parametrize("first", ["a.md", "a.markdown", "a/index.md"])
def test_the_one_that_had_the_url_keeps_it(first: str) -> None:
    before = structure([first])
    site = structure(["a.md", "a.markdown", "a/index.md"], before=before)
    assert site.pages[Url("/a/")] == f"docs/{first}"
    assert len(site.problems) == 2
    assert f"docs/{first}" not in {problem.path for problem in site.problems}
    again = structure(["a.md", "a.markdown", "a/index.md"], before=site)
    assert again.problems == site.problems


def test_index_that_appears_beside_a_readme_takes_its_place() -> None:
    site = structure(["README.md", "index.md"], before=structure(["README.md"]))
    assert site.pages[Url("/")] == "docs/index.md"


def test_file_where_a_page_is_written_is_not_published() -> None:
    site = structure(["guide/index.md", "b.md"], files=["guide/index.html", "b/index.html"])
    assert not site.files
    assert {(p.path, p.code) for p in site.problems} == {
        ("docs/guide/index.html", "duplicate-url"),
        ("docs/b/index.html", "duplicate-url"),
    }


def test_folder_without_a_page_is_listed_at_whatever_depth() -> None:
    site = structure(["a/b/c.md", "d/index.md"])
    assert site.listings == {"/": "", "/a/": "a", "/a/b/": "a/b"}
    assert site.folder_of(Url("/a/b/")) == "a/b"
    assert site.folder_of(Url("/d/")) is None
    assert site.folder_of(Url("/x/")) is None


def test_folder_with_a_page_of_its_own_making_is_not_listed() -> None:
    site = structure(["a/b.md"], files=["a/index.html"])
    assert site.listings == {"/": ""}
    assert site.files == {"/a/index.html": "docs/a/index.html"}


def test_folder_is_listed_where_pages_are_files() -> None:
    site = structure(["a/b.md"], FILES)
    assert site.folder_of(Url("/a/index.html")) == "a"
    assert site.meant(Url("/a/")) == "/a/index.html"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/guide/intro", "/guide/intro/"),
        ("/guide/intro.md", "/guide/intro/"),
        ("/guide/intro.html", "/guide/intro/"),
        ("/guide/intro/index.html", "/guide/intro/"),
        ("/guide", "/guide/"),
        ("/guide/index.md", "/guide/"),
        ("/guide/README", "/guide/"),
        ("/other", "/other/"),
        ("/index.html", "/"),
        ("/README.md", "/"),
        ("/plan.png/", None),
        ("/guide/intr", None),
        ("//guide/intro", None),
        ("/%2fguide", None),
    ],
)
def test_almost_right_url_is_redirected(asked: str, meant: str | None) -> None:
    site = structure(
        ["README.md", "guide/index.md", "guide/intro.md", "other/x.md"], files=["plan.png"]
    )
    assert site.meant(Url(asked)) == meant


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/guide/", "/guide/index.html"),
        ("/guide/intro/", "/guide/intro.html"),
        ("/guide/intro", "/guide/intro.html"),
        ("/guide/intro.md", "/guide/intro.html"),
        ("/index.html", "/"),
    ],
)
def test_almost_right_url_is_redirected_where_pages_are_files(asked: str, meant: str) -> None:
    site = structure(["index.md", "guide/index.md", "guide/intro.md"], FILES)
    assert site.meant(Url(asked)) == meant


def test_reading_order_follows_the_tree_and_has_each_page_once() -> None:
    nav = tuple(NavPage(SourcePath(f"docs/{path}")) for path in ("b.md", "a.md", "b.md"))
    site = structure(["a.md", "b.md", "c.md"], nav=nav)
    assert site.order == ("/b/", "/a/")
    assert site.places == {"/b/": 0, "/a/": 1}
    assert site.nodes[Url("/b/")] is site.tree.children[0]


@pytest.mark.parametrize("name", ["a\\b", "a\nb", "\x7f", "folder\t/a"])
def test_file_that_no_address_can_name_is_a_problem_and_not_published(name: str) -> None:
    made = structure(["index.md", f"{name}.md"], files=[f"{name}.png"])
    assert list(made.urls.values()) == ["/"]
    assert list(made.folders) == [""]
    assert [(p.path, p.code) for p in made.problems] == [
        (f"docs/{name}.md", "file-name"),
        (f"docs/{name}.png", "file-name"),
    ]
