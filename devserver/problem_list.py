"""The one list of problems: the same in the terminal, the overlay, the JSON and ``check``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain, islice
from typing import get_args

from devserver.messages import ProblemsChanged
from devserver.model import Problem, Severity


class ProblemList:
    """The current list; it says what came and went whenever it differs."""

    def __init__(self, excerpt: Callable[[Problem], str]) -> None:
        self.items: tuple[Problem, ...] = ()
        self._known: dict[Problem, Problem] = {}
        self._found: list[Problem] = []
        self._excerpt = excerpt

    def update(self, found: Iterable[Problem]) -> ProblemsChanged | None:
        """Take the whole list anew; ``None`` if it is the same as before."""
        before, listed = self._known, list(found)
        # Most are the very objects of the last time, which are quick to compare.
        if listed == self._found:
            return None
        self._found = listed
        bare = sorted({replace(p, excerpt="") if p.excerpt else p for p in listed}, key=_place)
        if bare == list(before):
            return None
        self._known = {p: before.get(p) or replace(p, excerpt=self._excerpt(p)) for p in bare}
        self.items = tuple(self._known.values())
        return ProblemsChanged(
            items=self.items,
            appeared=tuple(shown for p, shown in self._known.items() if p not in before),
            solved=tuple(shown for p, shown in before.items() if p not in self._known),
        )

    def worst(self, most: int) -> tuple[Problem, ...]:
        """Give the worst of the list, in its order."""
        if len(self.items) <= most:
            return self.items
        by_rank = (filter(lambda p: p.severity == rank, self.items) for rank in get_args(Severity))
        return tuple(islice(chain.from_iterable(by_rank), most))


def _place(problem: Problem) -> tuple[str, int, int, str, str]:
    return (problem.path, problem.line, problem.column, problem.code, problem.message)
