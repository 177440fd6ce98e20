"""What took long to find out is kept for the next time, up to a bound: the oldest goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any


class Memory:
    """Values by what they follow from; what was not asked for longest is forgotten first."""

    def __init__(self, limit: int) -> None:
        """Make a memory for at most ``limit`` characters."""
        self.limit = limit
        self._used = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def recall(self, key: Hashable) -> Any:
        """Give the value of ``key``; ``None`` if it was never known or is forgotten."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        return kept[0]

    def keep(self, key: Hashable, value: Any, size: int) -> None:
        """Keep ``value``, which has ``size`` characters together with its key."""
        size += _OVERHEAD
        if size > self.limit // 2:
            # One value must not drive out all others.
            return
        before = self._kept.pop(key, None)
        self._used += size - (before[1] if before else 0)
        self._kept[key] = value, size
        while self._used > self.limit:
            self._used -= self._kept.popitem(last=False)[1][1]


_OVERHEAD = 500
"""What the objects around the characters take, so that many short texts count too."""
