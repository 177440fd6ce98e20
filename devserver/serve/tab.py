"""One open page: what it shows, and what it has yet to be told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from devserver.model import Digest


class Tab:
    """A mailbox that keeps only the newest message of each kind, for a page that reads slowly.

    However fast the author types and however slow the page is, at most one update waits.
    """

    def __init__(self) -> None:
        self.version: Digest | None = None
        """What the page shows, or will show when it has read everything."""
        self._waiting: dict[str, str] = {}
        self._news = asyncio.Event()
        self._last = False

    def post(self, kind: str, text: str) -> None:
        """Have ``text`` sent; it replaces a message of the same kind that still waits."""
        self._waiting.pop(kind, None)
        self._waiting[kind] = text
        self._news.set()

    def post_last(self, text: str) -> None:
        """Have ``text`` sent after everything else, and then no more."""
        self.post("last", text)
        self._last = True

    async def deliver(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Send what is posted, oldest first, until ``post_last``."""
        while self._waiting or not self._last:
            if not self._waiting:
                await self._news.wait()
            self._news.clear()
            while self._waiting:
                kind = next(iter(self._waiting))
                await send(self._waiting.pop(kind))
