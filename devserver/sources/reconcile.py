"""Compares every file with what is known, now and then: events are hints, and hints get lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from devserver.model import SourcePath

SHARE: Final = 300
"""A comparison that takes one second is made every so many seconds."""

AT_LEAST: Final = 5.0
"""Seconds between two comparisons of a small site."""

OFTEN: Final = 0.5
"""The same where there are no events."""

SHARE_OFTEN: Final = 20
"""What ``SHARE`` is then: up to a twentieth of a processor."""


class Reconciler:
    """A comparison of everything, made in slices, so that it never holds up a save."""

    def __init__(self, scan: Callable[[], Iterator[set[SourcePath]]]) -> None:
        self._scan = scan
        self._steps: Iterator[set[SourcePath]] | None = None
        self._changed: set[SourcePath] = set()
        self._spent = 0.0
        self._often = False
        self.due = time.monotonic() + AT_LEAST
        """When the next slice should be done, in seconds of the monotonic clock."""

    @property
    def often(self) -> bool:
        """Whether to compare as often as where there are no events."""
        return self._often

    @often.setter
    def often(self, often: bool) -> None:
        if often and not self._often:
            self.due = min(self.due, time.monotonic() + OFTEN)
        self._often = often

    @property
    def comparing(self) -> bool:
        """Whether a comparison was begun and is not done."""
        return self._steps is not None

    def hurry(self) -> None:
        """Begin now: something may have been missed."""
        self.due = time.monotonic()

    def advance(self, until: float) -> set[SourcePath]:
        """Go on until a time; gives what differs, once all is compared."""
        started = time.monotonic()
        if self._steps is None:
            self._steps, self._changed, self._spent = self._scan(), set(), 0.0
        for changed in self._steps:
            self._changed |= changed
            if time.monotonic() > until:
                self._spent += time.monotonic() - started
                return set()
        self._spent += time.monotonic() - started
        self._steps = None
        least, share = (OFTEN, SHARE_OFTEN) if self._often else (AT_LEAST, SHARE)
        self.due = time.monotonic() + max(least, share * self._spent)
        return self._changed
