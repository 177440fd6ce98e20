"""What a template is given: links as seen from the page, and the page's own facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devserver.model import Document, Heading, Outline, SourcePath, Url
from devserver.site.context import Face, contents, page_view, plain_view, site_view
from devserver.site.navigation import Surroundings
from devserver.view import Crumb, TocItem

FACE = Face(
    title="Guide",
    home=Url("/"),
    styles=("/own style.css", "https://example.com/far.css", "//example.com/farther.css"),
    scripts=({"src": "/run.js", "type": "module", "defer": False, "async": True},),
    logo="/img/logo.svg",
    edit_url="https://example.com/edit/{path}",
    base_url="https://example.com/docs/",
    docs="docs/",
)
AROUND = Surroundings(Url("/guide/a b/"), (), (), (), Crumb("Before", "../"), None)
OUTLINE = Outline(SourcePath("docs/guide/a b.md"), "A & B", "A &amp; <em>B</em>", tags=("x",))


@pytest.mark.parametrize(
    ("url", "root", "home", "style", "logo"),
    [
        ("/", "./", "./", "own%20style.css", "img/logo.svg"),
        ("/guide/a/", "../../", "../../", "../../own%20style.css", "../../img/logo.svg"),
        ("/guide/a.html", "../", "../", "../own%20style.css", "../img/logo.svg"),
        (None, "/docs/", "/docs/", "/docs/own%20style.css", "/docs/img/logo.svg"),
    ],
)
def test_links_are_as_seen_from_the_page(
    url: str | None, root: str, home: str, style: str, logo: str
) -> None:
    view = site_view(FACE, Url(url) if url is not None else None)
    assert (view.root, view.home, view.logo) == (root, home, logo)
    assert view.styles == (style, "https://example.com/far.css", "//example.com/farther.css")
    assert view.scripts[0]["async"] is True


def test_page_tells_of_itself() -> None:
    document = Document(OUTLINE.path, ("<p>",), headings=(Heading(2, "b", "B", "B"),), words=7)
    view = page_view(OUTLINE, document, "<p>body</p>", AROUND, FACE)
    assert (view.kind, view.title, view.title_html) == ("page", "A & B", "A &amp; <em>B</em>")
    assert (view.body, view.words, view.tags) == ("<p>body</p>", 7, ("x",))
    assert view.toc == (TocItem("B", "b"),)
    assert view.previous == Crumb("Before", "../")
    assert view.edit_url == "https://example.com/edit/guide/a%20b.md"
    assert view.canonical == "https://example.com/docs/guide/a%20b/"


def test_edit_url_may_do_without_the_ending() -> None:
    face = replace(FACE, edit_url="https://example.com/wiki/{path_noext}/_edit", base_url=None)
    view = page_view(OUTLINE, Document(OUTLINE.path, ("",)), "", AROUND, face)
    assert view.edit_url == "https://example.com/wiki/guide/a%20b/_edit"
    assert view.canonical is None


def test_page_without_a_source_has_an_escaped_title() -> None:
    view = plain_view("listing", "R & D", AROUND, (Crumb("A", "a/"),))
    assert (view.title, view.title_html) == ("R & D", "R &amp; D")
    assert view.entries == (Crumb("A", "a/"),)


@pytest.mark.parametrize(
    ("levels", "nested"),
    [
        pytest.param([], "", id="no headings"),
        pytest.param([1], "", id="the title is not listed"),
        pytest.param([1, 2, 2, 3, 2], "2 2(3) 2", id="sections and their parts"),
        pytest.param([2, 4, 3, 2], "2(4 3) 2", id="a level skipped"),
        pytest.param([4, 3, 2], "4 3 2", id="upside down"),
        pytest.param([2, 3, 1, 3, 4, 2], "2(3 3(4)) 2", id="a second title ends nothing"),
    ],
)
def test_headings_are_nested_however_they_skip(levels: list[int], nested: str) -> None:
    headings = [Heading(level, f"{level}", f"{level}", f"{level}") for level in levels]

    def drawn(items: tuple[TocItem, ...]) -> str:
        return " ".join(f"{i.id}({drawn(i.children)})" if i.children else i.id for i in items)

    assert drawn(contents(headings)) == nested


@pytest.mark.parametrize(
    ("hide", "hidden"),
    [
        (["navigation", "toc", 7], ("navigation", "toc")),
        ("footer", ("footer",)),
        (None, ()),
        ({"a": 1}, ()),
    ],
)
def test_page_says_what_of_its_frame_is_hidden(hide: object, hidden: tuple[str, ...]) -> None:
    outline = replace(OUTLINE, meta={"hide": hide})
    assert page_view(outline, Document(OUTLINE.path, ("",)), "", AROUND, FACE).hidden == hidden
