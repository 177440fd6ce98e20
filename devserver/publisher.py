"""Brings finished pages to the readers: the store first, then word to the server."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

from devserver.body_lines import BodyLines
from devserver.build.builder import Builder
from devserver.build.cache import Cache
from devserver.build.pipeline import Rendered
from devserver.front import Front
from devserver.messages import Answered, PageAnswer, Published
from devserver.model import Digest, Problem, SourcePath, Url
from devserver.store import StoreError

PATIENCE: Final = 1.0
"""Seconds a reader waits for a new page before getting the last good one."""

_SHOWN_AT_MOST: Final = 64
"""So many changed pages nobody looks at are converted at once; the rest in the background."""

_NAMED: Final = 5
"""So many pages are named; whoever asks for more is not going to read them."""

_SAVED_AT_ONCE: Final = 16
"""Results worth a transaction of their own, of a few milliseconds for which an edit may wait."""

_TOLD: Final = 64
"""Pages whose lines are kept, beside those that are open."""

_LAST_WORDS: Final = 0.3
"""Seconds for the search index at a stop: what it is not told by then, it learns at a start."""


class Publisher:
    """Pages that were asked for or changed, until they are out."""

    def __init__(self, builder: Builder, cache: Cache, front: Front) -> None:
        self._builder = builder
        self._cache = cache
        self._front = front
        self._asked: dict[Url, float] = {}
        self._changed: set[Url] = set()
        self._opened: set[Url] = set()
        self._lines: OrderedDict[Url, tuple[Digest, BodyLines | None]] = OrderedDict()
        """Of pages that were answered: the version, and the lines that were told with it."""
        self.fault: Problem | None = None
        """Why the store cannot be written to; pages are then handed to the server directly."""

    @property
    def waiting(self) -> bool:
        """Whether a page is awaited by anyone."""
        return bool(self._asked or self._changed)

    @property
    def calm(self) -> bool:
        """Whether readers are served, so that pages nobody waits for may be converted."""
        return self._front.ready and not self._asked

    def doing(self) -> Iterator[str]:
        """Say which pages are awaited."""
        if self._asked:
            yield f"readers wait for {', '.join(sorted(self._asked)[:_NAMED])}"
        if self._changed:
            yield f"{len(self._changed)} changed pages are to come"

    def due(self) -> float | None:
        """When a reader's patience ends, in seconds of the monotonic clock."""
        return min(self._asked.values()) + PATIENCE if self._asked else None

    def ask(self, url: Url) -> None:
        """Have an answer for a reader, perhaps one who did not find what the store should have."""
        self._cache.doubt(url)
        self._asked.setdefault(url, time.monotonic())

    def awaited(self, urls: Iterable[Url]) -> set[Url]:
        """Have changed pages built: those that are open, and as many others as is sensible."""
        changed = sorted(urls, key=lambda url: (url not in self._front.tabs, url))
        chosen = set(changed[: max(_SHOWN_AT_MOST, len(self._front.tabs))])
        self._changed |= chosen
        return chosen

    def open_pages(self) -> set[Url]:
        """Give the pages that are open now."""
        return {url for url in self._front.tabs if self._builder.is_built(url)}

    def publish(self, generation: int) -> tuple[set[Url], set[Url]]:
        """Publish what is ready; gives the urls that are done and those that came out different."""
        published = self._publish(generation)
        if self._builder.index.urgent:
            self.index()  # Behind the pages, so that nobody waits for it.
        return published

    def _publish(self, generation: int) -> tuple[set[Url], set[Url]]:
        self._rehearse()
        self._answer_others()
        pending = self._asked.keys() | self._changed
        wanted = [url for url in pending if not self._builder.is_converting(url)]
        if not wanted:
            return set(), set()
        site = self._builder.build(wanted)
        removed = {url for url in self._changed if not self._builder.is_built(url)}
        fresh = [r for r in site.pages.values() if r.page is not None]
        different = {r.url for r in fresh if self._version(r.url) != r.version} | removed
        stored = self._stored(fresh, removed)
        answers = {url: self._answer(page, stored=stored) for url, page in site.pages.items()}
        done = set(answers) | removed
        pages = tuple((url, answers[url]) for url in answers if url in self._changed)
        if pages or removed:
            self._front.send(Published(generation, pages, stale=tuple(removed)))
        for url in [url for url in self._asked if url in answers]:
            del self._asked[url]
            self._front.send(Answered(url, answers[url]))
        self._changed -= done
        return done, different

    def _rehearse(self) -> None:
        """Prepare for edits of pages that were opened: the first is to be as quick as the next."""
        opened = set(self._front.tabs)
        for url in opened - self._opened:
            self._builder.rehearse(url)
        self._opened = opened

    def _answer_others(self) -> None:
        """Answer for what is no page, and where a page takes long, with the one before."""
        for url, since in list(self._asked.items()):
            answer = None if self._builder.is_built(url) else self._builder.answer(url)
            if answer is None and time.monotonic() > since + PATIENCE:
                published = self._cache.published(url)
                answer = self._last_good(url, published[0]) if published else None
                self._changed.add(url)
            if answer is not None:
                del self._asked[url]
                self._front.send(Answered(url, answer))

    def _answer(self, rendered: Rendered, *, stored: bool) -> PageAnswer:
        """Name the page; its text goes along only if it could not be stored."""
        if rendered.lines is None and rendered.page is None:
            return self._last_good(rendered.url, rendered.version)
        self._lines[rendered.url] = rendered.version, rendered.lines
        self._lines.move_to_end(rendered.url)
        if len(self._lines) > max(_TOLD, len(self._front.tabs)):
            self._lines.popitem(last=False)
        text = rendered.page.html if rendered.page and not stored else None
        return PageAnswer(rendered.version, html=text, lines=rendered.lines)

    def _last_good(self, url: Url, version: Digest) -> PageAnswer:
        """Name a page that stays, with the lines that readers have: to them it is the same."""
        told = self._lines.get(url)
        return PageAnswer(version, lines=told[1] if told and told[0] == version else None)

    def _version(self, url: Url) -> str | None:
        published = self._cache.published(url)
        return published[0] if published else None

    def _stored(self, fresh: list[Rendered], removed: set[Url]) -> bool:
        """Put pages into the store; whether readers find them there."""
        pages = [(r.page, r.key) for r in fresh if r.page is not None]
        try:
            if pages or removed:
                self._cache.publish(pages, list(removed))
                self.fault = None
        except StoreError as error:
            self.fault = _disk_problem(error)
        return not (pages and self.fault)

    def save(self, *, few: bool = True, until: float = 0.0) -> None:
        """Put what was found into the store; unless ``few``, a few results wait for more.

        Then as many pages as there is time for are told to the index.
        """
        try:
            if self._cache.waiting >= (1 if few else _SAVED_AT_ONCE):
                self._cache.save()
                self.fault = None
        except StoreError as error:
            self.fault = _disk_problem(error)
        self.index(until)

    def index(self, until: float = 0.0) -> None:
        """Have pages found as they are now: a few, and more until a time of the monotonic clock."""
        try:
            while self._builder.index.busy:
                self._builder.index.work()
                self.fault = None
                if time.monotonic() >= until:
                    return
        except StoreError as error:
            self.fault = _disk_problem(error)

    def close(self) -> None:
        """Put into the store what it lacks: of what can be searched, as much as a stop allows."""
        self.save()
        if self._builder.index.waiting:
            self.index(time.monotonic() + _LAST_WORDS)


def _disk_problem(error: StoreError) -> Problem:
    message = f"cannot write the store, so nothing is remembered until that is mended: {error}"
    return Problem(SourcePath("store.sqlite"), 1, 1, "error", "disk", message)
