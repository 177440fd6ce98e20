"""Gathers what the observer marks until it is worth looking; pure, so that time is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from devserver.messages import FilesChanged

QUIET: Final = 0.020
"""Seconds without an event after which a half-told story is taken to be over."""

AT_MOST: Final = 0.250
"""Seconds after which a story is taken up even if it goes on."""

FEW: Final = 3
"""Up to so many files are somebody saving; more are a storm, which is worth waiting for."""

SOON: Final = 0.100
"""Seconds after which a change of another file has nothing to do with the one before."""

CALM: Final = 0.060
"""Seconds without an event after which a storm is over: a busy disk stops now and then."""

EACH: Final = 0.005
"""Seconds that each file of a storm is worth waiting: a checkout of a thousand is one change."""


class Batch:
    """Paths marked since the last ``take``; times are seconds of one monotonic clock.

    A file known to be whole (closed, or moved into place) is due at once. Everything else, and
    everything in a storm, waits for quiet: a file may be gone for a moment while it is replaced.
    """

    def __init__(self) -> None:
        self._whole: dict[str, float] = {}
        self._unsure: dict[str, float] = {}
        self._last = 0.0
        self._acted: frozenset[str] = frozenset()
        self._acted_at = float("-inf")

    def add(self, change: FilesChanged, now: float) -> None:
        """Mark a path."""
        self._last = now
        first = min(self._whole.pop(change.path, now), self._unsure.pop(change.path, now))
        (self._whole if change.complete else self._unsure)[change.path] = first

    def due(self) -> float | None:
        """When to take; ``None`` while nothing is marked."""
        if not (self._whole or self._unsure):
            return None
        if self._whole and not self._is_storm():
            return min(self._whole.values())
        first = min((*self._whole.values(), *self._unsure.values()))
        marked = len(self._whole) + len(self._unsure)
        quiet = QUIET if marked <= FEW else CALM
        return min(self._last + quiet, first + max(AT_MOST, EACH * marked))

    def _is_storm(self) -> bool:
        """Whether somebody changes many files, at once or one right after the other."""
        if len(self._whole) + len(self._unsure) > FEW:
            return True
        others = not self._acted >= self._whole.keys() | self._unsure.keys()
        return others and self._last - self._acted_at < SOON

    @property
    def marked(self) -> int:
        """How many paths wait to be taken."""
        return len(self._whole) + len(self._unsure)

    def take(self) -> tuple[set[str], float]:
        """Take what is due, and the time of its first event. Call it when ``due`` has passed."""
        whole = self._whole and not self._is_storm()
        taken = dict(self._whole) if whole else self._whole | self._unsure
        self._unsure = {p: t for p, t in self._unsure.items() if p not in taken}
        self._whole = {}
        return set(taken), min(taken.values(), default=self._last)

    def acted(self, paths: Iterable[str], now: float) -> None:
        """Note that what was taken did differ: if others follow at once, it began a storm."""
        self._acted, self._acted_at = frozenset(paths), now
