"""Who looks at what: pure bookkeeping, so that main renders only what is seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from devserver.model import Url

TabT = TypeVar("TabT")


class Viewers(Generic[TabT]):
    """The open pages by url. A tab looks at one url at a time, or at none yet."""

    def __init__(self) -> None:
        self._at: dict[Url, dict[TabT, None]] = {}
        self._of: dict[TabT, Url | None] = {}

    def join(self, tab: TabT) -> None:
        """Take in a tab that has not said yet what it shows."""
        self._of[tab] = None

    def look(self, tab: TabT, url: Url) -> None:
        """Note that ``tab`` shows ``url`` now, and nothing else."""
        self.leave(tab)
        self._of[tab] = url
        self._at.setdefault(url, {})[tab] = None

    def leave(self, tab: TabT) -> None:
        """Forget a tab; harmless when it is not known."""
        url = self._of.pop(tab, None)
        if url is not None:
            del self._at[url][tab]
            if not self._at[url]:
                del self._at[url]

    def at(self, url: Url) -> tuple[TabT, ...]:
        """Name the tabs that show ``url``, the longest open first."""
        return tuple(self._at.get(url, ()))

    def urls(self) -> tuple[Url, ...]:
        """Name every url that somebody looks at."""
        return tuple(self._at)

    def counts(self) -> tuple[tuple[Url, int], ...]:
        """Count the tabs of each url, in the urls' order."""
        return tuple(sorted((url, len(tabs)) for url, tabs in self._at.items()))

    def __iter__(self) -> Iterator[TabT]:
        return iter(tuple(self._of))

    def __len__(self) -> int:
        return len(self._of)
