"""Short codes: the cases in ``cases/emoji.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("emoji")
def test_short_code_becomes_its_character(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
