"""The loop: changes → snapshot → build → publish → tell. Owns Ctrl-C and every child."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import takewhile
from typing import Final

from devserver.build.assets import assets
from devserver.build.builder import Builder
from devserver.channel import wait
from devserver.collector import undisturbed
from devserver.config import Config, ConfigError, WatchOptions, reload
from devserver.diary import Diary
from devserver.editors import Editors
from devserver.intake import Intake, Taken
from devserver.messages import (
    Event,
    Notice,
    Published,
    Ready,
    Rebuilding,
    RebuildStarted,
    Serving,
    Settled,
    Stop,
    Stopped,
    Stopping,
    Wanted,
)
from devserver.model import Problem, Url
from devserver.pointer import Pointer
from devserver.pointing import Jump
from devserver.project import Project
from devserver.publisher import Publisher
from devserver.rebuild import Rebuild
from devserver.reporter import Reporter
from devserver.resources import Resources
from devserver.signals import FORCED, Signals, Wake

SLICE: Final = 0.003
"""Seconds of background work in one turn of the loop: a save never waits longer for it."""

GRACE: Final = 3.0
"""Seconds the server has for its goodbye, once everything is published."""


class Session:
    """One ``devserver watch``, from the first scan to the last goodbye."""

    def __init__(self, config: Config, options: WatchOptions, say: Callable[[Event], None]) -> None:
        self._config, self._options = config, options
        self._say = say
        self._rebuilds: list[Rebuild] = []
        self._config_fault: Problem | None = None
        self._generation, self._stopping = 0, False
        self._wake = Wake()

    def run(self) -> int:
        """Serve until asked to stop; gives the exit status. Raises StartError."""
        self._started = time.monotonic()
        with (
            Signals(self._wake) as self._signals,
            Resources(self._config, self._options, lambda: self._signals.stop) as self._open,
        ):
            self._signals.last_resort = self._open.kill_now
            self._start()
            try:
                while not (self._signals.force or self._finished()):
                    self._turn()
                self._close()
            finally:
                self._intake.end_commands()
                self._intake.stop()
        status = FORCED if self._signals.force else 0
        self._say(Stopped(status))
        return status

    # ------------------------------------------------------------ start and stop

    @undisturbed()
    def _start(self) -> None:
        known = self._open.store.sources()
        self._project = Project(self._config, known, drafts=self._options.drafts)
        self._editors = Editors(self._open.control, self._project, self._options)
        self._say = self._editors.telling(self._say)
        self._builder = Builder(self._open.cache, self._open.workers, self._open.index)
        self._publisher = Publisher(self._builder, self._open.cache, self._open.front)
        self._pointer = Pointer(self._editors, self._builder, self._open)
        self._intake = Intake(self._project, self._options, self._wake)
        self._diary = Diary(self._say, self._intake, self._publisher, self._open.workers)
        for notice in self._open.notices:
            self._say(Notice(notice))
        for changed in takewhile(lambda _: not self._signals.stop, self._project.scan()):
            self._builder.skim(self._project.glimpse(changed))
        self._builder.take_up(self._project.snapshot(None))
        self._reporter = Reporter(self._builder, self._say, lambda p: self._project.excerpt(p))

    def _finished(self) -> bool:
        """Whether a stop was asked for and nothing is under way any more."""
        return self._stopping and not self._rebuilds and not self._intake.unfinished

    def _begin_stop(self) -> None:
        self._stopping = True
        self._builder.drop_background()
        self._say(Stopping())

    def _close(self) -> None:
        """Say goodbye in order. A second Ctrl-C interrupts it, and the blocks around us kill."""
        self._intake.stop()
        self._publisher.close()
        self._project.remember(self._open.cache)
        self._open.front.send(Stop())
        until, server = time.monotonic() + GRACE, self._open.front.child
        while not (self._signals.force or server.channel.closed or time.monotonic() > until):
            self._wait(until)
            server.channel.receive()
        if not self._signals.force:
            self._open.close(max(0.0, until - time.monotonic()))

    # ------------------------------------------------------------ one turn

    def _turn(self) -> None:
        self._wait(self._next())
        if (self._signals.stop or self._editors.over) and not self._stopping:
            self._begin_stop()
        if self._signals.continued:
            self._signals.continued = False
            self._open.workers.pardon()
            self._intake.hurry()
        self._hear()
        if not self._stopping or self._intake.unfinished:
            self._take(self._intake.take())
        if not self._stopping:
            self._take(self._editors.take())
        self._publish()
        self._pointer.turn(self._rebuilds)
        if not self._stopping:
            self._in_background()
        if self._options.verbose:
            self._diary.turn()

    def _wait(self, until: float) -> None:
        """Wait for a child, an event or a signal, at most until a time."""
        others = (self._wake, *self._open.listening())
        wait(self._open.connections(), others, until - time.monotonic())
        self._wake.clear()

    def _next(self) -> float:
        """When something is to be done even if nothing happens."""
        if self._builder.can_work and self._publisher.calm and not self._stopping:
            return 0.0
        if any(child.channel.closed for child in self._open.children()):
            return 0.0  # Nothing will wake us for a child whose end a send found out.
        times = [self._intake.due(), self._open.workers.deadline(), self._publisher.due()]
        if not self._stopping:
            times += (self._reporter.due, self._editors.due)
        return min(due for due in times if due is not None)

    def _hear(self) -> None:
        for message in self._open.front.receive():
            match message:
                case Wanted():
                    self._publisher.ask(message.url)
                case Jump():
                    self._pointer.jump(message)
                case Ready():
                    self._say(Serving(self._open.url, os.getpid(), message.pid))
                    self._open.front.send(self._reporter.problems)
        self._builder.receive()
        for event in self._intake.news():
            self._say(event)

    # ------------------------------------------------------------ changes

    def _take(self, taken: Taken | None) -> None:
        """Make what differs the truth, and have the pages that show it built."""
        if taken is None:
            return
        everything = taken.configuration and self._reconfigured()
        differing = None if everything else taken.changed
        change = self._builder.take_up(self._project.snapshot(differing))
        self._generation += 1
        names = tuple(sorted(taken.changed))
        self._say(RebuildStarted(self._generation, names))
        self._open.front.send(Rebuilding(self._generation))
        own = frozenset[Url]() if everything else change.urls
        shown = self._publisher.open_pages() if change.everywhere else set()
        awaited = self._publisher.awaited(own | shown)
        since, typed = taken.since, taken.typed
        self._rebuilds.append(Rebuild(self._generation, names, since, set(awaited), typed))
        styles, scripts = assets(taken.changed, self._builder.snapshot, self._builder.related)
        self._open.front.send(
            Published(
                self._generation,
                stale=None if change.everywhere else tuple(change.urls - awaited),
                styles=styles,
                reload=scripts,
                follow=min(own & awaited, default=None) if self._options.follow else None,
            )
        )

    def _reconfigured(self) -> bool:
        """Put a new configuration in force; a broken one leaves the last good one there."""
        try:
            config = reload(self._config)
        except ConfigError as error:
            self._config_fault = error.problem(self._config.project)
            return False
        self._config, self._config_fault = config, None
        self._project = Project(config, self._project.disk.docs, drafts=self._options.drafts)
        self._intake.adopt(self._project)
        self._editors.adopt(self._project)
        list(self._project.scan())
        return True

    # ------------------------------------------------------------ pages

    def _publish(self) -> None:
        done, different = self._publisher.publish(self._generation)
        if self._builder.has_news():
            self._reporter.due = 0.0
        for rebuild in self._rebuilds:
            rebuild.settle(done, different)
        for rebuild in [rebuild for rebuild in self._rebuilds if not rebuild.waiting]:
            self._rebuilds.remove(rebuild)
            self._say(rebuild.report(self._open.front.tabs))
            self._reporter.due = 0.0
            if not self._rebuilds:
                self._open.front.send(Settled())

    def _in_background(self) -> None:
        """Compare, check and report, as far as a slice goes."""
        until = time.monotonic() + SLICE
        self._take(self._intake.reconcile(until))
        if self._publisher.calm:
            self._open.workers.start()
            self._builder.background(until)
            self._intake.watch_more()
            self._publisher.save(few=self._open.workers.idle, until=until)
        if self._reporter.indexed_now(idle=self._open.workers.idle):
            self._publisher.save()
            self._project.remember(self._open.cache)
        faults = (self._config_fault, self._publisher.fault)
        # What is wrong beside the pages: the configuration, the theme, the disk.
        if self._reporter.report([*self._project.problems(), *filter(None, faults)]):
            self._open.front.send(self._reporter.problems)
        self._editors.tell_checked(self._reporter.tells_of)
