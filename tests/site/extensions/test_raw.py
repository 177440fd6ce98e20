"""Markdown between tags: the cases in ``cases/raw.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("raw")
def test_html_ends_at_a_blank_line(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
