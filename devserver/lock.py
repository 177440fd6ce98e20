"""Keeps two programs from holding one docs root, and lets the second say who is the first."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from pathlib import Path
from typing import IO


class RootBusyError(Exception):
    """Another program holds this root; ``holder`` is what it said of itself (pid, url)."""

    def __init__(self, holder: dict[str, str]) -> None:
        super().__init__(f"held by process {holder.get('pid', '?')}")
        self.holder = holder


class RootLock:
    """An advisory lock on a file, dropped by the system when its holder dies.

    Raises ``RootBusyError`` if another program holds it, ``OSError`` if it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = self._taken()
        # The one before us may have removed the file between our opening and locking it.
        while not self._still_there():
            self._file.close()
            self._file = self._taken()
        # One that was killed has said something of itself that is true no more.
        with contextlib.suppress(OSError):
            self._file.truncate(0)

    def _still_there(self) -> bool:
        try:
            return self._path.stat().st_ino == os.fstat(self._file.fileno()).st_ino
        except FileNotFoundError:
            return False

    def _taken(self) -> IO[str]:
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            with file:
                raise RootBusyError(_said(file)) from None
        return file

    def announce(self, holder: dict[str, str]) -> None:
        """Write who holds the root, for whoever asks; a full disk leaves it unsaid."""
        with contextlib.suppress(OSError):
            self._file.seek(0)
            self._file.truncate()
            json.dump(holder, self._file)
            self._file.flush()

    def release(self) -> None:
        """Leave no lock and no file. The file goes first, so that nobody waits on a dead one."""
        with contextlib.suppress(OSError):
            self._path.unlink()
            self._file.close()


def _said(file: IO[str]) -> dict[str, str]:
    file.seek(0)
    try:
        said = json.load(file)
    except ValueError:
        said = {}
    return {str(key): str(value) for key, value in said.items()}
