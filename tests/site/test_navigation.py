"""What one page shows of the site around it, however large the site is."""

from __future__ import annotations

import pytest

from devserver.model import NavEntry, NavLink, NavPage, NavSection, SourcePath, Url
from devserver.site.navigation import (
    WHOLE,
    WINDOW,
    Surroundings,
    children,
    from_anywhere,
    surroundings,
)
from devserver.site.structure import Structure
from devserver.view import Crumb, NavItem
from tests.site.sites import MKDOCS, structure


def title_of(path: SourcePath) -> str:
    return f"<{path.removeprefix('docs/')}>"


def escape(title: str) -> str:
    return f"“{title}”"


def around(site: Structure, url: str) -> Surroundings:
    return surroundings(site, Url(url), title_of, escape)


def drawn(items: tuple[NavItem, ...], indent: str = "") -> list[str]:
    """Draw a navigation as it is unfolded, a line a place; the way to the page has marks."""
    lines = []
    for item in items:
        mark = "*" if item.current else "+" if item.active else ""
        lines.append(f"{indent}{mark}{item.title_html} {item.href}")
        lines += drawn(item.children, indent + "  ")
    return lines


SMALL = structure(["index.md", "a.md", "guide/index.md", "guide/b.md", "guide/deep/c.md"])


def test_small_site_is_shown_whole_on_every_page() -> None:
    assert drawn(around(SMALL, "/guide/b/").nav) == [
        "<index.md> ../../",
        "<a.md> ../../a/",
        "+<guide/index.md> ../",
        "  *<guide/b.md> ./",
        "  “Deep” ../deep/",
        "    <guide/deep/c.md> ../deep/c/",
    ]


def test_way_to_a_page_leads_through_its_sections() -> None:
    assert around(SMALL, "/guide/deep/c/").crumbs == (
        Crumb("<guide/index.md>", "../../"),
        Crumb("“Deep”", "../"),
    )
    assert around(SMALL, "/").crumbs == ()


def test_neighbours_are_those_in_the_order_of_reading() -> None:
    first, middle, last = (around(SMALL, url) for url in ("/", "/guide/", "/guide/deep/c/"))
    assert first.previous is None
    assert first.next == Crumb("<a.md>", "a/")
    assert middle.previous == Crumb("<a.md>", "../a/")
    assert middle.next == Crumb("<guide/b.md>", "b/")
    assert last.previous == Crumb("<guide/b.md>", "../../b/")
    assert last.next is None


def test_page_outside_the_navigation_is_shown_below_the_nearest_section() -> None:
    site = structure({"guide/index.md": {}, "guide/hidden.md": {"in_nav": False}})
    seen = around(site, "/guide/hidden/")
    assert drawn(seen.nav) == ["+<guide/index.md> ../"]
    assert seen.crumbs == (Crumb("<guide/index.md>", "../"),)
    assert seen.previous is seen.next is None


def test_url_that_does_not_exist_still_has_a_navigation() -> None:
    seen = around(SMALL, "/guide/gone/")
    assert seen.crumbs == (Crumb("<guide/index.md>", "../"),)
    assert not any(item.current for item in seen.nav)


def test_large_site_is_folded_beside_the_way_to_the_page() -> None:
    site = structure([f"{letter}/{n}.md" for letter in "abc" for n in range(WHOLE // 2)])
    lines = drawn(around(site, "/b/3/").nav)
    assert lines[0] == "“A” ../../a/"
    assert lines[1] == "+“B” ../"
    assert lines.count("  *<b/3.md> ./") == 1
    assert lines[-1] == "“C” ../../c/"
    assert len(lines) == 3 + WHOLE // 2


def test_page_does_not_depend_on_pages_elsewhere_in_a_large_site() -> None:
    paths = [f"{letter}/{n}.md" for letter in "abc" for n in range(WHOLE // 2)]
    assert around(structure(paths), "/b/3/") == around(structure([*paths, "c/new.md"]), "/b/3/")


def test_folded_section_without_a_page_leads_to_its_first_page() -> None:
    deep = NavSection("Deep", (NavSection("Deeper", (NavPage(SourcePath("docs/0.md")),)),))
    others = tuple(NavPage(SourcePath(f"docs/{n}.md")) for n in range(1, WHOLE + 2))
    site = structure([f"{n}.md" for n in range(WHOLE + 2)], nav=(deep, *others))
    assert around(site, "/1/").nav[0].href == "../0/"
    assert around(site, "/0/").nav[0].href is None


@pytest.mark.parametrize(
    ("here", "first", "last", "more"),
    [
        pytest.param(0, 0, WINDOW - 1, 200, id="at the beginning"),
        pytest.param(150, 100, 199, 200, id="in the middle"),
        pytest.param(299, 200, 299, 200, id="at the end"),
    ],
)
def test_long_list_is_shown_around_the_page(here: int, first: int, last: int, more: int) -> None:
    site = structure([f"a/{n:03}.md" for n in range(300)])
    section = around(site, f"/a/{here:03}/").nav[0]
    assert len(section.children) == WINDOW
    assert section.children[0].title_html == f"<a/{first:03}.md>"
    assert section.children[-1].title_html == f"<a/{last:03}.md>"
    assert [item.more for item in section.children if item.more] == [more]


def test_link_elsewhere_is_left_as_it_is() -> None:
    site = structure(["a.md"], nav=(NavLink("Code", "https://example.com/"),))
    (item,) = around(site, "/a/").nav
    assert (item.href, item.external) == ("https://example.com/", True)


def test_listing_has_what_lies_in_the_folder_whatever_navigation_is_configured() -> None:
    paths = ["a.md", "guide/b.md", "guide/deep/c.md", "guide/own/index.md"]
    listed = (
        Crumb("<guide/b.md>", "b/"),
        Crumb("“Deep”", "deep/"),
        Crumb("<guide/own/index.md>", "own/"),
    )
    for nav in (None, (NavPage(SourcePath("docs/a.md")),)):
        site = structure(paths, nav=nav)
        assert children(site, Url("/guide/"), title_of, escape) == listed


def test_listing_in_a_mkdocs_project_leads_into_its_folders() -> None:
    site = structure(["guide/b.md", "guide/deep/c.md"], MKDOCS)
    assert site.listings == {"/": ""}
    assert children(site, Url("/"), title_of, escape) == (Crumb("“Guide”", "guide/b/"),)


def test_a_page_shows_its_icon_and_its_status_everywhere() -> None:
    def sign_of(path: SourcePath) -> tuple[str, str]:
        return ("<svg/>", "new") if path.endswith("b.md") else ("", "")

    here = surroundings(SMALL, Url("/a/"), title_of, escape, sign_of)
    signed = [(item.icon, item.status) for item in here.nav[2].children]
    assert signed == [("<svg/>", "new"), ("", "")]
    assert (here.nav[1].icon, here.nav[1].status) == ("", "")


# ---------------------------------------------------------------- tabs


def test_tabs_are_the_first_level_and_each_leads_somewhere() -> None:
    pages = ["index.md", *(f"{s}/{n}.md" for s in ("one", "two", "three") for n in range(8))]
    chapters: tuple[NavSection, ...] = tuple(
        NavSection(s, tuple(NavPage(SourcePath(f"docs/{p}")) for p in pages if p.startswith(s)))
        for s in ("one", "two", "three")
    )
    nav: tuple[NavEntry, ...] = (
        NavPage(SourcePath("docs/index.md")),
        *chapters,
        NavSection("Empty", ()),
    )
    shown = around(structure(pages, nav=nav), "/two/3/")
    assert drawn(shown.tabs) == [
        "<index.md> ../../",
        "“one” ../../one/0/",
        "+“two” ../0/",
        "“three” ../../three/0/",
    ]
    assert around(SMALL, "/a/").tabs == ()
    assert from_anywhere(shown, "/top/").tabs[0].href == "/top/../../"
