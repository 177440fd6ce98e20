"""Ids and permalinks: the cases in ``cases/headings.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("headings")
def test_heading_gets_its_id(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
