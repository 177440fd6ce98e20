"""GitHub's alerts: the cases in ``cases/alerts.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("alerts")
def test_alert_becomes_a_box(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
