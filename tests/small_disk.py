"""A disk that can be full: a small one of its own where we may mount, else a limit on ours."""

from __future__ import annotations

import contextlib
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

KILOBYTES = 2048
"""What fits on the disk."""

_LIMIT = 16_384
"""Bytes to which no file may grow where there is no disk of our own."""


class SmallDisk(Protocol):
    """A folder that can run out of room, and get it back."""

    folder: Path

    def fill(self) -> None:
        """Leave no room."""

    def free(self) -> None:
        """Give the room back."""

    def lock(self) -> None:
        """Let nothing be written any more."""


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Make ``folder`` such a disk for a block."""
    folder.mkdir()
    options = ("-t", "tmpfs", "-o", f"size={KILOBYTES}k", "none", str(folder))
    mounted = subprocess.run(("mount", *options), capture_output=True, check=False)
    disk = _Limited(folder) if mounted.returncode else _Mounted(folder)
    try:
        yield disk
    finally:
        disk.free()
        if not mounted.returncode:
            subprocess.run(("umount", "--lazy", str(folder)), check=True)


class _Mounted:
    """A file system in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with contextlib.suppress(OSError), self._ballast.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)

    def free(self) -> None:
        with contextlib.suppress(OSError):
            self._ballast.unlink(missing_ok=True)

    def lock(self) -> None:
        subprocess.run(("mount", "-o", "remount,ro", str(self.folder)), check=True)


class _Limited:
    """An ordinary folder, and a limit on every file that this process writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LIMIT, self._usual[1]))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._usual)
        self._allow(0o700)

    def lock(self) -> None:
        self._allow(0o500)

    def _allow(self, mode: int) -> None:
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(mode)
