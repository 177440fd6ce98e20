"""The server's view of the published pages: it reads the store, and knows nothing else of it."""

from __future__ import annotations

import os
import sqlite3
from typing import Any
from urllib.parse import quote

from devserver.finder import find
from devserver.model import Url
from devserver.rows import PAGE, StoredPage, sound_page


class Reader:
    """One read-only connection, kept open. It follows when main makes the file anew."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._inode = -1

    def page(self, url: Url) -> StoredPage | None:
        """Read what is published at ``url``; ``None`` if nothing is, or the file is damaged."""
        try:
            return sound_page(url, self._current().execute(PAGE["pages"], (url,)).fetchall())
        except (sqlite3.Error, OSError, UnicodeError):
            self.close()
            return None

    def find(self, typed: str) -> list[dict[str, Any]]:
        """Give the best pages for what somebody typed; none if the file is damaged."""
        try:
            return find(self._current(), typed)
        except (sqlite3.Error, OSError, UnicodeError):
            self.close()
            return []

    def _current(self) -> sqlite3.Connection:
        inode = os.stat(self._path).st_ino  # noqa: PTH116 - a Path costs more than the stat
        if self._connection is None or inode != self._inode:
            self.close()
            self._connection = sqlite3.connect(
                f"file:{quote(self._path)}?mode=ro", uri=True, timeout=5.0, check_same_thread=False
            )
            self._inode = inode
        return self._connection

    def close(self) -> None:
        """Close the connection; before main closes the store, so that no log file remains."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
