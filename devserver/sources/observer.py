"""The watchdog observer: turns the system's hints into marked paths, and does nothing else."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from devserver.messages import FilesChanged
from devserver.sources.files import Identity, identity_of
from devserver.sources.ignore import passing

# Our own reads raise "opened" and "closed without writing"; a folder is "modified" by each
# change inside it. None of these says anything new.
_TELLING: list[type[FileSystemEvent]] = [
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]

if sys.platform == "linux":
    from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

    # A file moved out of the folder holds back every later event while its pair is awaited.
    InotifyMoveEventGrouper.delay = 0.02


class Watcher:
    """Watches folders, some with all below them, and puts marked paths on a queue.

    ``matters`` sifts absolute paths, ``is_new`` says which were not there before, and ``wake`` is
    called after each that matters; all happen in watchdog's threads. Must be started after the
    server process, so that the child does not begin with our threads' locks held.
    """

    def __init__(
        self,
        matters: Callable[[str], bool],
        is_new: Callable[[str], bool],
        wake: Callable[[], None],
    ) -> None:
        self._handler = _Handler(matters, is_new, wake)
        self._observer: BaseObserver | None = None
        self._tops: list[Path] = []
        self._flat: set[Path] = set()
        self._roots: dict[ObservedWatch, Identity | None] = {}

    def start(self, deep: Iterable[Path], flat: Iterable[Path], poll: float | None) -> list[Path]:
        """Watch ``deep`` folders with all below and ``flat`` ones alone; replaces what was watched.

        ``poll`` is the interval in seconds for file systems without events. Returns the folders
        that could not be watched.
        """
        self.stop()
        self._roots.clear()
        # A folder that comes with one inside it is watched twice over, which changes nothing.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, "watchdog")
        observer = Observer() if poll is None else PollingObserver(timeout=poll)
        # First, so that a folder that cannot be watched is known, and the others are.
        observer.start()
        unwatched = []
        tops = _outermost(deep)
        for folder in tops:
            if not self._schedule(observer, folder, recursive=True):
                unwatched.append(folder)
        for folder in sorted(set(flat)):
            if not any(folder.is_relative_to(top) for top in tops) and folder.is_dir():
                self._schedule(observer, folder, recursive=False)
        self._observer, self._tops, self._flat = observer, tops, set(flat)
        return unwatched

    def also(self, flat: Iterable[Path]) -> None:
        """Watch more folders, each alone."""
        for folder in set(flat) - self._flat:
            self._flat.add(folder)
            inside = any(folder.is_relative_to(top) for top in self._tops)
            if self._observer is not None and not inside and folder.is_dir():
                self._schedule(self._observer, folder, recursive=False)

    def _schedule(self, observer: BaseObserver, folder: Path, *, recursive: bool) -> bool:
        # Watchdog calls itself for every folder inside another.
        with contextlib.suppress(OSError, RecursionError):
            watch = observer.schedule(
                self._handler, str(folder), recursive=recursive, event_filter=_TELLING
            )
            self._roots[watch] = identity_of(str(folder))
            return True
        return False

    def changes(self) -> list[FilesChanged]:
        """Take what was marked since the last call."""
        taken: list[FilesChanged] = []
        while self._handler.marked:
            taken += self._handler.marked.popleft()
        return taken

    def healthy(self) -> bool:
        """Whether every emitter still watches the folder it was started for.

        One that died says nothing by itself, nor does one whose folder was moved or replaced.
        """
        return self._observer is not None and all(
            emitter.is_alive() and _root(emitter.watch) == self._roots.get(emitter.watch)
            for emitter in self._observer.emitters
        )

    def stop(self) -> None:
        """Stop watching; its threads end within a second."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(1.0)
            self._observer = None


class _Handler(FileSystemEventHandler):
    """Appends to a queue. An exception here would kill the observer silently: it does no more."""

    def __init__(
        self,
        matters: Callable[[str], bool],
        is_new: Callable[[str], bool],
        wake: Callable[[], None],
    ) -> None:
        self.marked: deque[list[FilesChanged]] = deque()
        """What each event marked, so that both ends of a move are always taken together."""
        self._matters = matters
        self._is_new = is_new
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        source = os.fsdecode(event.src_path)
        target = os.fsdecode(event.dest_path)
        if target and not passing(os.path.basename(target)):  # noqa: PTH119 - a hot path
            # Moved into place: it is whole, and what it was before is truly gone.
            self._mark(source, target, complete=True)
        else:
            # Moved to a backup's name: the editor is about to write the file anew. And a file
            # that was not there before may be about to take the name of another.
            closed = isinstance(event, FileClosedEvent)
            self._mark(source, complete=closed and not self._is_new(source))

    def _mark(self, *paths: str, complete: bool) -> None:
        changes = [FilesChanged(path, complete) for path in paths if path and self._matters(path)]
        if changes:
            self.marked.append(changes)
            self._wake()


def _root(watch: ObservedWatch) -> Identity | None:
    return identity_of(os.fsdecode(watch.path))


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Leave out folders inside others, and those that do not exist."""
    tops: list[Path] = []
    for folder in sorted(set(folders)):
        if folder.is_dir() and not any(folder.is_relative_to(top) for top in tops):
            tops.append(folder)
    return tops
