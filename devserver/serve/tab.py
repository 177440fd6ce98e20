"""One open page: what it shows, and what it has yet to be told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from devserver.model import Digest
from devserver.serve.pages import ShownPage
from devserver.serve.update import Update


class Tab:
    """A mailbox that keeps only the newest message of each kind, for a page that reads slowly.

    However fast the author types and however slow the page is, at most one update waits.
    """

    def __init__(self) -> None:
        self.version: Digest | None = None
        """What the page shows, or will show when it has read everything."""
        self._parts = False
        """It takes what differs from the version it has, and not only whole pages."""
        self._has: ShownPage | None = None
        """The version it has when it has read what was sent, if that is known."""
        self._waiting: dict[str, str | Update] = {}
        self._news = asyncio.Event()
        self._last = False

    def introduced(self, version: Digest, *, parts: bool) -> None:
        """Take note of the version a page says it shows, and whether it can be told by parts."""
        self.version, self._parts, self._has = version, parts, None

    def shows(self, page: ShownPage) -> None:
        """Take note of what the version is that it shows, unless another is on its way."""
        if self._has is None and "update" not in self._waiting:
            self._has = page

    def post(self, kind: str, text: str | Update) -> None:
        """Have something sent; it replaces a message of the same kind that still waits."""
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
                await send(self._told(self._waiting.pop(kind)))

    def _told(self, news: str | Update) -> str:
        if isinstance(news, str):
            return news
        before, self._has = self._has, news.page
        return news.after(before) if self._parts and before is not None else news.whole()
