"""Tables that scroll: the cases in ``cases/tables.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("tables")
def test_table_stands_in_a_box(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
