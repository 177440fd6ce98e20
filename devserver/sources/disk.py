"""Knows the user's files, and which of them differ from what they were before."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devserver.model import Source, SourcePath, Stamp, digest
from devserver.sources.contents import Contents
from devserver.sources.files import DEEPEST, Identity, identity_of, inside, stamp_of, status_of
from devserver.sources.ignore import any_passing, passing

_STEP: Final = 64
"""Files compared in one step of a scan: fewer than there are texts kept."""


@dataclass(frozen=True, slots=True)
class Roots:
    """Where to look. ``docs`` lies in ``project`` (or is it); both absolute and resolved."""

    project: Path
    docs: Path
    suffixes: tuple[str, ...]
    """Endings (lower case, with the dot) of files that are read; others are only looked at."""
    excluded: Callable[[str], bool]
    """Whether a path relative to the docs folder is left out; a folder's ends with ``/``."""


class Disk:
    """Every file of the docs folder, and those outside it that were asked for.

    ``docs`` and ``others`` are the current truth by path. Events are only hints: whatever is
    marked is compared by stamp, then by digest.
    """

    def __init__(self, roots: Roots, known: Mapping[SourcePath, Source]) -> None:
        self._roots = roots
        self._project = str(roots.project)
        self._docs = str(roots.docs)
        self._known = known
        self.contents = Contents(self._project)
        self.docs: dict[SourcePath, Source] = {}
        self.others: dict[SourcePath, Source | None] = {}
        self.closed: dict[SourcePath, str] = {}
        """Why a folder cannot be looked into."""

    # ------------------------------------------------------------ asking what changed

    def scan(self) -> Iterator[set[SourcePath]]:
        """Compare every file, a few at a time; each step gives the paths that differ.

        What a step had to read, its texts, are still kept when it gives them.
        """
        seen: set[SourcePath] = set()
        for folder, files in self._walk(self._docs, frozenset()):
            below = f"{self._path(folder)}/".lstrip("/")
            for start in range(0, len(files), _STEP):
                some = {SourcePath(below + n): s for n, s in files[start : start + _STEP]}
                seen.update(some)
                yield {path for path, status in some.items() if self._take(path, status)}
        yield {p for p in list(self.docs) if p not in seen and self._drop(p)}
        yield {p for p in list(self.others) if self._look_at_other(p)}
        for gone in [p for p in self.closed if status_of(f"{self._project}/{p}") is None]:
            del self.closed[gone]

    def look(self, marked: Iterable[str]) -> set[SourcePath]:
        """Compare what lies at ``marked`` absolute paths, folders with all below them."""
        paths = {absolute: self._path(absolute) for absolute in marked}
        concerned = [p for p in self.others if not paths.keys().isdisjoint(self._way_to(p))]
        changed = {path for path in concerned if self._look_at_other(path)}
        for absolute, path in paths.items():
            if self._in_docs(absolute):
                changed |= self._look_in_docs(absolute, path)
        return changed

    def _way_to(self, path: SourcePath) -> Iterator[str]:
        """Give the absolute path of a file and of every folder above it, inside the project."""
        absolute = f"{self._project}/{path}"
        while len(absolute) > len(self._project):
            yield absolute
            absolute = absolute.rpartition("/")[0]

    def _look_in_docs(self, absolute: str, path: SourcePath) -> set[SourcePath]:
        above = self._above(absolute)
        status = status_of(absolute) if above is not None else None
        if status is not None and stat.S_ISREG(status.st_mode):
            return {path} if self._take(path, status) else set()
        changed = {path} if self._drop(path) else set()
        below = f"{path}/" if path else ""
        seen = set()
        if above is not None and status is not None and stat.S_ISDIR(status.st_mode):
            for folder, files in self._walk(absolute, above):
                for name, file_status in files:
                    inner = self._path(f"{folder}/{name}")
                    seen.add(inner)
                    if self._take(inner, file_status):
                        changed.add(inner)
        gone = [p for p in self.docs if p.startswith(below) and p not in seen]
        return changed | {p for p in gone if self._drop(p)}

    def _above(self, absolute: str) -> frozenset[Identity] | None:
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

    def matters(self, absolute: str) -> bool:
        """Whether an event at this path can be about the site. Pure: any thread may ask."""
        return not any_passing(absolute.removeprefix(self._project).strip("/"))

    def is_new(self, absolute: str) -> bool:
        """Whether a path in the docs folder is of no known file. Any thread may ask."""
        return absolute.startswith(f"{self._docs}/") and self._path(absolute) not in self.docs

    # ------------------------------------------------------------ other files

    def other(self, path: str) -> Source | None:
        """Ask for a file inside the project folder by its path; from now on it is compared too.

        Hidden files, and what leads out of the project folder, are not there.
        """
        known = self.docs.get(SourcePath(path))
        if known is not None and known.path.endswith(self._roots.suffixes):
            return known
        normal = SourcePath(os.path.normpath(path).replace(os.sep, "/"))
        if normal.startswith(("../", "/")) or any_passing(normal):
            return None
        if normal not in self.others:
            self.others[normal] = None
            self._look_at_other(normal)
        return self.others[normal]

    def _look_at_other(self, path: SourcePath) -> bool:
        before, doubted = self.others[path], path in self.contents.doubted
        absolute = f"{self._project}/{path}"
        status = status_of(absolute)
        after = None
        if status is not None and stat.S_ISREG(status.st_mode) and inside(absolute, self._project):
            same = before is not None and self._unchanged(before, stamp_of(status))
            after = before if same else self.contents.source(path, status)
        if after is None:
            self.contents.forget(path)
        self.others[path] = after
        return doubted or (before and before.digest) != (after and after.digest)

    # ------------------------------------------------------------ one file

    def _take(self, path: SourcePath, status: os.stat_result) -> bool:
        """Compare one file that is there; whether its content differs from before."""
        stamp, fresh = stamp_of(status), path not in self.docs
        before = self._known.get(path) if fresh else self.docs[path]
        if before is not None and self._unchanged(before, stamp):
            self.docs[path] = before
            return fresh
        doubted = path in self.contents.doubted
        if path.lower().endswith(self._roots.suffixes):
            after = self.contents.source(path, status)
        else:
            after = Source(path, stamp, digest(f"{stamp}"))
        self.docs[path] = after
        return fresh or doubted or before is None or before.digest != after.digest

    def _unchanged(self, before: Source, stamp: Stamp) -> bool:
        contents = self.contents
        odd = before.path in contents.faults or before.path in contents.doubted
        return before.stamp == stamp and not odd

    def _drop(self, path: SourcePath) -> bool:
        self.contents.forget(path)
        return self.docs.pop(path, None) is not None

    # ------------------------------------------------------------ folders

    def _walk(
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
                self.closed[self._path(folder)] = f"more than {DEEPEST} folders deep"
                continue
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                self.closed[self._path(folder)] = error.strerror or str(error)
                continue
            self.closed.pop(self._path(folder), None)
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
        if passing(entry.name):
            return None
        try:
            status = entry.stat()
        except OSError:
            return None
        folder = stat.S_ISDIR(status.st_mode)
        if not folder and not stat.S_ISREG(status.st_mode):
            return None
        if self._roots.excluded(entry.path[len(self._docs) + 1 :] + "/" * folder):
            return None
        return status if not entry.is_symlink() or inside(entry.path, self._docs) else None

    def _in_docs(self, absolute: str) -> bool:
        if absolute != self._docs and not absolute.startswith(f"{self._docs}/"):
            return False
        relative = absolute[len(self._docs) + 1 :]
        if any_passing(relative):
            return False
        parts = relative.split("/") if relative else []
        folders = ("/".join(parts[: i + 1]) + "/" for i in range(len(parts) - 1))
        return not (
            any(map(self._roots.excluded, folders)) or (relative and self._roots.excluded(relative))
        )

    def _path(self, absolute: str) -> SourcePath:
        return SourcePath(absolute[len(self._project) :].lstrip("/"))
