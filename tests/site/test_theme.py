"""The theme: what a page's HTML promises, and what a broken template says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from devserver.model import Problem, SourcePath, Url
from devserver.site.theme import TemplateFault, Theme, UnknownTemplate
from devserver.view import Crumb, NavItem, PageView, SiteView, TocItem
from tests.assets import assets

FOLDER = Path(__file__).parents[2] / "templates"
TEMPLATES = {
    path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.html")
}
SITE = SiteView(
    title="Site & Co",
    home="../",
    root="../",
    repo_url="https://repo.example/",
    assets=assets("../"),
)
PAGE = PageView(
    kind="page",
    url=Url("/guide/"),
    title="A <guide>",
    title_html="A &lt;guide&gt;",
    body="<h1>A guide</h1>\n<p>{{ page }} &amp; text</p>",
    description='Of "quotes"',
    toc=(TocItem("First", "first", (TocItem("<code>Deep</code>", "deep"),)),),
    crumbs=(Crumb("Top", "../"),),
    nav=(
        NavItem("Home", "../"),
        NavItem(
            "Section",
            None,
            section=True,
            active=True,
            children=(
                NavItem("Guide", "./", current=True, active=True),
                NavItem("B", "b/", more=7),
            ),
        ),
    ),
    previous=Crumb("Before", "../before/"),
    next=Crumb("After", "../after/"),
    canonical="https://site.example/guide/",
)


def themed(own: dict[str, str] | None = None) -> Theme:
    return Theme({**TEMPLATES, **(own or {})}, frozenset(own or {}))


@pytest.mark.parametrize(
    ("hidden", "gone"),
    [
        ("toc", 'class="toc"'),
        ("toc", "to-toc"),
        ("footer", 'class="neighbours"'),
        ("path", 'class="crumbs"'),
        ("tags", 'class="tags"'),
    ],
)
def test_a_page_may_hide_a_part_of_its_frame(hidden: str, gone: str) -> None:
    page = replace(PAGE, tags=("a",))
    assert gone in themed().render("page.html", SITE, page)
    html = themed().render("page.html", SITE, replace(page, hidden=(hidden,)))
    assert gone not in html
    assert f'data-hide="{hidden}"' in html


def test_the_navigation_shows_icons_and_says_what_is_new() -> None:
    item = NavItem("Page", "p/", icon="<svg></svg>", status="new")
    html = themed().render("page.html", SITE, replace(PAGE, nav=(item,)))
    assert '<span class="twemoji" aria-hidden="true"><svg></svg></span> Page' in html
    assert '<span class="sign new">new</span></a>' in html


def fault_of(own: dict[str, str], name: str = "page.html") -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        themed(own).render(name, SITE, PAGE)
    return caught.value


def test_the_article_holds_the_converted_markdown_and_nothing_else() -> None:
    html = themed().render("page.html", SITE, PAGE)
    assert re.findall(r"<main[^>]*><article>(.*)</article></main>", html, re.DOTALL) == [PAGE.body]
    assert html.count("<main") == html.count("<article") == 1


def test_a_title_that_the_article_does_not_show_stands_above_it() -> None:
    html = themed().render("page.html", SITE, replace(PAGE, body="<p>text</p>"))
    assert '<h1 id="page:headline">A &lt;guide&gt;</h1></section>\n<main' in html
    assert html.count("<h1") == 1
    assert themed().render("page.html", SITE, PAGE).count("<h1") == 1
    said = replace(
        PAGE, body="<h2>A Guide</h2>", title_html="A guide", toc=(TocItem("A Guide", ""),)
    )
    assert "<h1" not in themed().render("page.html", SITE, said)


def test_the_head_names_page_site_and_neighbours() -> None:
    html = themed().render("page.html", SITE, PAGE)
    assert "<title>A &lt;guide&gt; · Site &amp; Co</title>" in html
    assert '<link rel="prev" href="../before/">' in html
    assert '<link rel="next" href="../after/">' in html
    assert '<link rel="canonical" href="https://site.example/guide/">' in html
    assert '<meta name="description" content="Of &#34;quotes&#34;">' in html
    assert '"../_devserver/theme/base.css"' in html
    assert "generator" not in html


def test_the_front_page_is_titled_by_the_site_alone() -> None:
    html = themed().render("page.html", SITE, replace(PAGE, url=Url("/"), crumbs=()))
    assert "<title>Site &amp; Co</title>" in html


def test_the_current_page_is_marked_and_its_section_is_open() -> None:
    html = themed().render("page.html", SITE, PAGE)
    assert '<a href="./" aria-current="page">Guide</a>' in html
    assert '<details open><summary class="title">Section</summary>' in html
    assert "and 7 more" in html


@pytest.mark.parametrize("kind", ["page", "listing", "404", "welcome", "problem"])
@pytest.mark.parametrize("around", ["everything", "nothing"])
def test_every_page_is_strictly_valid_html_with_unique_ids(kind: str, around: str) -> None:
    page = PAGE
    problem = Problem(SourcePath("docs/a.md"), 3, 4, "error", "x", "Wrong <b>", "ab <c>")
    if around == "nothing":
        page = PageView("page", Url("/x/"), "T", "T", "")
    else:
        site_links = tuple(Crumb(name, f"{name}/") for name in "ab")
        page = replace(PAGE, entries=site_links, problems=(problem,), tags=("t",), draft=True)
    html = themed().render(f"{kind}.html", SITE, page)
    html5lib.HTMLParser(strict=True).parse(html)
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert "</head>" in html
    assert "</body>" in html


def test_a_problem_page_shows_the_place_and_the_line_itself() -> None:
    problem = Problem(SourcePath("docs/a.md"), 3, 4, "error", "x", "Wrong <b>", "ab <c>")
    html = themed().render("problem.html", SITE, replace(PAGE, problems=(problem,)))
    assert "<h2>Wrong &lt;b&gt;</h2>" in html
    assert "<code>docs/a.md</code>, line 3, column 4" in html
    assert "<code>ab <mark>&lt;c&gt;</mark></code>" in html


def test_a_template_can_be_replaced_and_can_extend_ours() -> None:
    own = {
        "partials/crumbs.html": "<p>mine</p>",
        "wide.html": '{% extends "page.html" %}{% block toc %}{% endblock %}',
    }
    html = themed(own).render("wide.html", SITE, PAGE)
    assert "<p>mine</p>" in html
    assert 'class="toc"' not in html


def test_a_closure_names_every_template_reached() -> None:
    theme = themed({"page.html": '{% extends "base.html" %}{% include "mine.html" %}'})
    assert theme.closure("page.html") == {
        "page.html",
        "base.html",
        "mine.html",
        "partials/bar.html",
        "partials/sections.html",
        "partials/share.html",
        "partials/tree.html",
    }


def test_a_closure_of_a_computed_name_is_all_templates() -> None:
    theme = themed({"page.html": "{% include page.meta.part %}"})
    assert theme.closure("page.html") == set(TEMPLATES)


def test_a_closure_of_a_template_that_cannot_be_parsed_is_itself() -> None:
    assert themed({"page.html": "{% include"}).closure("page.html") == {"page.html"}


def test_a_name_that_is_not_there_is_told_with_its_line_and_the_nearest() -> None:
    fault = fault_of({"partials/toc.html": "<p>\n{{ page.titel }}"})
    assert (fault.template, fault.line) == ("partials/toc.html", 2)
    assert fault.message == "page has no “titel”; did you mean “title”?"
    assert fault.excerpt == "{{ page.titel }}"


def test_a_syntax_error_is_told_with_its_line() -> None:
    fault = fault_of({"base.html": "\n\n{% block %}"})
    assert (fault.template, fault.line, fault.excerpt) == ("base.html", 3, "{% block %}")


def test_a_missing_include_is_told_where_it_is_asked_for() -> None:
    fault = fault_of({"page.html": 'x\n{% include "gone.html" %}'})
    assert (fault.template, fault.line) == ("page.html", 2)
    assert fault.message == "there is no template “gone.html”"


def test_an_unknown_template_names_the_nearest() -> None:
    with pytest.raises(UnknownTemplate, match=r"“pages\.html”; the nearest is “page\.html”"):
        themed().render("pages.html", SITE, PAGE)
