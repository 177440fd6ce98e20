"""Gathers what the observer marks until it is worth looking; pure, so that time is an argument."""

from __future__ import annotations

from typing import Final

from devserver.messages import FilesChanged

QUIET: Final = 0.020
"""Seconds without an event after which a half-told story is taken to be over."""

AT_MOST: Final = 0.250
"""Seconds after which a story is taken up even if it goes on."""

FEW: Final = 3
"""Up to so many files are somebody saving; more are a checkout, which is worth waiting for."""


class Batch:
    """Paths marked since the last ``take``; times are seconds of one monotonic clock.

    A file known to be whole (closed, or moved into place) is due at once. Everything else, and
    everything in a storm, waits for quiet: a file may be gone for a moment while it is replaced.
    """

    def __init__(self) -> None:
        self._whole: dict[str, float] = {}
        self._unsure: dict[str, float] = {}
        self._last = 0.0

    def add(self, change: FilesChanged, now: float) -> None:
        """Mark a path."""
        self._last = now
        first = min(self._whole.pop(change.path, now), self._unsure.pop(change.path, now))
        (self._whole if change.complete else self._unsure)[change.path] = first

    def due(self) -> float | None:
        """When to take; ``None`` while nothing is marked."""
        marked = len(self._whole) + len(self._unsure)
        if not marked:
            return None
        if self._whole and marked <= FEW:
            return min(self._whole.values())
        first = min((*self._whole.values(), *self._unsure.values()))
        return min(self._last + QUIET, first + AT_MOST)

    def take(self) -> tuple[set[str], float]:
        """Take what is due, and the time of its first event. Call it when ``due`` has passed."""
        storm = len(self._whole) + len(self._unsure) > FEW
        taken = dict(self._whole) if self._whole and not storm else self._whole | self._unsure
        self._unsure = {p: t for p, t in self._unsure.items() if p not in taken}
        self._whole = {}
        return set(taken), min(taken.values(), default=self._last)
