"""The one list of problems: the same in the terminal, the overlay, the JSON and ``check``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from devserver.messages import ProblemsChanged
from devserver.model import Problem


class ProblemList:
    """The current list; it says what came and went whenever it differs."""

    def __init__(self, excerpt: Callable[[Problem], str]) -> None:
        self.items: tuple[Problem, ...] = ()
        self._excerpt = excerpt

    def update(self, found: Iterable[Problem]) -> ProblemsChanged | None:
        """Take the whole list anew; ``None`` if it is the same as before."""
        known = {replace(problem, excerpt=""): problem for problem in self.items}
        bare = sorted({replace(problem, excerpt="") for problem in found}, key=_place)
        if bare == list(known):
            return None
        before = self.items
        self.items = tuple(known.get(p) or replace(p, excerpt=self._excerpt(p)) for p in bare)
        return ProblemsChanged(
            items=self.items,
            appeared=tuple(problem for problem in self.items if problem not in before),
            solved=tuple(problem for problem in before if problem not in self.items),
        )


def _place(problem: Problem) -> tuple[str, int, int, str, str]:
    return (problem.path, problem.line, problem.column, problem.code, problem.message)
