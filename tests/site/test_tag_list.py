"""The list of all tags stands where a page asks for it."""

from __future__ import annotations

import pytest

from devserver.model import Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert
from devserver.site.tag_list import Tagged, with_tags

PAGES = [
    Tagged(("HTML5", "css"), "Beta", "../b/"),
    Tagged(("css",), "<code>alpha</code>", "../a/?x=1&y"),
    Tagged(("a <b>",), "Gamma", "g/"),
]
LIST = (
    '<h2 id="tag:a-&lt;b&gt;"><span class="md-tag">a &lt;b&gt;</span></h2>\n'
    '<ul>\n<li><a href="g/">Gamma</a></li>\n</ul>\n'
    '<h2 id="tag:css"><span class="md-tag">css</span></h2>\n'
    '<ul>\n<li><a href="../a/?x=1&amp;y"><code>alpha</code></a></li>\n'
    '<li><a href="../b/">Beta</a></li>\n</ul>\n'
    '<h2 id="tag:html5"><span class="md-tag">HTML5</span></h2>\n'
    '<ul>\n<li><a href="../b/">Beta</a></li>\n</ul>'
)


@pytest.mark.parametrize("marker", ["<p>[TAGS]</p>", "<!-- material/tags -->"])
def test_a_marker_becomes_the_list(marker: str) -> None:
    assert with_tags(f"<p>x</p>\n{marker}\n", lambda: PAGES) == f"<p>x</p>\n{LIST}\n"


def test_pages_are_not_asked_for_where_nothing_is_to_be_listed() -> None:
    def asked() -> list[Tagged]:
        raise AssertionError

    assert with_tags("<p>see [TAGS]</p>", asked) == "<p>see [TAGS]</p>"


def test_a_marker_is_no_reference_that_lacks_its_link() -> None:
    assert convert(Job(SourcePath("tags.md"), Expanded("[TAGS]"), native())).problems == ()
