"""References are written as MkDocs writes them, which is not always the shortest way."""

from __future__ import annotations

import pytest

from devserver.model import Url
from devserver.site.mkdocs_links import Split, escape, reference, source


@pytest.mark.parametrize(
    ("here", "there", "href"),
    [
        ("/", "/", "./"),
        ("/a/", "/a/", "./"),
        ("/a/", "/", "../"),
        ("/a/b/", "/a/c/", "../c/"),
        ("/a/", "/b:c/", "../b%3Ac/"),
        ("/a.html", "/a.html", "a.html"),
        ("/a/b.html", "/index.html", "../index.html"),
        ("/x/", "/it's (1)+&.png", "../it%27s%20%281%29%2B%26.png"),
    ],
)
def test_reference_is_that_of_mkdocs(here: str, there: str, href: str) -> None:
    assert reference(Url(here), Url(there)) == href


@pytest.mark.parametrize(
    ("page", "path", "file"),
    [
        ("a/b.md", "c.md", "a/c.md"),
        ("a/b.md", "../c.md", "c.md"),
        ("b.md", "../c.md", "../c.md"),
        ("b.md", "./c.md/", "c.md"),
        ("a/b.md", "", "a"),
    ],
)
def test_path_means_a_file_beside_the_page(page: str, path: str, file: str) -> None:
    assert source(page, path) == file


def test_query_and_anchor_stay_as_they_are_written() -> None:
    split = Split.of("a%20b.md?x=1 2#ü")
    assert split.path == "a b.md"
    assert split.leading_to("../a/") == "../a/?x=1 2#ü"
    assert Split.of("a.md#").leading_to("a/") == "a/"


def test_what_is_no_url_at_all_is_a_path() -> None:
    assert Split.of("http://[x").path == "http://[x"


def test_attributes_are_escaped_as_python_markdown_does() -> None:
    assert escape("a'b&c&copy;\"<d>") == "a'b&amp;c&copy;&quot;&lt;d&gt;"
