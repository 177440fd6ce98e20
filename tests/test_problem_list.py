"""Each problem is told once when it comes, and once when it goes."""

from __future__ import annotations

from dataclasses import replace

from devserver.model import Problem, SourcePath
from devserver.problem_list import ProblemList

FIRST = Problem(SourcePath("a.md"), 2, 1, "error", "broken-link", "no such page")
SECOND = Problem(SourcePath("a.md"), 10, 1, "error", "broken-link", "no such page")


def test_the_list_is_in_reading_order_without_doubles_and_with_excerpts() -> None:
    problems = ProblemList(lambda problem: f"line {problem.line}")
    news = problems.update([SECOND, FIRST, SECOND])
    assert news is not None
    assert news.items == news.appeared == problems.items
    assert [item.excerpt for item in news.items] == ["line 2", "line 10"]


def test_what_is_the_same_as_before_is_no_news() -> None:
    problems = ProblemList(lambda _: "text")
    assert problems.update([]) is None
    problems.update([FIRST])
    assert problems.update([FIRST]) is None


def test_what_came_and_what_went_are_told_apart() -> None:
    excerpts = iter(["one", "two"])
    problems = ProblemList(lambda _: next(excerpts))
    problems.update([FIRST])
    news = problems.update([SECOND])
    assert news is not None
    assert news.solved == (replace(FIRST, excerpt="one"),)
    assert news.appeared == news.items == (replace(SECOND, excerpt="two"),)


def test_the_worst_of_a_long_list_come_first_and_in_its_order() -> None:
    problems = ProblemList(lambda _: "")
    hints = [Problem(SourcePath(f"{n}.md"), 1, 1, "hint", "x", "hint") for n in range(10, 20)]
    errors = [Problem(SourcePath(f"{n}.md"), 1, 1, "error", "x", "error") for n in (30, 40)]
    problems.update([*hints, *errors])
    assert problems.worst(4) == (*errors, *hints[:2])
    assert problems.worst(12) == problems.items
