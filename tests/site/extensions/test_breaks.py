"""Line breaks that can be seen: the cases in ``cases/breaks.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("breaks")
def test_backslash_breaks_the_line(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
