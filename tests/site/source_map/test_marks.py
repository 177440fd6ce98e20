"""Marks are taken out of HTML without a trace, and say where they were."""

from __future__ import annotations

import pytest

from devserver.site.source_map.marks import LineMark, into_first_tag, taken_out, value


def test_marks_are_taken_out() -> None:
    marked = (
        f'<h1 data-line="{value(3, 0)}" id="a">A</h1>\n<p class="b" data-line="{value(12, 4)}">'
    )
    html, marks = taken_out(marked)
    assert html == '<h1 id="a">A</h1>\n<p class="b">'
    assert marks == (LineMark(3, 3), LineMark(html.index(">", 20), 12, 4))


def test_html_without_marks_stays_as_it_is() -> None:
    html = '<p data-line="5">an author may have an attribute of this name</p>'
    assert taken_out(html) == (html, ())


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<div class='x'>", "<div M class='x'>"),
        ("\n<img/>", "\n<img M/>"),
        ("<x-y>text", "<x-y M>text"),
        ("</div>", "</div>"),
        ("<!-- note -->", "<!-- note -->"),
        ("text <b>", "text <b>"),
        ("", ""),
    ],
)
def test_a_mark_goes_into_the_first_tag(html: str, marked: str) -> None:
    assert into_first_tag(html, "1").replace('data-line="1"', "M") == marked
