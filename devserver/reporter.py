"""Tells what the background found: problems as they come and go, progress, and the end of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from typing import Final

from devserver.build.builder import Builder
from devserver.messages import Event, Indexed, Problems, Progress
from devserver.model import Problem, SourcePath
from devserver.problem_list import ProblemList

PAUSE: Final = 0.5
"""Seconds between two looks at the whole list of problems while the background is busy."""

_SHOWN: Final = 500
"""The longest list of problems sent to a page: it is sent again whenever one is mended."""


class Reporter:
    """The list of problems of one session, and how far the first look at every page is."""

    def __init__(
        self, builder: Builder, say: Callable[[Event], None], excerpt: Callable[[Problem], str]
    ) -> None:
        self._builder = builder
        self._say = say
        self._list = ProblemList(excerpt)
        self._indexing = True
        self._indexed: Indexed | None = None
        self._started = time.monotonic()
        self._total = builder.unfinished
        self.due = 0.0
        """When to look again, in seconds of the monotonic clock; set it to 0 to look at once."""
        self._looked = False
        """Whether the last call of ``report`` looked."""

    @property
    def problems(self) -> Problems:
        """Give the current list as open pages are to have it."""
        return Problems(self._list.worst(_SHOWN), len(self._list.items))

    def report(self, others: Iterable[Problem]) -> bool:
        """Look at the list if it is time; whether it is different. ``others`` are not of pages."""
        self._looked = time.monotonic() >= self.due
        if not self._looked:
            return False
        unfinished = self._builder.unfinished
        self.due = time.monotonic() + PAUSE if unfinished else math.inf
        if self._indexing:
            self._say(Progress(self._total - unfinished, self._total))
        news = self._list.update((*self._builder.problems(), *others))
        if news is not None:
            self._say(news)
        if self._indexed is not None:
            self._say(self._indexed)
            self._indexed = None
        return news is not None

    def tells_of(self, path: SourcePath) -> bool:
        """Whether the list is about the text of a file as of now."""
        current = self._looked or self.due == math.inf
        return current and self._builder.is_checked(path)

    def indexed_now(self, *, idle: bool) -> bool:
        """Whether every page has just been converted and checked for the first time.

        The next report says so, after the last of the problems.
        """
        unfinished = self._builder.unfinished or self._builder.index.waiting
        if not self._indexing or unfinished or not idle:
            return False
        self._indexing = False
        self.due = 0.0
        pages = len(self._builder.related.structure.pages)
        self._indexed = Indexed(pages, round((time.monotonic() - self._started) * 1000, 1))
        return True
