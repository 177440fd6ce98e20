"""Finds files whose content goes back and forth: two tools, each of which undoes the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")


LIMIT: Final = 5
"""So many times in a row a file has to become what it was shortly before."""

PAUSE: Final = 2.0
"""Seconds without a change after which a file is as good as any other."""

_RECENT: Final = 4
"""Contents to which a file may come back."""


@dataclass(slots=True)
class _Turns:
    recent: deque[str] = field(default_factory=lambda: deque(maxlen=_RECENT))
    returns: int = 0
    last: float = float("-inf")


class Rounds(Generic[Key]):
    """What the files that change became lately; times are seconds of one monotonic clock.

    Nobody who writes comes back to an earlier text five times within seconds.
    """

    def __init__(self) -> None:
        self._turns: dict[Key, _Turns] = {}

    def take(self, contents: Mapping[Key, str], now: float) -> list[Key]:
        """Note what files became (a digest each); gives those that were just found to go round."""
        self._turns = {p: t for p, t in self._turns.items() if now - t.last < PAUSE}
        return [path for path, content in contents.items() if self._goes_round(path, content, now)]

    def _goes_round(self, path: Key, content: str, now: float) -> bool:
        turns = self._turns.setdefault(path, _Turns())
        turns.returns = turns.returns + 1 if content in turns.recent else 0
        turns.recent.append(content)
        turns.last = now
        return turns.returns == LIMIT

    def stir(self, path: Key, now: float) -> None:
        """Count the pause from now: what followed the last change has only just ended."""
        if path in self._turns:
            self._turns[path].last = now

    def rests(self, path: Key, now: float) -> bool:
        """Whether a file that was marked is to be left alone until nobody writes it any more."""
        turns = self._turns.get(path)
        if turns is None or turns.returns < LIMIT or now - turns.last >= PAUSE:
            return False
        turns.last = now
        return True
