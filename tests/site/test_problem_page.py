"""The page that says why there is no page, by the theme or without one."""

from __future__ import annotations

from pathlib import Path

import html5lib

from devserver.model import Problem, SourcePath, Url
from devserver.site.problem_page import problem_page
from devserver.site.theme import Theme
from devserver.view import PageView, SiteView
from tests.assets import assets

FOLDER = Path(__file__).parents[2] / "templates"
TEMPLATES = {
    path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.html")
}
SITE = SiteView("Site", "./", "./", assets=assets("./"))
PAGE = PageView("page", Url("/a/"), "A <title>", "A", "<p>body</p>")
PROBLEM = Problem(SourcePath("docs/a.md"), 2, 5, "error", "x", "It <broke>", "a < b")


def test_problems_are_shown_by_the_theme_in_place_of_the_body() -> None:
    html = problem_page(Theme(TEMPLATES, frozenset()), SITE, PAGE, (PROBLEM,))
    assert "It &lt;broke&gt;" in html
    assert "_devserver/theme/base.css" in html
    assert PAGE.body not in html


def test_a_broken_theme_leaves_a_plain_page_that_names_its_own_fault_too() -> None:
    own = {"problem.html": "{{ nothing }}"}
    theme = Theme(TEMPLATES | own, frozenset(own))
    html = problem_page(theme, SITE, PAGE, (PROBLEM,))
    assert "<code>docs/a.md:2:5</code>" in html
    assert "<pre>a &lt; b</pre>" in html
    assert "<code>problem.html:1:1</code>" in html
    assert "there is no “nothing”" in html
    html5lib.HTMLParser(strict=True).parse(html)


def test_a_fault_that_is_already_told_is_not_told_twice() -> None:
    own = {"base.html": "{% oops %}"}
    theme = Theme(TEMPLATES | own, frozenset(own))
    told = Problem(
        SourcePath("templates/base.html"),
        1,
        1,
        "error",
        "template",
        "Encountered unknown tag 'oops'.",
    )
    assert problem_page(theme, SITE, PAGE, (told,)).count("<section>") == 1
