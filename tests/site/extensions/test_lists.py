"""Lists as GitHub reads them: the cases in ``cases/lists.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("lists")
def test_list_is_read_as_on_github(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
