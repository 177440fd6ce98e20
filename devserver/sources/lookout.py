"""Notices that files may have changed: by events where there are some, by comparing everywhere."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from devserver.messages import FilesChanged
from devserver.model import SourcePath
from devserver.sources.disk import Disk
from devserver.sources.mounts import is_shared, kind_of, mounts, watched
from devserver.sources.observer import Watcher
from devserver.sources.probe import Probe, is_possible
from devserver.sources.reconcile import OFTEN, Reconciler

_AGAIN: Final = 30.0
"""Seconds until folders that were refused are asked for again."""

_INSTEAD: Final = f"files are compared every {OFTEN:g} s instead"


class Lookout:
    """Watches one project. What it cannot watch it compares often, says so, and goes on trying.

    ``scan`` compares every file in steps; ``wake`` may be called by any thread.
    """

    def __init__(
        self,
        disk: Disk,
        scan: Callable[[], Iterator[set[SourcePath]]],
        wake: Callable[[], None],
    ) -> None:
        self._disk = disk
        self._wake = wake
        self._watcher = Watcher(disk.matters, disk.is_new, wake)
        self._reconciler = Reconciler(scan)
        self._folders: tuple[set[Path], set[Path]] = (set(), set())
        self._asked = 0
        self._again = 0.0
        self._examined = False
        self._probe: Probe | None = None
        self._doubts: dict[str, str] = {}
        self._news: list[str] = []

    def watch(self, deep: set[Path], flat: set[Path], *, poll: bool) -> None:
        """Begin: ``deep`` folders with all below them, ``flat`` ones alone; compare all afterwards.

        With ``poll``, whatever happens is taken to give no event.
        """
        self._folders = (deep, flat)
        self._watcher.start(deep, flat)
        if poll:
            self._doubts["poll"] = ""

    def also(self, flat: Iterable[Path]) -> None:
        """Watch more folders, each alone."""
        self._folders[1].update(flat)
        self._watcher.also(flat)

    # ------------------------------------------------------------ what may have changed

    def changes(self) -> list[FilesChanged]:
        """Take what events marked since the last call."""
        changes = self._watcher.changes()
        docs = f"{self._disk.folders.top}/"
        if any(docs.startswith(f"{change.path}/") for change in changes):
            # The docs folder itself came or went, and with it whatever watched it.
            self.hurry()
        return changes

    @property
    def due(self) -> float:
        """When ``compare`` should be called, in seconds of the monotonic clock."""
        proof = self._probe.until if self._probe is not None else self._reconciler.due
        return min(proof, self._reconciler.due)

    @property
    def comparing(self) -> bool:
        """Whether a comparison of everything is under way."""
        return self._reconciler.comparing

    def hurry(self) -> None:
        """Compare everything now: events may have been missed."""
        self._reconciler.hurry()

    def compare(self, until: float) -> set[SourcePath]:
        """Go on comparing, if it is time, until a time; gives what differs, once all is done."""
        if not self._examined:
            self._examined = True
            self._examine()
            self._begin_proof()
        self._judge_proof()
        if self._watcher.lost():
            self.hurry()
        now = time.monotonic()
        if now < self._reconciler.due:
            return set()
        changed = self._reconciler.advance(until)
        if self._reconciler.due > now:
            self._examine()
        return changed

    # ------------------------------------------------------------ what can be relied on

    def news(self) -> list[str]:
        """Give what the author should know, a line each, once."""
        news, self._news = self._news, []
        return news

    def _examine(self) -> None:
        """Look whether all is watched that should be, and watch anew what is not."""
        now = time.monotonic()
        refused = "limit" in self._doubts and now > self._again
        if refused or not (self._watcher.healthy() or self._watcher.refused):
            # A folder was moved or replaced: what is at its path now is what is meant.
            self._again = now + _AGAIN
            self._watcher.start(*self._folders)
            self.hurry()
        self._doubt("limit", self._unwatched())
        docs = self._disk.folders.top
        kind = kind_of(docs, mounts())
        shared = f"{docs} is on {kind}, which may change without events; {_INSTEAD}"
        self._doubt("shared", shared if is_shared(kind) else "")

    def _unwatched(self) -> str:
        folders = self._disk.folders.identities
        known = watched()
        if known is None:
            silent = len(folders) if self._watcher.refused else 0
        else:
            silent = sum(inode not in known for _, inode in folders.values())
        why = f" ({self._watcher.refused or 'the limit is fs.inotify.max_user_watches'})"
        said = f"{silent} of {len(folders)} folders give no events{why}; {_INSTEAD}"
        return said if silent else ""

    def _begin_proof(self) -> None:
        path = next(iter(self._disk.docs), None)
        if is_possible() and path is not None and not self._doubts:
            # Without room for another observer nothing is proved; what there is may do.
            with contextlib.suppress(OSError):
                self._probe = Probe(self._disk.absolute(path), self._wake)

    def _judge_proof(self) -> None:
        probe = self._probe
        if probe is not None and (probe.answered or time.monotonic() > probe.until):
            self._probe = None
            probe.stop()
            silent = f"{self._disk.folders.top} gives no events; {_INSTEAD}"
            self._doubt("silent", "" if probe.answered else silent)

    def _doubt(self, what: str, said: str) -> None:
        """Compare often for a reason, or no more for that one."""
        if said and what not in self._doubts:
            self._news.append(said)
        if said:
            self._doubts[what] = said
        elif self._doubts.pop(what, None) is not None:
            self._news.append(f"all of {self._disk.folders.top} gives events again")
        self._reconciler.often = bool(self._doubts)

    def stop(self) -> None:
        """Take no further change."""
        self._watcher.stop()
        if self._probe is not None:
            self._probe.stop()
            self._probe = None
