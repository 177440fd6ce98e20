"""Reads files whole, keeps what was read last, and knows which could not be read, and why."""

from __future__ import annotations

import time
from collections import OrderedDict
from os import stat_result
from typing import Final

from devserver.model import Digest, Source, SourcePath, Stamp, digest
from devserver.sources.files import content_of, stamp_of

_TRIES: Final = 5
_KEPT: Final = 256
"""Texts kept after reading, so that what was read to compare is not read again to convert."""

_KEPT_BYTES: Final = 64 << 20
"""Of very large ones fewer are kept: the memory is not ours alone."""

_RACY: Final = 2_000_000_000
"""Nanoseconds: a second write this soon may leave a file's times as they are (FAT: 2 s)."""

_NEVER: Final = Stamp(0, 0, -1, 0)
"""The stamp of no file: whatever bears it is read again at the next look."""


class Contents:
    """What stands in files, by their path from the project folder."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._texts: OrderedDict[SourcePath, tuple[Digest, bytes]] = OrderedDict()
        self._size = 0
        self._covers: dict[SourcePath, tuple[Digest, bytes]] = {}
        self.faults: dict[SourcePath, str] = {}
        """Why a file cannot be read."""
        self.doubted: set[SourcePath] = set()
        """Files that were no longer what they had been said to be when their text was wanted."""

    def source(self, path: SourcePath, status: stat_result) -> Source:
        """Read a file whole: its stamp before and after must agree, or it is read again."""
        stamp = stamp_of(status)
        for _ in range(_TRIES):
            content, again = self._read(path)
            if again is None or again == stamp:
                break
            stamp = again
        settled = max(stamp.mtime_ns, stamp.ctime_ns) < time.time_ns() - _RACY
        self.doubted.discard(path)
        return Source(path, stamp if settled else _NEVER, content)

    def cover(self, path: SourcePath, text: str) -> Source:
        """Lay a text over a file, which need not exist: it is its content until ``uncover``."""
        content = text.encode("utf-8", "replace")
        self._covers[path] = (digest(content), content)
        return Source(path, _NEVER, self._covers[path][0])

    def uncover(self, path: SourcePath) -> None:
        """Let the file itself count again."""
        self._covers.pop(path, None)

    def covering(self, path: SourcePath) -> Source | None:
        """Give what lies over a file."""
        cover = self._covers.get(path)
        return Source(path, _NEVER, cover[0]) if cover else None

    def forget(self, path: SourcePath) -> None:
        """Drop what is known of a file that is gone."""
        self.faults.pop(path, None)
        self.doubted.discard(path)

    def text(self, source: Source) -> str | None:
        """Read the text of ``source`` with Unix line ends; bytes that are not UTF-8 replaced.

        ``None`` when the file cannot be read or has changed since: the next look will tell.
        """
        raw = self._raw(source)
        if raw is None:
            return None
        text = raw.decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def undecodable(self, source: Source) -> int | None:
        """Give the line of the first byte of ``source`` that is not UTF-8, from 1."""
        raw = self._raw(source) or b""
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            return raw.count(b"\n", 0, error.start) + 1
        return None

    def _raw(self, source: Source) -> bytes | None:
        cover = self._covers.get(source.path)
        if cover is not None and cover[0] == source.digest:
            return cover[1]
        kept = self._texts.get(source.path)
        if kept is None or kept[0] != source.digest:
            found, _ = self._read(source.path)
            if found != source.digest:
                self.doubted.add(source.path)
            kept = self._texts.get(source.path)
        return kept[1] if kept is not None and kept[0] == source.digest else None

    def _read(self, path: SourcePath) -> tuple[Digest, Stamp | None]:
        try:
            content, status = content_of(f"{self._project}/{path}")
        except OSError as error:
            self.faults[path] = error.strerror or str(error)
            return digest(f"unreadable: {error.errno}"), None
        self.faults.pop(path, None)
        found = digest(content)
        self._keep(path, found, content)
        return found, stamp_of(status)

    def _keep(self, path: SourcePath, found: Digest, content: bytes) -> None:
        before = self._texts.pop(path, None)
        self._size += len(content) - (len(before[1]) if before else 0)
        self._texts[path] = (found, content)
        while len(self._texts) > _KEPT or (self._size > _KEPT_BYTES and len(self._texts) > 1):
            _, (_, gone) = self._texts.popitem(last=False)
            self._size -= len(gone)
