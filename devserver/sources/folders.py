"""Goes through the docs folder: which folders and files in it may be published at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from devserver.sources.files import DEEPEST, Identity, identity_of, inside, status_of
from devserver.sources.ignore import any_passing, passing


@dataclass(frozen=True, slots=True)
class Roots:
    """Where to look. ``docs`` lies in ``project`` (or is it); both absolute and resolved."""

    project: Path
    docs: Path
    suffixes: tuple[str, ...]
    """Endings (lower case, with the dot) of files that are read; others are only looked at."""
    excluded: Callable[[str], bool]
    """Whether a path relative to the docs folder is left out; a folder's ends with ``/``."""
    shown: Callable[[str], bool] = lambda _: False
    """Whether such a path is taken in although its name says that it is hidden."""
    named: tuple[str, ...] = ()
    """Hidden folders, by their paths from the project, that files may be asked for in after all."""


class Folders:
    """The folders of the docs folder, itself among them, by their absolute paths."""

    def __init__(self, roots: Roots) -> None:
        self._docs = str(roots.docs)
        self._excluded = roots.excluded
        self._shown = roots.shown
        self._suffixes = roots.suffixes
        self.identities: dict[str, Identity] = {}
        """Every folder that was gone through."""
        self.closed: dict[str, str] = {}
        """Why a folder cannot be looked into, or a page not be read."""

    @property
    def top(self) -> str:
        """Give the docs folder itself."""
        return self._docs

    def keep(self, passed: Set[str]) -> None:
        """Forget the folders that a complete walk did not come to."""
        self.identities = {f: one for f, one in self.identities.items() if f in passed}
        self.closed = {f: why for f, why in self.closed.items() if status_of(f) is not None}

    def walk(
        self, top: str, above: frozenset[Identity]
    ) -> Iterator[tuple[str, list[tuple[str, os.stat_result]]]]:
        """Give each folder below ``top`` with the regular files in it that may be published."""
        stack = [(top, above)]
        while stack:
            folder, above = stack.pop()
            files = []
            identity = identity_of(folder)
            if identity is None or identity in above:
                continue
            if len(above) > DEEPEST:
                self.closed[folder] = f"more than {DEEPEST} folders deep"
                continue
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                self.closed[folder] = error.strerror or str(error)
                continue
            self.closed.pop(folder, None)
            self.identities[folder] = identity
            for entry in entries:
                status = self._entry(entry)
                if status is None:
                    continue
                if stat.S_ISDIR(status.st_mode):
                    stack.append((entry.path, above | {identity}))
                else:
                    files.append((entry.name, status))
            yield folder, files

    def _entry(self, entry: os.DirEntry[str]) -> os.stat_result | None:
        """Say what an entry of a folder is; ``None`` if it is nothing that may be published."""
        relative = entry.path[len(self._docs) + 1 :]
        if passing(entry.name) and not self._is_shown(relative):
            return None
        try:
            status = entry.stat()
        except OSError:
            return None
        folder = stat.S_ISDIR(status.st_mode)
        if not folder and not stat.S_ISREG(status.st_mode):
            return None
        if self._excluded(relative + "/" * folder):
            return None
        if not entry.is_symlink() or inside(entry.path, self._docs):
            if self.closed:
                self.closed.pop(entry.path, None)
            return status
        if entry.name.lower().endswith(self._suffixes):
            self.closed[entry.path] = "it is a link that leads out of the docs folder"
        return None

    def _is_shown(self, relative: str) -> bool:
        return self._shown(relative) or self._shown(f"{relative}/")

    def may_hold(self, absolute: str) -> bool:
        """Whether what lies at a path may be published, as far as its names tell."""
        if absolute != self._docs and not absolute.startswith(f"{self._docs}/"):
            return False
        relative = absolute[len(self._docs) + 1 :]
        if any_passing(relative) and not self._is_shown(relative):
            return False
        parts = relative.split("/") if relative else []
        folders = ("/".join(parts[: i + 1]) + "/" for i in range(len(parts) - 1))
        return not (any(map(self._excluded, folders)) or (relative and self._excluded(relative)))

    def above(self, absolute: str) -> frozenset[Identity] | None:
        """Give the folders that a scan passes on its way to a path in the docs folder.

        ``None`` if it never comes there: a link leads out, or back to where the scan has been.
        """
        passed: set[Identity] = set()
        here = self._docs
        for name in filter(None, absolute[len(here) + 1 :].split("/")):
            identity = identity_of(here)
            if identity is None or identity in passed or len(passed) > DEEPEST:
                return None
            passed.add(identity)
            here = f"{here}/{name}"
            if os.path.islink(here) and not inside(here, self._docs):  # noqa: PTH114 - hot
                return None
        return frozenset(passed)
