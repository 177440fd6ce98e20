"""Knows the user's files, and which of them differ from what they were before."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from devserver.model import Source, SourcePath, digest
from devserver.sources.contents import Contents
from devserver.sources.files import inside, stamp_of, status_of
from devserver.sources.folders import Folders, Roots
from devserver.sources.ignore import any_passing

_STEP: Final = 64
"""Files compared in one step of a scan: fewer than there are texts kept."""

_EMPTIED: Final = 0.25
"""Seconds until an emptied file is taken to be empty: somebody is about to write it anew."""


_NOTHING: Final = digest(b"")


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
        self.folders = Folders(roots)
        self.emptied: set[str] = set()
        """Absolute paths of files that are empty for now: to be looked at again, and taken out."""

    @property
    def top(self) -> str:
        """Give the docs folder's absolute path."""
        return self._docs

    def absolute(self, path: SourcePath) -> str:
        """Give a source's absolute path."""
        return f"{self._project}/{path}"

    # ------------------------------------------------------------ asking what changed

    def scan(self) -> Iterator[set[SourcePath]]:
        """Compare every file, a few at a time; each step gives the paths that differ.

        What a step had to read, its texts, are still kept when it gives them.
        """
        seen: set[SourcePath] = set()
        passed: set[str] = set()
        for folder, files in self.folders.walk(self._docs, frozenset()):
            passed.add(folder)
            below = f"{self._path(folder)}/".lstrip("/")
            for start in range(0, len(files), _STEP):
                some = {SourcePath(below + n): s for n, s in files[start : start + _STEP]}
                seen.update(some)
                yield {path for path, status in some.items() if self._take(path, status)}
        yield {p for p in list(self.docs) if p not in seen and self._drop(p)}
        yield {p for p in list(self.others) if self._look_at_other(p)}
        self.folders.keep(passed)

    def look(self, marked: Iterable[str]) -> set[SourcePath]:
        """Compare what lies at ``marked`` absolute paths, folders with all below them."""
        paths = {absolute: self._path(absolute) for absolute in marked}
        concerned = [p for p in self.others if not paths.keys().isdisjoint(self._way_to(p))]
        changed = {path for path in concerned if self._look_at_other(path)}
        for absolute, path in paths.items():
            if self.folders.may_hold(absolute):
                changed |= self._look_in_docs(absolute, path)
        return changed

    def _way_to(self, path: SourcePath) -> Iterator[str]:
        """Give the absolute path of a file and of every folder above it, inside the project."""
        absolute = f"{self._project}/{path}"
        while len(absolute) > len(self._project):
            yield absolute
            absolute = absolute.rpartition("/")[0]

    def _look_in_docs(self, absolute: str, path: SourcePath) -> set[SourcePath]:
        above = self.folders.above(absolute)
        status = status_of(absolute) if above is not None else None
        if status is not None and stat.S_ISREG(status.st_mode):
            return {path} if self._take(path, status) else set()
        changed = {path} if self._drop(path) else set()
        below = f"{path}/" if path else ""
        seen = set()
        if above is not None and status is not None and stat.S_ISDIR(status.st_mode):
            for folder, files in self.folders.walk(absolute, above):
                for name, file_status in files:
                    inner = self._path(f"{folder}/{name}")
                    seen.add(inner)
                    if self._take(inner, file_status):
                        changed.add(inner)
        gone = [p for p in self.docs if p.startswith(below) and p not in seen]
        return changed | {p for p in gone if self._drop(p)}

    def matters(self, absolute: str) -> bool:
        """Whether an event at this path can be about the site. Pure: any thread may ask."""
        hidden = self._is_hidden(absolute.removeprefix(self._project).strip("/"))
        return not hidden or self.folders.may_hold(absolute)

    def is_new(self, absolute: str) -> bool:
        """Whether a path in the docs folder is of no known file. Any thread may ask."""
        return absolute.startswith(f"{self._docs}/") and self._path(absolute) not in self.docs

    # ------------------------------------------------------------ other files

    def other(self, path: str) -> Source | None:
        """Ask for a file inside the project folder by its path; from now on it is compared too.

        Hidden files, and what leads out of the project folder, are not there; of the hidden
        folders those are that the configuration names itself.
        """
        known = self.docs.get(SourcePath(path))
        if known is not None and known.path.endswith(self._roots.suffixes):
            return known
        normal = SourcePath(os.path.normpath(path).replace(os.sep, "/"))
        if normal.startswith(("../", "/")) or self._is_hidden(normal):
            return None
        if normal not in self.others:
            self.others[normal] = None
            self._look_at_other(normal)
        return self.others[normal]

    def _is_hidden(self, path: str) -> bool:
        for folder in self._roots.named:
            if path.startswith(f"{folder}/"):
                path = path[len(folder) + 1 :]
        return any_passing(path)

    def _look_at_other(self, path: SourcePath) -> bool:
        before, doubted = self.others[path], path in self.contents.doubted
        absolute = f"{self._project}/{path}"
        status = status_of(absolute)
        after = None
        if status is not None and stat.S_ISREG(status.st_mode) and inside(absolute, self._project):
            same = before is not None and self._stands(before, status)
            after = before if same else self.contents.source(path, status)
        after = self.contents.covering(path) or after
        if after is None:
            self.contents.forget(path)
        self.others[path] = after
        return doubted or (before and before.digest) != (after and after.digest)

    # ------------------------------------------------------------ unsaved texts

    def may_cover(self, absolute: str) -> bool:
        """Whether a file at this path can be part of the site, or be included by a page of it."""
        inside_project = absolute.startswith(f"{self._project}/")
        return inside_project and (self._is_page(absolute) or not any_passing(self._path(absolute)))

    def _is_page(self, absolute: str) -> bool:
        return absolute.lower().endswith(self._roots.suffixes) and self.folders.may_hold(absolute)

    def cover(self, absolute: str, text: str) -> set[SourcePath]:
        """Lay an unsaved text over a file until ``uncover``; gives what differs by that."""
        path = self._path(absolute)
        after = self.contents.cover(path, text)
        if self._is_page(absolute):
            return {path} if self._put(path, after) else set()
        return {path} if path in self.others and self._look_at_other(path) else set()

    def uncover(self, absolute: str) -> set[SourcePath]:
        """Let the file itself count again; gives what differs by that."""
        self.contents.uncover(self._path(absolute))
        return self.look((absolute,))

    def _put(self, path: SourcePath, after: Source) -> bool:
        before = self.docs.get(path)
        self.docs[path] = after
        return before is None or before.digest != after.digest

    # ------------------------------------------------------------ one file

    def _take(self, path: SourcePath, status: os.stat_result) -> bool:
        """Compare one file that is there; whether its content differs from before."""
        if (cover := self.contents.covering(path)) is not None:
            return self._put(path, cover)
        stamp, fresh = stamp_of(status), path not in self.docs
        before = self._known.get(path) if fresh else self.docs[path]
        if before is not None and self._stands(before, status):
            self.docs[path] = before
            return fresh
        doubted = path in self.contents.doubted
        if path.lower().endswith(self._roots.suffixes):
            after = self.contents.source(path, status)
        else:
            after = Source(path, stamp, digest(f"{stamp}"))
        self.docs[path] = after
        return fresh or doubted or before is None or before.digest != after.digest

    def _stands(self, before: Source, status: os.stat_result) -> bool:
        """Whether what is known of a file holds, or has to until the file is written again."""
        contents = self.contents
        if before.path in contents.faults or before.path in contents.doubted:
            return False
        if status.st_size == 0 and before.digest != _NOTHING:
            age = time.time() - max(status.st_mtime, status.st_ctime)
            if 0 <= age < _EMPTIED:
                self.emptied.add(f"{self._project}/{before.path}")
                return True
        return before.stamp == stamp_of(status)

    def _drop(self, path: SourcePath) -> bool:
        if (cover := self.contents.covering(path)) is not None:
            return self._put(path, cover)
        self.contents.forget(path)
        return self.docs.pop(path, None) is not None

    def _path(self, absolute: str) -> SourcePath:
        return SourcePath(absolute[len(self._project) :].lstrip("/"))
