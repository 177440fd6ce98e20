"""A converted page gets its links when the rest of the site is known."""

from __future__ import annotations

from devserver.build.linking import leads, linked
from devserver.build.step import Findings
from devserver.model import Document, Link, SourcePath, Url
from devserver.site.links import Targets

PAGE, OTHER = SourcePath("docs/guide/a.md"), SourcePath("docs/b.md")
TARGETS = Targets(
    "docs/",
    {PAGE: Url("/guide/a/"), OTHER: Url("/b & c/")},
    {"": Url("/"), "guide": Url("/guide/")},
)


def test_links_are_put_between_the_parts_and_escaped_for_their_attribute() -> None:
    links = (Link("../b.md#x", PAGE, 3, 5), Link("nowhere.md", PAGE, 4, 1))
    document = Document(PAGE, ('<a href="', '">b</a> <a href="', '">c</a>'), links)
    body = linked(document, Url("/guide/a/"), TARGETS)
    assert body.html == '<a href="../../b%20&amp;%20c/#x">b</a> <a href="nowhere.md">c</a>'


def test_a_link_leads_to_a_source_and_a_place_in_it_or_is_a_problem() -> None:
    links = (Link("../b.md#x", PAGE, 3, 5), Link("nowhere.md", PAGE, 4, 1))
    found = [resolved for _, resolved in leads(Findings(PAGE, links), Url("/guide/a/"), TARGETS)]
    assert [(resolved.page, resolved.anchor) for resolved in found] == [(OTHER, "x"), (None, "")]
    problem = found[1].problem
    assert problem is not None
    assert (problem.code, problem.line, problem.column) == ("broken-link", 4, 1)
