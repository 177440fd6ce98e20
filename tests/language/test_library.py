"""Every page as it is now: on the disk, or in an editor."""

from __future__ import annotations

from pathlib import Path

from devserver.config import load
from devserver.language.cards import key, keys_of
from devserver.language.leading import links_to
from devserver.language.library import Library
from devserver.model import SourcePath
from tests.language.sites import Site, write


def leading(site: Site, page: str) -> list[str]:
    return [
        site.shown(found.target.span) for found in links_to(site.library, SourcePath(page), None)
    ]


def test_what_changes_on_the_disk_is_read_again_when_it_is_marked(tmp_path: Path) -> None:
    site = Site(tmp_path, {"a.md": "# A\n", "b.md": "[x](a.md)\n"})
    write(tmp_path / "b.md", "none\n")
    write(tmp_path / "new/c.md", "[y](../a.md)\n")
    site.library.look([str(tmp_path / "b.md"), str(tmp_path / "new")])
    assert leading(site, "a.md") == ["new/c.md:1:../a.md"]
    (tmp_path / "new/c.md").unlink()
    site.library.look([str(tmp_path / "new/c.md")])
    assert leading(site, "a.md") == []


def test_an_unsaved_text_counts_until_it_is_closed(tmp_path: Path) -> None:
    site = Site(tmp_path, {"a.md": "# A\n", "b.md": "[x](a.md)\n"})
    site.cover(b="\n[y](a.md#a)\n", fresh="[z](a.md)\n")
    assert leading(site, "a.md") == ["b.md:2:a.md#a", "fresh.md:1:a.md"]
    site.cover()
    assert leading(site, "a.md") == ["b.md:1:a.md"]
    assert SourcePath("fresh.md") not in site.library.cards


def test_what_pages_are_called_is_known_before_they_are_read(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "# A\n")
    write(tmp_path / "b.md", "[x](a.md)\n")
    library = Library(load(tmp_path, cwd=tmp_path))
    for _ in library.load():
        pass
    assert library.is_page(SourcePath("b.md"))
    assert library.width(SourcePath("b.md")) == 4
    assert [library.read_on() for _ in range(3)] == [True, True, False]
    assert library.width(SourcePath("b.md")) == 1
    assert library.cards.mentioning(["a"]) == {"b.md"}


def test_a_page_changes_with_what_it_includes(tmp_path: Path) -> None:
    site = Site(tmp_path, {"a.md": '--8<-- "part.txt"\n', "part.txt": "", "c.md": "# C\n"})
    site.library.cover({str(tmp_path / "part.txt"): "[x](c.md)\n"})
    assert leading(site, "c.md") == ["part.txt:1:c.md"]
    assert site.library.showing(SourcePath("part.txt")) == {"a.md"}
    assert site.library.page(SourcePath("part.txt")) == "a.md"


def test_a_file_is_known_by_each_name_that_a_link_may_give_it() -> None:
    for target in ("x/tea.md", "../Tea", "tea/", "tea.html#a", "/x/tea.md?y", "[[x/Tea#y"):
        assert key(target) == "tea"
    assert [key("#a"), key("."), key(".."), key("/"), key("a%20b.png")] == [
        "#",
        "",
        "",
        "",
        "a b.png",
    ]
    assert keys_of(SourcePath("guide/index.md"), "/guide/") == {"index", "guide", ""}
    assert keys_of(SourcePath("guide/01-tea.md"), "/guide/tea/") == {"01-tea", "tea"}


def test_drafts_and_files_of_no_page_are_no_hindrance(tmp_path: Path) -> None:
    pages = {"a.md": "---\ndraft: true\n---\n# A\n", "b.md": "[x](a.md)\n", "c.bin": "\0\xff"}
    site = Site(tmp_path, pages)
    assert leading(site, "a.md") == ["b.md:1:a.md"]
    assert site.library.size(SourcePath("c.bin")) == 3
    assert site.library.source(str(tmp_path / "a.md")) == "a.md"
    assert site.library.source("/elsewhere/a.md") is None
