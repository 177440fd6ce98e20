"""From paths to urls, and back from what somebody may have meant."""

from __future__ import annotations

import pytest

from devserver.model import SourcePath, Url
from devserver.site.urls import Addresses, candidates, file_at
from tests.site.sites import FILES, MKDOCS, NATIVE


@pytest.mark.parametrize(
    ("path", "directory", "file"),
    [
        ("intro.md", "/intro/", "/intro.html"),
        ("guide/intro.md", "/guide/intro/", "/guide/intro.html"),
        ("guide/Intro.Markdown", "/guide/Intro/", "/guide/Intro.html"),
        ("guide/v1.2.md", "/guide/v1.2/", "/guide/v1.2.html"),
        ("déjà vu.md", "/déjà vu/", "/déjà vu.html"),
    ],
)
def test_page_is_a_folder_or_a_file(path: str, directory: str, file: str) -> None:
    source = SourcePath(f"docs/{path}")
    assert NATIVE.page_url(source) == directory
    assert FILES.page_url(source) == file


@pytest.mark.parametrize(
    ("folder", "directory", "file"),
    [("", "/", "/"), ("guide", "/guide/", "/guide/index.html")],
)
def test_folder_has_a_url(folder: str, directory: str, file: str) -> None:
    assert NATIVE.folder_url(folder) == directory
    assert FILES.folder_url(folder) == file


@pytest.mark.parametrize(
    ("name", "native", "mkdocs"),
    [
        ("index.md", 0, 0),
        ("README.md", 1, 1),
        ("readme.md", 1, None),
        ("Index.md", 1, None),
        ("indexes.md", None, None),
    ],
)
def test_some_names_claim_their_folder(name: str, native: int | None, mkdocs: int | None) -> None:
    assert NATIVE.index_rank(SourcePath(f"docs/{name}")) == native
    assert MKDOCS.index_rank(SourcePath(f"docs/{name}")) == mkdocs


def test_project_may_be_the_docs_folder() -> None:
    addresses = Addresses("", (".md",))
    assert addresses.page_url(SourcePath("guide/intro.md")) == "/guide/intro/"
    assert addresses.folder(SourcePath("intro.md")) == ""
    assert addresses.file_url(SourcePath("a.png")) == "/a.png"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/guide/intro", "/guide/intro/"),
        ("/guide/intro.md", "/guide/intro/"),
        ("/guide/intro.html", "/guide/intro/"),
        ("/guide/index.html", "/guide/"),
        ("/guide/README", "/guide/"),
        ("/guide/intro/", "/guide/intro.html"),
        ("/guide/", "/guide/index.html"),
    ],
)
def test_almost_right_url_has_candidates(asked: str, meant: str) -> None:
    assert meant in candidates(Url(asked))
    assert asked not in candidates(Url(asked))


def test_host_of_files_shows_a_folder_by_its_index() -> None:
    assert file_at(Url("/guide/")) == "/guide/index.html"
    assert file_at(Url("/guide/intro.html")) == "/guide/intro.html"
