"""One change on its way to the readers, from the first event to the last page."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from devserver.messages import Rebuilt
from devserver.model import Url


@dataclass(slots=True)
class Rebuild:
    """A change that was taken up: the pages it waits for, and those that came out different."""

    generation: int
    changed: tuple[str, ...]
    """Sources, by their paths relative to the project folder."""
    since: float
    """When the first event came, in seconds of the monotonic clock."""
    waiting: set[Url]
    typed: bool = False
    different: set[Url] = field(default_factory=set)

    def settle(self, done: set[Url], different: set[Url]) -> None:
        """Take note of pages that were published."""
        self.different |= self.waiting & different
        self.waiting -= done

    def report(self, tabs: Mapping[Url, int]) -> Rebuilt:
        """Say what came of it."""
        return Rebuilt(
            generation=self.generation,
            changed=self.changed,
            pages=tuple(sorted(self.different)),
            ms=round((time.monotonic() - self.since) * 1000, 1),
            tabs=sum(tabs.get(url, 0) for url in self.different),
            typed=self.typed,
        )
