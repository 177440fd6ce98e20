"""The watchdog observer: turns the system's hints into marked paths, and does nothing else."""

from __future__ import annotations

import logging
import os
import sys
import threading
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
from watchdog.observers.api import BaseObserver
from watchdog.utils import BaseThread

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
        self._ear = _Ear(wake)
        self._observer: BaseObserver | None = None
        self._threads: set[BaseThread] = set()
        self._deep: set[Path] = set()
        self._flat: set[Path] = set()
        self._roots: dict[Path, Identity | None] = {}
        self.refused = ""
        """Why the system would not watch a folder; empty if it watches all."""

    def start(self, deep: Iterable[Path], flat: Iterable[Path]) -> None:
        """Watch ``deep`` folders with all below and ``flat`` ones alone; replaces what was watched.

        A folder that is refused is no error: ``refused`` says why.
        """
        self.stop()
        self._deep, self._flat, self.refused = set(deep), set(flat), ""
        self._roots = {top: identity_of(str(top)) for top in _outermost(self._deep)}
        # A folder that comes with one inside it is watched twice over, which changes nothing.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, "watchdog")
        logging.getLogger("watchdog").addHandler(self._ear)
        before = _threads()
        try:
            self._observer = Observer()
            self._observer.start()
        except OSError as error:
            self.refused = error.strerror or str(error)
            return
        for folder in self._roots:
            self._schedule(folder, recursive=True)
        for folder in sorted(self._flat):
            self._schedule_flat(folder)
        self._threads = _threads() - before

    def also(self, flat: Iterable[Path]) -> None:
        """Watch more folders, each alone."""
        for folder in set(flat) - self._flat:
            self._flat.add(folder)
            self._schedule_flat(folder)

    def _schedule_flat(self, folder: Path) -> None:
        if not any(folder.is_relative_to(top) for top in self._roots) and folder.is_dir():
            self._schedule(folder, recursive=False)

    def _schedule(self, folder: Path, *, recursive: bool) -> None:
        if self._observer is not None:
            try:
                self._observer.schedule(
                    self._handler, str(folder), recursive=recursive, event_filter=_TELLING
                )
            except OSError as error:
                self.refused = error.strerror or str(error)
            except RecursionError:  # Watchdog calls itself for every folder inside another.
                self.refused = "folders without end"

    def changes(self) -> list[FilesChanged]:
        """Take what was marked since the last call."""
        taken: list[FilesChanged] = []
        while self._handler.marked:
            taken += self._handler.marked.popleft()
        return taken

    def lost(self) -> bool:
        """Whether events were lost since the last call: the system's queue ran over, say."""
        lost, self._ear.heard = self._ear.heard, False
        return lost

    def healthy(self) -> bool:
        """Whether what was asked for is watched still, by threads that live.

        A thread that died says nothing by itself, nor does a folder that was moved or replaced.
        """
        now = {top: identity_of(str(top)) for top in _outermost(self._deep)}
        alive = all(thread.is_alive() for thread in self._threads)
        return self._observer is not None and alive and now == self._roots

    def stop(self) -> None:
        """Stop watching; its threads end within a second."""
        logging.getLogger("watchdog").removeHandler(self._ear)
        observer, self._observer = self._observer, None
        if observer is not None:
            end(observer)


def end(observer: BaseObserver) -> None:
    """Stop an observer. Watchdog waits for its threads without bound; we do so for a second."""
    ending = threading.Thread(target=observer.stop, name="end of watching", daemon=True)
    ending.start()
    ending.join(1.0)
    if not ending.is_alive():
        observer.join(1.0)


class _Ear(logging.Handler):
    """Hears what watchdog complains of in its log, and nowhere else: that events were lost."""

    def __init__(self, wake: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self.heard = False
        self._wake = wake

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - whatever it is
        self.heard = True
        self._wake()


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


def _threads() -> set[BaseThread]:
    return {thread for thread in threading.enumerate() if isinstance(thread, BaseThread)}


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Leave out folders inside others, and those that do not exist."""
    tops: list[Path] = []
    for folder in sorted(set(folders)):
        if folder.is_dir() and not any(folder.is_relative_to(top) for top in tops):
            tops.append(folder)
    return tops
