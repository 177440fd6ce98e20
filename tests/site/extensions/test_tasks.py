"""Tasks: the cases in ``cases/tasks.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("tasks")
def test_task_gets_its_checkbox(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
