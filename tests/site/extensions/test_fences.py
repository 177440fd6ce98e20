"""Fences as several tools write them: the cases in ``cases/fences.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("fences")
def test_fence_becomes_code(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
