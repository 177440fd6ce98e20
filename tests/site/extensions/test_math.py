"""Formulas, and what is money: the cases in ``cases/math.txt``."""

from __future__ import annotations

from devserver.model import Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert
from tests.site.cases import Case, cases, html_of


@cases("math")
def test_formula_becomes_mathml(case: Case) -> None:
    assert html_of(case.markdown) == case.expected


def test_formula_that_cannot_be_read_is_a_problem_at_its_place() -> None:
    source = "Fine: $x$.\n\nNot: $\\frac{1}{$, and $$\\nosuchthing$$.\n"
    document = convert(Job(SourcePath("page.md"), Expanded(source), native()))
    assert [(p.code, p.severity, p.line, p.column) for p in document.problems] == [
        ("math", "warning", 3, 7),
        ("math", "warning", 3, 25),
    ]
    assert "\\nosuchthing is not a command" in document.problems[1].message


def test_second_page_does_not_inherit_the_problems_of_the_first() -> None:
    for source, problems in (("$\\frac{1}{$", 1), ("$x$", 0)):
        document = convert(Job(SourcePath("page.md"), Expanded(source), native()))
        assert len(document.problems) == problems
