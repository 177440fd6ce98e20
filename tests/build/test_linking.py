"""A converted page gets its links when the rest of the site is known."""

from __future__ import annotations

from devserver.build.linking import linked
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
    found = linked(document, Url("/guide/a/"), TARGETS)
    assert found.body == ('<a href="../../b%20&amp;%20c/#x">b</a> <a href="nowhere.md">c</a>')
    assert [(resolved.page, resolved.anchor) for _, resolved in found.targets] == [
        (OTHER, "x"),
        (None, ""),
    ]
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.column) == ("broken-link", 4, 1)
