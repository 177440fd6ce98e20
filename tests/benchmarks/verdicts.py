"""Says of each goal whether the kept figures reach it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tests.benchmarks.figures import Figure
from tests.benchmarks.goals import GOALS, Goal
from tests.benchmarks.kept import Kept
from tests.benchmarks.tables import markdown_table, quantity


@dataclass(frozen=True, slots=True)
class Verdict:
    """A goal at one size, or at none if nothing was measured that it speaks of."""

    goal: Goal
    pages: int | None = None
    measured: float | None = None
    bound: float | None = None
    """``None`` if what it is relative to was not measured."""
    lost: int = 0
    """Saves that never came to the page: however quick the others were, no goal is reached."""

    @property
    def state(self) -> Literal["reached", "not reached", "not measured"]:
        """Say how it stands."""
        if self.measured is None or self.bound is None:
            return "not measured"
        return "reached" if self.measured <= self.bound and not self.lost else "not reached"


def verdicts(kept: Kept, goals: Iterable[Goal] = GOALS) -> list[Verdict]:
    """Compare every goal with our figures, at each of its sizes."""
    found = []
    for goal in goals:
        sizes = goal.pages or kept.sizes(goal.measure)
        found += [_verdict(kept, goal, pages) for pages in sizes] or [Verdict(goal)]
    return found


def _verdict(kept: Kept, goal: Goal, pages: int) -> Verdict:
    ours = kept.find(goal.measure, pages, goal.program)
    if ours is None:
        return Verdict(goal, pages)
    measured = ours.p95 if goal.tail else ours.median
    return Verdict(goal, pages, measured, _bound(kept, goal, ours), ours.lost)


def _bound(kept: Kept, goal: Goal, ours: Figure) -> float | None:
    if goal.other is None:
        return goal.plus
    other = goal.other.value(kept, ours)
    return None if other is None else goal.times * other + goal.plus


def verdict_table(given: Iterable[Verdict]) -> str:
    """Write a row a verdict."""
    rows = [
        (
            said(verdict.goal),
            f"{verdict.pages:,}" if verdict.pages is not None else "–",
            _said(verdict.bound, verdict.goal.unit),
            _said(verdict.measured, verdict.goal.unit),
            verdict.state,
        )
        for verdict in given
    ]
    return markdown_table(("goal", "pages", "at most", "measured", ""), rows, right=range(1, 4))


def said(goal: Goal) -> str:
    """Say a goal in one line: ``save → HTTP ≤ plain Markdown + 6.00 ms``."""
    times = f"{goal.times:g} × " if goal.times != 1 else ""
    other = [f"{times}{goal.other.name}"] if goal.other is not None else []
    more = [quantity(goal.plus, goal.unit)] if goal.plus else []
    return f"{goal.measure}{', p95' if goal.tail else ''} ≤ {' + '.join(other + more)}"


def _said(value: float | None, unit: str) -> str:
    return "–" if value is None else quantity(value, unit)
