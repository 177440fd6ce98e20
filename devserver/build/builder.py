"""Keeps a site built: orders what is missing, checks every page, and never waits for anything."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from devserver.build.absent import missing_page
from devserver.build.cache import Cache
from devserver.build.checks import Checks, findings
from devserver.build.index import Index
from devserver.build.outlining import skim
from devserver.build.pipeline import (
    Memory,
    Site,
    build,
    conversion,
    document,
    parse_key,
    remember,
)
from devserver.build.relation import EXTRA, Related
from devserver.build.snapshot import Snapshot
from devserver.build.workers import Order, Workers
from devserver.messages import Answer, FileAnswer, PageAnswer, RedirectAnswer
from devserver.model import Document, Link, Problem, SourcePath, Url
from devserver.site.context import THEME

_AHEAD: Final = 4
"""Pages sent to the workers beyond those somebody waits for: enough to keep them busy."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a new snapshot means: ``urls`` differ by themselves; if ``everywhere``, all may."""

    urls: frozenset[Url]
    everywhere: bool


class Builder:
    """The current snapshot and everything derived from it."""

    def __init__(self, cache: Cache, workers: Workers, index: Index | None = None) -> None:
        self._memory = Memory(cache)
        self._cache = cache
        self._workers = workers
        self._checks = Checks()
        self.index = index or Index(None)
        self._snapshot: Snapshot | None = None
        self._unchecked: OrderedDict[SourcePath, None] = OrderedDict()
        self._ordered: set[SourcePath] = set()
        self._converting: dict[SourcePath, Url] = {}

    @property
    def snapshot(self) -> Snapshot:
        """Give the sources as they were last taken up."""
        assert self._snapshot is not None, "no snapshot was taken up yet"
        return self._snapshot

    @property
    def related(self) -> Related:
        """Give the shape of the site as of the last snapshot."""
        assert self._memory.related is not None, "no snapshot was taken up yet"
        return self._memory.related

    # ------------------------------------------------------------ sources → pages

    def skim(self, glimpse: Snapshot) -> None:
        """Outline some pages while their texts are at hand, before all sources are known."""
        skim(glimpse, self._cache)

    def take_up(self, snapshot: Snapshot) -> Change:
        """Make a snapshot the truth. Everything that follows from it is made when asked for."""
        before = self._memory.related
        self._snapshot = snapshot
        self._converting.clear()
        build(snapshot, (), self._memory)
        after = self.related
        changed = self._concerned(snapshot)
        reshaped = before is None or before.structure is not after.structure
        for path in after.outlines if reshaped else changed:
            if path in after.structure.urls:
                self._unchecked[path] = None
        urls = {after.structure.urls[path] for path in changed if path in after.structure.urls}
        if before is not None and reshaped:
            urls |= self._gone(before, after)
        if before is not after:
            # Whatever differs may be what they wait for.
            urls |= self._checks.unrendered()
        return Change(frozenset(urls), everywhere=before is not after)

    def _concerned(self, snapshot: Snapshot) -> set[SourcePath]:
        """Give the pages that changed, and those that include or look for a file that did."""
        changed = set(snapshot.docs if snapshot.changed is None else snapshot.changed)
        for path in tuple(changed):
            changed |= {SourcePath(page) for page in self._cache.includers.get(path, ())}
        return {path for path in changed if path in self.related.outlines}

    def _gone(self, before: Related, after: Related) -> set[Url]:
        """Forget pages that are no more, and give their urls."""
        pages, left = before.structure.pages, after.structure.pages
        for path in set(pages.values()) - set(left.values()):
            self._unchecked.pop(path, None)
            self._ordered.discard(path)
            self._checks.forget(path)
            self._cache.forget(path)
            self.index.forget(path)
        for url in self._checks.unrendered():
            if not self.is_built(url):
                self._checks.rendered(url)
        return set(pages) - set(left)

    def build(self, wanted: Iterable[Url]) -> Site:
        """Give the wanted pages as far as they are known, and have the others converted first."""
        site = build(self.snapshot, wanted, self._memory)
        for url, (job, key, also) in site.missing.items():
            self._workers.ask(Order(job, key, also))
            self._converting[job.path] = url
        for url, rendered in site.pages.items():
            self._checks.rendered(url, rendered.faults)
        return site

    def rehearse(self, url: Url) -> None:
        """Have a page that was opened converted by the worker that will convert its edits."""
        path = self.related.structure.pages.get(url)
        known = document(self.snapshot, path, self._cache) if path is not None else None
        if path is not None and isinstance(known, Document) and not known.failed:
            made = conversion(self.snapshot, path, self._cache)
            if not isinstance(made, Document):
                self._workers.rehearse(made[0])

    def receive(self) -> bool:
        """Take what the workers finished; whether a wanted page may be ready now."""
        finished = self._workers.receive()
        for order, made in finished:
            path = order.job.path
            self._ordered.discard(path)
            self._converting.pop(path, None)
            if path in self.snapshot.docs and parse_key(self.snapshot, path) == order.key:
                remember(self._cache, order.job, order.key, order.also, made)
            if path in self.related.structure.urls:
                self._unchecked[path] = None
                self._unchecked.move_to_end(path, last=False)
            self.index.ordered(path)
        self.index.receive(self._workers.gleaned(), self.related, self._cache)
        return bool(finished)

    # ------------------------------------------------------------ in the background

    @property
    def unfinished(self) -> int:
        """How many pages are still to be converted or checked."""
        return len(self._unchecked) + len(self._ordered - self._unchecked.keys())

    def is_checked(self, path: SourcePath) -> bool:
        """Whether what is known of a file's problems is about its text as it was taken up."""
        pages = (path, *map(SourcePath, self._cache.includers.get(path, ())))
        under_way = (self._unchecked, self._ordered, self._converting)
        return not any(page in some for page in pages for some in under_way)

    def background(self, until: float) -> None:
        """Check pages, and have unknown ones converted, until a time of the monotonic clock."""
        if self.index.settle(self.related.structure.urls):
            self._unchecked.update(dict.fromkeys(self.related.structure.pages.values()))
        while self._unchecked and time.monotonic() < until:
            path = next(iter(self._unchecked))
            made = findings(self.snapshot, path, self._cache)
            if not isinstance(made, tuple):
                self._checks.check(path, made, self.related)
                made = self.index.lacking(path, made, self._memory) or made
            if not isinstance(made, tuple) or path in self._ordered or path in self._converting:
                pass
            elif self._workers.backlog() < _AHEAD:
                self._ordered.add(path)
                self._workers.ask_later(Order(*made))
            else:
                return
            del self._unchecked[path]

    @property
    def can_work(self) -> bool:
        """Whether ``background`` would get anywhere now, or the index is to be told something."""
        checking = bool(self._unchecked) and self._workers.backlog() < _AHEAD
        return checking or self.index.busy

    def drop_background(self) -> None:
        """Begin nothing more that nobody waits for."""
        self._unchecked.clear()
        self._workers.drop_later()

    def has_news(self) -> bool:
        """Whether templates came to fail, or to work again, since the last call."""
        news, self._checks.news = self._checks.news, False
        return news

    def problems(self) -> Iterator[Problem]:
        """Give every problem found so far, of pages and of the site's structure."""
        if not self.unfinished:
            self._checks.find_orphans(self.related)
        yield from self.related.structure.problems
        yield from self._checks.problems(self.snapshot.settings.nav.validation)

    def external(self) -> Iterator[Link]:
        """Give every link to another site."""
        return self._checks.external()

    # ------------------------------------------------------------ urls → answers

    def is_converting(self, url: Url) -> bool:
        """Whether a page waits for a worker, so that asking again now would give nothing new."""
        return self.related.structure.pages.get(url) in self._converting

    def is_built(self, url: Url) -> bool:
        """Whether what stands at ``url`` is a page that ``build`` gives."""
        structure = self.related.structure
        return url in structure.pages or structure.folder_of(url) is not None

    def answer(self, url: Url) -> Answer:
        """Say what stands at a url that is not a page."""
        structure = self.related.structure
        if url.startswith("/_devserver/"):
            file = self._own_file(url)
            if file is not None:
                return file
        for candidate in (url, Url(f"{url}index.html")):
            if candidate in structure.files:
                return self._file(structure.files[candidate], structure.addresses.docs)
        meant = structure.meant(url)
        if meant is not None:
            return RedirectAnswer(meant)
        page = missing_page(self.snapshot, self.related, url)
        return PageAnswer(page.version, page.status, page.html)

    def _file(self, path: str, folder: str) -> FileAnswer:
        root = self.snapshot.root
        return FileAnswer(f"{root}/{path}", f"{root}/{folder}".rstrip("/"))

    def _own_file(self, url: Url) -> FileAnswer | None:
        """Find a file of the theme, or one outside the docs folder that the configuration names."""
        if url.startswith(THEME):
            found = self.snapshot.theme.statics.get(url.removeprefix(THEME))
            return FileAnswer(found[0], found[0].rpartition("/static/")[0]) if found else None
        named = url.removeprefix(EXTRA) if url in self.related.face.files() else ""
        if named != url and named and self.snapshot.other(named) is not None:
            return self._file(named, "")
        return None
