"""A page's new version as open pages are told of it: whole, or as what differs from another one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from devserver.model import Digest
from devserver.serve.pages import ShownPage


class Update:
    """One version of a page; each way of telling it is encoded once, however many listen."""

    def __init__(self, page: ShownPage) -> None:
        self.page = page
        self._whole: str | None = None
        self._after: dict[Digest, str] = {}

    def whole(self) -> str:
        """Tell all of it."""
        if self._whole is None:
            self._whole = self._told(html=self.page.html)
        return self._whole

    def after(self, before: ShownPage) -> str:
        """Tell it to a page that has another version: ``html`` takes the place of what is there.

        ``start`` and ``end`` are how much stays before and behind it, and ``length`` how much there
        was, as JavaScript counts characters. A page without much in common is told whole.
        """
        known = self._after.get(before.version)
        if known is None:
            known = self._after[before.version] = self._compared(before)
        return known

    def _compared(self, before: ShownPage) -> str:
        then, now = before.html, self.page.html
        start, end = difference(then, now)
        if 2 * (start + end) < len(now):
            return self.whole()
        return self._told(
            base=before.version,
            length=units(then),
            start=units(now[:start]),
            end=units(now[len(now) - end :]),
            html=now[start : len(now) - end],
        )

    def _told(self, **fields: str | int) -> str:
        page = self.page
        told = {"type": "update", "url": page.url, "version": page.version, **fields}
        return msgspec.json.encode(told).decode()


def difference(then: str, now: str) -> tuple[int, int]:
    """Count the characters at the start of two texts that are the same, and those at their ends."""
    most, m, n = min(len(then), len(now)), len(then), len(now)
    start = _longest(most, lambda a, b: then[a:b] == now[a:b])
    end = _longest(most - start, lambda a, b: then[m - b : m - a] == now[n - b : n - a])
    return start, end


def _longest(most: int, same: Callable[[int, int], bool]) -> int:
    """Find the most characters that are the same; ``same`` compares those between two numbers."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        if same(low, middle):
            low = middle
        else:
            most = middle - 1
    return low


def units(text: str) -> int:
    """Count a text's characters as JavaScript does: those beyond the basic plane are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
