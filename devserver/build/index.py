"""Keeps what can be searched in step with what can be read: the edited page at once."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from typing import Final

from devserver.build.cache import Also, Cache, Known
from devserver.build.pipeline import Memory, conversion
from devserver.build.relation import Related
from devserver.build.step import Findings, fingerprint
from devserver.build.workers import Order
from devserver.index_rows import Entry, Gleaned, Place
from devserver.model import Digest, Document, Job, Outline, SourcePath
from devserver.store import Store

_AT_ONCE: Final = 4
"""Pages written in one go: a millisecond or two, for which an edit may have to wait."""

_WORDS_AT_ONCE: Final = 64
"""Words that may be gone, looked for in one go."""

_PAUSE: Final = 5.0
"""Seconds until a store that could not be written to is tried again."""

_WAITING_AT_MOST: Final = 1_000
"""Pages kept in memory for a store that cannot be written to; the others are gleaned again."""


class Index:
    """What the store can find, and what it is yet to be told. Without a store it does nothing."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._made = -1
        self._there: dict[SourcePath, tuple[Place, str]] = {}
        self._waiting: dict[SourcePath, Entry] = {}
        self._gone: set[SourcePath] = set()
        self._under_way: set[SourcePath] = set()
        self._words: set[str] = set()
        self._untidy = False
        self._paused = 0.0
        """The time of the monotonic clock before which the store need not be tried again."""

    # ------------------------------------------------------------ what is to be found

    def lacking(
        self, path: SourcePath, made: Document | Findings, memory: Memory
    ) -> tuple[Job, Digest, Also] | None:
        """Give what a worker needs of a page that is known, but whose text cannot be searched."""
        snapshot, related, cache = memory.snapshot, memory.related, memory.cache
        if snapshot is None or related is None or getattr(made, "failed", False):
            return None
        if not self.lacks(path, place_of(path, related), cache.parsed.get(path)):
            return None
        needed = conversion(snapshot, path, cache)
        return None if isinstance(needed, Document) else needed

    def lacks(self, path: SourcePath, place: Place | None, known: Known | None) -> bool:
        """Have a page found where it stands now, or not at all; whether its text is missing."""
        if self._store is None:
            return False
        if place is None:
            self.forget(path)
            return False
        there = self._places().get(path)
        waiting, edition = self._waiting.get(path), edition_of(known)
        if waiting is not None and waiting.edition == edition:
            self._waiting[path] = Entry(path, place, edition, waiting.gleaned)
        elif there is not None and there[1] == edition:
            if there[0] != place:
                self._waiting[path] = Entry(path, place, edition, None)
        else:
            return path not in self._under_way
        return False

    def ordered(self, path: SourcePath) -> None:
        """Note that a page was converted: its text follows."""
        if self._store is not None:
            self._under_way.add(path)

    def receive(
        self, gleaned: Iterable[tuple[Order, Gleaned | None]], related: Related, cache: Cache
    ) -> None:
        """Take what workers found in pages, if those are still what they were made from."""
        for order, text in gleaned:
            path, known = order.job.path, cache.parsed.get(order.job.path)
            whole = known is not None and (known.key, known.also) == (order.key, order.also)
            self.take(path, place_of(path, related), known if whole else None, text)

    def take(
        self, path: SourcePath, place: Place | None, known: Known | None, text: Gleaned | None
    ) -> None:
        """Take a page's text, if it has one and is ``known`` to be what it was made from."""
        self._under_way.discard(path)
        if place is None:
            self.forget(path)
        elif text is not None and known is not None and len(self._waiting) < _WAITING_AT_MOST:
            self._gone.discard(path)
            self._waiting[path] = Entry(path, place, edition_of(known), text)

    def forget(self, path: SourcePath) -> None:
        """Have a page found no more."""
        self._waiting.pop(path, None)
        self._under_way.discard(path)
        if path in self._places():
            self._gone.add(path)

    def settle(self, paths: Collection[SourcePath]) -> bool:
        """Compare a store that is new to us with the pages there are; whether it was new."""
        if self._store is None or self._made == self._store.made:
            return False
        for path in self._places().keys() - set(paths):
            self.forget(path)
        self._paused = 0.0
        return True

    def _places(self) -> dict[SourcePath, tuple[Place, str]]:
        """Give what the store can find; a store that was made anew can find nothing."""
        if self._store is not None and self._made != self._store.made:
            self._there = self._store.places()
            self._made = self._store.made
        return self._there

    # ------------------------------------------------------------ what is told

    @property
    def urgent(self) -> bool:
        """Whether a page that can be found already says something else now, or is gone."""
        return bool(self._gone) or any(path in self._there for path in self._waiting)

    @property
    def waiting(self) -> int:
        """How many pages the store is yet to be told of, if it can be."""
        return 0 if self._is_paused() else len(self._waiting) + len(self._gone)

    @property
    def busy(self) -> bool:
        """Whether there is something to tell the store, or to tidy up."""
        left = self._waiting or self._gone or self._words or self._untidy
        return bool(left) and not self._is_paused()

    def _is_paused(self) -> bool:
        return time.monotonic() < self._paused

    def work(self) -> None:
        """Tell the store of a few pages, or tidy up a little. Raises ``StoreError``."""
        self._paused = time.monotonic() + _PAUSE
        if self._store is not None and (self._waiting or self._gone):
            self._write(self._store)
        elif self._store is not None:
            some = list(self._words)[:_WORDS_AT_ONCE]
            self._untidy = self._store.tend_index(some)
            self._words.difference_update(some)
        self._paused = 0.0

    def _write(self, store: Store) -> None:
        there = self._places()
        chosen = sorted(self._waiting, key=lambda path: path not in there)[:_AT_ONCE]
        gone = list(self._gone)[:_AT_ONCE]
        entries = [self._waiting[path] for path in chosen]
        self._words |= store.index(entries, gone)
        self._untidy = True
        for entry in entries:
            del self._waiting[entry.path]
            there[entry.path] = entry.place, entry.edition
        for path in gone:
            self._gone.discard(path)
            there.pop(path, None)


def place_of(path: SourcePath, related: Related) -> Place | None:
    """Say where search shows a page; ``None`` if it is to find it nowhere."""
    url = related.structure.urls.get(path)
    outline = related.outlines.get(path)
    if url is None or outline is None or _is_excluded(outline):
        return None
    node = related.structure.nodes.get(url)
    above = reversed([*node.ancestors()]) if node is not None else ()
    trail = (
        related.outlines[each.path].title if each.title is None and each.path else each.title
        for each in above
    )
    return Place(url, related.titled(outline, url).title, " › ".join(filter(None, trail)))


def _is_excluded(outline: Outline) -> bool:
    """Heed ``search: {exclude: true}``, as Material for MkDocs has it."""
    search = outline.meta.get("search")
    return isinstance(search, dict) and search.get("exclude") is True


def edition_of(known: Known | None) -> Digest:
    """Name everything that a page's text was made from."""
    return fingerprint((known.key, known.also) if known is not None else ())
