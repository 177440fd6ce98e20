"""What has changed since the last turn: told by the observer, found by comparing, or commanded."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from devserver.commands import Commands, failure
from devserver.config import WatchOptions
from devserver.messages import CommandFailed, FilesChanged, Notice
from devserver.model import SourcePath
from devserver.project import Project
from devserver.sources.batch import Batch
from devserver.sources.lookout import Lookout
from devserver.sources.rounds import Rounds

_ENDING: Final = 1.0
"""Seconds in which a command that is ended has to be gone, and is, as its guard is quicker."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Files that differ, with the time of the first event in seconds of the monotonic clock."""

    changed: frozenset[SourcePath]
    since: float
    configuration: bool = False
    """One of them has a say in the configuration."""
    typed: bool = False
    """Nothing was saved: it is what an editor has."""


class Intake:
    """The ways a change comes in. External commands run before what made them run is taken."""

    def __init__(self, project: Project, options: WatchOptions, wake: Callable[[], None]) -> None:
        self._options = options
        self._wake = wake
        self._batch = Batch()
        self._held: Taken | None = None
        self._lookout: Lookout | None = None
        self._asked = 0
        self._rounds: Rounds[SourcePath] = Rounds()
        self._news: list[str] = []
        self.adopt(project)

    def adopt(self, project: Project) -> None:
        """Watch what a project names. Look at it afterwards: then nothing changes unseen."""
        self._project = project
        configured = project.config.commands if self._options.commands else ()
        self._commands = Commands(configured, project.root, self._wake)
        self.stop()
        self._lookout = Lookout(project.disk, project.scan, self._wake)
        deep, flat = project.folders(self._commands.folders())
        self._lookout.watch(deep, flat, poll=self._options.poll)

    def due(self) -> float:
        """When something is to be taken even if no event comes."""
        if self._project.disk.emptied:
            return time.monotonic()
        marked = None if self._commands.running else self._batch.due()
        compared = self._lookout.due if self._lookout is not None else None
        return min((due for due in (marked, compared) if due is not None), default=math.inf)

    @property
    def unfinished(self) -> bool:
        """Whether a change was taken up that waits for its commands."""
        return self._held is not None

    def hurry(self) -> None:
        """Compare everything now: events may have been missed."""
        if self._lookout is not None:
            self._lookout.hurry()

    def take(self) -> Taken | None:
        """Take the next change, if there is one that is ready."""
        now = time.monotonic()
        emptied = self._project.disk.emptied
        while emptied:
            self._batch.add(FilesChanged(emptied.pop(), complete=False), now)
        for change in self._lookout.changes() if self._lookout is not None else ():
            self._batch.add(change, now)
        if self._commands.running:
            return None
        if self._held is not None:
            return self._after_commands(self._held)
        due = self._batch.due()
        if due is None or due > now:
            return None
        marked, since = self._batch.take()
        marked = {path for path in marked if not self._rounds.rests(self._name(path), now)}
        taken = self._noted(self._compared(marked, since), now)
        if taken.changed:
            self._batch.acted(marked, now)
        concerned = self._commands.concerned(self._telling(marked, taken))
        if concerned:
            self._held = taken
            self._commands.start(concerned)
            return None
        return taken if taken.changed else None

    def _compared(self, marked: set[str], since: float) -> Taken:
        files = {path for path in marked if self._project.is_configuration((path,))}
        names = {self._name(path) for path in files}
        return Taken(frozenset(self._project.look(marked) | names), since, bool(files))

    def _name(self, absolute: str) -> SourcePath:
        return SourcePath(self._project.relative(absolute))

    def _noted(self, taken: Taken, now: float) -> Taken:
        """Have an eye on files that change: one that goes round would keep us busy for ever."""
        docs = self._project.disk.docs
        contents = {path: docs[path].digest for path in taken.changed if path in docs}
        for path in self._rounds.take(contents, now):
            back = f"{path} goes back and forth: something rewrites it after each rebuild"
            self._news.append(f"{back}; it is compared every few seconds until that ends")
        return taken

    def _telling(self, marked: set[str], taken: Taken) -> set[str]:
        """Give what commands are run for: of files that we compare, only those that differ."""
        names = {self._project.relative(path) for path in marked}
        return {name for name in names if name not in self._project.disk.docs} | taken.changed

    def _after_commands(self, held: Taken) -> Taken | None:
        """Take what made the commands run, with what they wrote: it is one change.

        The events of the last writes may still be on their way, so everything is compared.
        """
        self._held = None
        written = self._compared(*self._batch.take())
        changed = held.changed.union(written.changed, *self._project.scan())
        configuration = held.configuration or written.configuration
        return Taken(changed, held.since, configuration) if changed else None

    def reconcile(self, until: float) -> Taken | None:
        """Go on comparing everything, if it is time, until a time."""
        if self._lookout is None or self._commands.running:
            return None
        changed = self._lookout.compare(until)
        now = time.monotonic()
        return self._noted(Taken(frozenset(changed), now), now) if changed else None

    def news(self) -> list[Notice | CommandFailed]:
        """Give what the author should know, once: of changes we miss, and commands that fail."""
        ended = self._commands.finished()
        news, self._news = [*self._news, *self._commands.news()], []
        if self._lookout is not None:
            news += self._lookout.news()
        return [*(failure(*end) for end in ended if end[1].status != 0), *map(Notice, news)]

    def doing(self) -> Iterator[str]:
        """Say what of this is under way."""
        if self._batch.marked:
            yield f"waits until {self._batch.marked} marked files are quiet"
        if self._commands.running:
            yield "runs commands"
        if self._lookout is not None and self._lookout.comparing:
            yield "compares every file"

    def watch_more(self) -> None:
        """Watch the folders of files that pages have come to include."""
        asked = len(self._project.disk.others)
        if self._lookout is not None and asked != self._asked:
            self._asked = asked
            self._lookout.also(self._project.folders(())[1])

    def end_commands(self) -> None:
        """End what runs, now."""
        self._commands.end(_ENDING)

    def stop(self) -> None:
        """Take no further change."""
        if self._lookout is not None:
            self._lookout.stop()
            self._lookout = None
