"""The pool of converting children: somebody's page first, everything else when nobody waits."""

from __future__ import annotations

import os
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from devserver.build.worker import WorkerSetup, given_up, work
from devserver.index_rows import Gleaned
from devserver.messages import Convert, Found, Ready
from devserver.model import Dialect, Digest, Document, Job
from devserver.processes import Child

BUDGET: Final = 10.0
"""Seconds a page may take; then its worker is replaced and the page is a problem."""

_PATIENCE: Final = 12
"""After so many budgets it is over, too, for a page whose worker was given no processor."""

_REMEMBERED: Final = 8_000_000
"""Characters that the worker of edited pages keeps: dozens of long pages."""


@dataclass(frozen=True, slots=True)
class Order:
    """A conversion that was asked for, with the inputs it will be remembered under."""

    job: Job
    key: Digest
    also: tuple[tuple[str, str], ...]
    rehearsal: bool = False
    """Whether nobody wants the page, which is known: the worker is to remember it."""


@dataclass(slots=True)
class _Desk:
    """One worker and what lies on its desk: never more than one page."""

    child: Child
    gives_way: bool = False
    """Whether its worker may get no processor for as long as others want them all."""
    awaited: bool = True
    """Whether somebody waits for its pages: they have their time by the clock, others' by use."""
    ticket: int = 0
    order: Order | None = None
    told: Order | None = None
    """The page it finished last: what was found in it follows."""
    since: float = 0.0
    used: float = 0.0
    look: float = 0.0
    """When it is to be seen whether the page has had its time, in monotonic seconds."""

    def begin(self) -> None:
        """Count the time of the page from now on."""
        self.since, self.used = time.monotonic(), self.child.used()
        self.look = self.since + BUDGET

    def overdue(self) -> bool:
        """Whether the page has had its time."""
        now = time.monotonic()
        if now <= self.look:
            return False
        spent = now - self.since if self.awaited else self.child.used() - self.used
        left = min(BUDGET - spent, self.since + _PATIENCE * BUDGET - now)
        self.look = now + max(left, BUDGET / 20)
        return left <= 0


class Workers:
    """Children that convert. The first is there for pages that somebody waits for, and only them.

    ``others`` more convert the rest; if ``low``, they give way to everything else on the machine.
    If ``gleaning``, what can be searched in a page follows it.
    All start when there is work for them, so that they do not delay the first page; ``start`` has
    the first ready before. Everything here returns at once; the loop calls ``receive`` when a
    channel is readable.
    """

    def __init__(self, others: int, dialect: Dialect, *, low: bool, gleaning: bool = False) -> None:
        self._others = others
        self._low = low
        self._gleaning = gleaning
        self._gleaned: list[tuple[Order, Gleaned | None]] = []
        self._dialect = dialect
        self._tickets = 0
        self._urgent: OrderedDict[str, Order] = OrderedDict()
        self._rehearsals: OrderedDict[str, Order] = OrderedDict()
        self._later: deque[Order] = deque()
        self._desks: list[_Desk] = []

    def start(self) -> None:
        """Start the first worker, if it was not yet: somebody is about to wait for a page."""
        if not self._desks:
            self._desks.append(_Desk(self._hire(near=True)))

    def _hire(self, *, near: bool) -> Child:
        setup = WorkerSetup(_REMEMBERED if near else 0, self._dialect)
        return Child("worker", work, setup)

    def _hire_others(self) -> None:
        self.start()
        if len(self._desks) == 1:
            others = (self._hire(near=False) for _ in range(self._others))
            self._desks += [_Desk(child, self._low, awaited=False) for child in others]

    @property
    def children(self) -> Iterator[Child]:
        """Give the processes, to be waited on."""
        return (desk.child for desk in self._desks)

    @property
    def idle(self) -> bool:
        """Whether nothing is being converted or waits for it."""
        waiting = self._urgent or self._rehearsals or self._later
        return not waiting and all(desk.order is desk.told is None for desk in self._desks)

    def doing(self) -> Iterator[str]:
        """Say what is being converted."""
        pages = [desk.order.job.path for desk in self._desks if desk.order is not None]
        if pages:
            yield f"converts {', '.join(pages)}"

    def backlog(self) -> int:
        """How many pages nobody waits for are still to be sent out."""
        return len(self._later)

    def ask(self, order: Order) -> None:
        """Convert a page somebody waits for, before all others; replaces an older ask for it."""
        self.start()
        # Another page may well have the same text, and so the same key. And where a worker gives
        # way, nobody knows for how long: what is awaited is begun once more.
        if not any(desk.order == order and not desk.gives_way for desk in self._desks):
            self._urgent[order.job.path] = order
        self._hand_out()
        if self._urgent:
            # The first may be lost in a page for as long as its budget: others must not wait.
            self._hire_others()
            self._hand_out()

    def rehearse(self, job: Job) -> None:
        """Have the worker of edited pages convert one that may be edited, when it has time."""
        self._rehearsals[job.path] = Order(job, Digest(""), (), rehearsal=True)
        self._hand_out()

    def ask_later(self, order: Order) -> None:
        """Convert a page when no desk has anything better to do."""
        self._hire_others()
        self._later.append(order)
        self._hand_out()

    def drop_later(self) -> None:
        """Forget what nobody waits for and was not begun."""
        self._rehearsals.clear()
        self._later.clear()

    def receive(self) -> list[tuple[Order, Document]]:
        """Take finished pages; replaces workers that died or ran out of time on one."""
        finished = []
        for desk in self._desks:
            for message in desk.child.channel.receive():
                if isinstance(message, Ready):
                    if desk.gives_way:
                        desk.child.lower()
                    # A page that waited for its worker to start has all its time before it.
                    desk.begin()
                else:
                    finished += self._taken(desk, message)
            if desk.child.channel.closed:
                finished += self._replaced(desk, "the conversion of this page crashed")
            elif desk.order is not None and desk.overdue():
                why = f"this page takes more than {BUDGET:.0f} s to convert"
                finished += self._replaced(desk, why)
        self._hand_out()
        return [(order, made) for order, made in finished if not order.rehearsal]

    def _taken(self, desk: _Desk, message: Any) -> list[tuple[Order, Document]]:
        """Take what a worker made, unless it is of a page that was given up."""
        if isinstance(message, Found):
            if desk.told is not None:
                self._gleaned.append((desk.told, message.gleaned))
            desk.told = None
        elif desk.order is not None and message.ticket == desk.ticket:
            order, desk.order = desk.order, None
            desk.told = order if self._gleans(order) else None
            return [(order, message.document)]
        return []

    def gleaned(self) -> list[tuple[Order, Gleaned | None]]:
        """Take what can be searched in pages that were received before, if anything can."""
        gleaned, self._gleaned = self._gleaned, []
        return gleaned

    def pardon(self) -> None:
        """Count the time of pages under way anew: we were stopped (Ctrl-Z), and so were they."""
        for desk in self._desks:
            desk.begin()

    def deadline(self) -> float | None:
        """When the first page now being converted may run out of time, in monotonic seconds."""
        busy = [desk.look for desk in self._desks if desk.order is not None]
        return min(busy, default=None)

    def end(self, grace: float) -> None:
        """End every worker within ``grace`` seconds; a page under way is dropped."""
        for desk in self._desks:
            desk.child.channel.close()
        until = time.monotonic() + grace
        for desk in self._desks:
            busy = desk.order is not None
            desk.child.end(0.0 if busy else max(0.0, until - time.monotonic()))

    def _hand_out(self) -> None:
        for desk in self._desks:
            order = None
            if desk.order is None and not desk.child.channel.closed:
                order = self._next(desk)
            if order is not None:
                self._tickets += 1
                desk.ticket, desk.order = self._tickets, order
                desk.begin()
                convert = Convert(desk.ticket, order.job, self._gleans(order))
                desk.child.channel.send(convert)

    def _gleans(self, order: Order) -> bool:
        return self._gleaning and not order.rehearsal

    def _next(self, desk: _Desk) -> Order | None:
        if self._urgent:
            return self._urgent.popitem(last=False)[1]
        if desk is self._desks[0]:
            return self._rehearsals.popitem(last=False)[1] if self._rehearsals else None
        return self._later.popleft() if self._later else None

    def _replaced(self, desk: _Desk, why: str) -> list[tuple[Order, Document]]:
        order, desk.order = desk.order, None
        if desk.told is not None:
            self._gleaned.append((desk.told, None))
            desk.told = None
        desk.child.kill()
        desk.child = self._hire(near=desk is self._desks[0])
        return [(order, given_up(order.job.path, why))] if order is not None else []


def processors() -> int:
    """Count the processors we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
