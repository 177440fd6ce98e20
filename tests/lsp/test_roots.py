"""Each document belongs to the root that ``watch`` would choose for it, or to none."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.lsp.roots import configuration_of, resolved


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that nothing above has a say in."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "top").mkdir()
    return tmp_path / "top"


def write(path: Path, text: str = "# Page\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def docs_of(file: Path, *folders: Path) -> Path | None:
    found = configuration_of(file, folders)
    return found.docs if found else None


def test_the_configuration_above_the_workspace_folder_counts(top: Path) -> None:
    write(top / "mkdocs.yml", "site_name: A\n")
    page = write(top / "docs/guide/a.md")
    for folder in (top, top / "docs", top / "docs/guide"):
        assert docs_of(page, folder) == top / "docs"
    assert docs_of(page) == top / "docs"


def test_a_nearer_configuration_counts_for_pages_that_the_first_does_not_have(top: Path) -> None:
    write(top / "devserver.toml", "")
    write(top / "docs/a.md")
    write(top / "parts/b/mkdocs.yml", "site_name: B\n")
    page = write(top / "parts/b/docs/b.md")
    assert docs_of(page, top) == top / "parts/b/docs"
    assert docs_of(top / "docs/a.md", top) == top / "docs"
    readme = write(top / "README.md")  # Pages may include it.
    assert docs_of(readme, top) == top / "docs"


def test_without_configuration_it_is_the_workspace_folder_or_its_docs(top: Path) -> None:
    page = write(top / "a/b.md")
    assert docs_of(page, top) == top
    write(top / "docs/c.md")
    assert docs_of(top / "docs/c.md", top) == top / "docs"
    assert docs_of(page, top) is None


def test_a_document_outside_of_every_workspace_folder_needs_a_configuration(top: Path) -> None:
    page = write(top / "notes/a.md")
    write(top / "work/docs/b.md")
    assert docs_of(page, top / "work") is None
    assert docs_of(page) == top / "notes"
    write(top / "notes/devserver.toml", "docs = '.'\n")
    assert docs_of(page, top / "work") == top / "notes"


def test_nobodys_home_folder_is_watched_unasked(top: Path) -> None:
    page = write(top.parent / "a.md")
    assert docs_of(page) is None
    assert docs_of(page, top.parent) is None


def test_a_new_file_in_a_new_folder_belongs_where_it_will_be(top: Path) -> None:
    write(top / "devserver.toml", "")
    (top / "docs").mkdir()
    assert docs_of(top / "docs/new/page.md", top) == top / "docs"


def test_links_on_the_way_to_a_file_are_followed_but_not_the_last(top: Path) -> None:
    page = write(top / "real/a.md")
    (top / "link").symlink_to(top / "real")
    (top / "real/b.md").symlink_to(page)
    assert resolved(str(top / "link/b.md")) == top / "real/b.md"
