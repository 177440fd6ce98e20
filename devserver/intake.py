"""What has changed since the last turn: told by the observer, found by comparing, or commanded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from devserver.commands import Commands
from devserver.config import WatchOptions
from devserver.messages import CommandFailed
from devserver.model import SourcePath
from devserver.project import Project
from devserver.sources.batch import Batch
from devserver.sources.observer import Watcher
from devserver.sources.reconcile import Reconciler

_POLL: Final = 0.5
"""Seconds between two looks at a file system without events."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Files that differ, with the time of the first event in seconds of the monotonic clock."""

    changed: frozenset[SourcePath]
    since: float
    configuration: bool = False
    """One of them has a say in the configuration."""


class Intake:
    """The ways a change comes in. External commands run before what made them run is taken."""

    def __init__(self, project: Project, options: WatchOptions, wake: Callable[[], None]) -> None:
        self._options = options
        self._wake = wake
        self._batch = Batch()
        self._held: set[str] = set()
        self._since = 0.0
        self._watcher: Watcher | None = None
        self.unwatched: list[str] = []
        """Folders that give no events, and are only compared every few seconds."""
        self.adopt(project)

    def adopt(self, project: Project) -> None:
        """Watch what a project names. Look at it afterwards: then nothing changes unseen."""
        self._project = project
        configured = project.config.commands if self._options.commands else ()
        self._commands = Commands(configured, project.root, self._wake)
        self._reconciler = Reconciler(project.scan)
        self.stop()
        self._watcher = Watcher(project.disk.matters, self._wake)
        deep, flat = project.folders()
        unwatched = self._watcher.start(deep, flat, _POLL if self._options.poll else None)
        self.unwatched = [str(folder) for folder in unwatched]

    def due(self) -> float:
        """When something is to be taken even if no event comes."""
        marked = None if self._commands.running else self._batch.due()
        return min(due for due in (marked, self._reconciler.due) if due is not None)

    @property
    def unfinished(self) -> bool:
        """Whether a change was taken up that waits for its commands."""
        return bool(self._held)

    def hurry(self) -> None:
        """Compare everything now: events may have been missed."""
        self._reconciler.hurry()

    def take(self) -> Taken | None:
        """Take the next change, if there is one that is ready."""
        now = time.monotonic()
        for change in self._watcher.changes() if self._watcher else ():
            self._batch.add(change, now)
        if self._commands.running:
            return None
        if self._held:
            return self._after_commands()
        due = self._batch.due()
        if due is None or due > now:
            return None
        marked, self._since = self._batch.take()
        concerned = self._commands.concerned(map(self._project.relative, marked))
        if concerned:
            self._held = marked
            self._commands.start(concerned)
            return None
        return self._compared(marked)

    def _after_commands(self) -> Taken | None:
        """Take what made the commands run, with what they wrote: it is one change."""
        written, _ = self._batch.take()
        held, self._held = self._held, set()
        return self._compared(held | written)

    def _compared(self, marked: set[str]) -> Taken | None:
        if self._project.is_configuration(marked):
            paths = frozenset(SourcePath(self._project.relative(path)) for path in marked)
            return Taken(paths, self._since, configuration=True)
        changed = self._project.look(marked)
        return Taken(frozenset(changed), self._since) if changed else None

    def reconcile(self, until: float) -> Taken | None:
        """Go on comparing everything, if it is time, until a time."""
        now = time.monotonic()
        changed = self._reconciler.advance(until) if now >= self._reconciler.due else None
        return Taken(frozenset(changed), now) if changed else None

    def failed_commands(self) -> list[CommandFailed]:
        """Give the commands that ended badly since the last call."""
        return [
            CommandFailed(
                command.run,
                "ended before it was done" if ended.status is None else f"status {ended.status}",
                ended.output,
            )
            for command, ended in self._commands.finished()
            if ended.status != 0
        ]

    def watch_more(self) -> None:
        """Watch the folders of files that pages have come to include."""
        if self._watcher is not None:
            self._watcher.also(self._project.folders()[1])

    def end_commands(self) -> None:
        """End what runs, now."""
        self._commands.end()

    def stop(self) -> None:
        """Take no further change."""
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher = None
