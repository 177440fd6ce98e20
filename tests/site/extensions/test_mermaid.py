"""Diagrams: the cases in ``cases/mermaid.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("mermaid")
def test_diagram_keeps_its_source(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
