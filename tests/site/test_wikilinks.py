"""What a link by name means."""

from __future__ import annotations

import pytest

from devserver.model import Link, SourcePath
from devserver.site.near import Names
from devserver.site.wikilinks import any_named, meant, named_target, path_of

PATHS = ["index.md", "a/Page.md", "a/deep/Page.md", "b/page.md", "b/x.md", "p.png", "c/x.mdx"]
NAMES = Names(PATHS)


@pytest.mark.parametrize(
    ("name", "home", "path"),
    [
        ("Page", "index.md", "a/Page.md"),
        ("page", "b/x.md", "b/page.md"),
        ("deep/page", "index.md", "a/deep/Page.md"),
        ("Page.md", "a/deep/y.md", "a/deep/Page.md"),
        ("p.png", "b/x.md", "p.png"),
        ("x", "c/y.md", "c/x.mdx"),
        ("age", "index.md", None),
        ("nowhere", "index.md", None),
    ],
)
def test_a_name_is_a_file_beside_the_page_or_the_one_with_the_shortest_path(
    name: str, home: str, path: str | None
) -> None:
    assert path_of(name, home, NAMES) == path


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("x", "/b/x.md"),
        ("x#A heading, twice!", "/b/x.md#a-heading-twice"),
        ("x#One#Two", "/b/x.md#two"),
        ("x#^block", "/b/x.md"),
        ("#Here", "#here"),
        ("no one", "/no%20one"),
    ],
)
def test_a_link_by_name_stands_for_one_by_path(written: str, target: str) -> None:
    home = SourcePath("docs/b/y.md")
    link = Link(f"[[{written}", home, 3, 5)
    assert any_named([link])
    assert meant(link, home, NAMES, "docs/") == Link(target, home, 3, 5)


def test_it_is_found_where_it_is_written() -> None:
    text = "a [[One|x]] [b] ![[p.png]] [[Two\\|y]]"
    assert named_target(text, text.index("One")) == "[[One"
    assert named_target(text, text.index("p.png")) == "[[p.png"
    assert named_target(text, text.index("Two")) == "[[Two"
    assert named_target(text, text.index("b]")) is None
