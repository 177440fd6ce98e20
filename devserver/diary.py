"""Says what the loop has in hand, whenever that changes: what ``--verbose`` is for."""

from __future__ import annotations

from collections.abc import Callable

from devserver.build.workers import Workers
from devserver.intake import Intake
from devserver.messages import Doing, Event
from devserver.publisher import Publisher


class Diary:
    """Looks at what every turn leaves to be done."""

    def __init__(
        self,
        say: Callable[[Event], None],
        intake: Intake,
        publisher: Publisher,
        workers: Workers,
    ) -> None:
        self._say = say
        self._intake = intake
        self._publisher = publisher
        self._workers = workers
        self._last = ""

    def turn(self) -> None:
        """Say it, if it is something else than after the turn before."""
        parts = (*self._intake.doing(), *self._publisher.doing(), *self._workers.doing())
        text = "; ".join(parts) or "waits for a change"
        if text != self._last:
            self._last = text
            self._say(Doing(text))
