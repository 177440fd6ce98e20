"""A site built to its end, once: what ``build``, ``check`` and ``why`` have in common."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Self

from devserver.build.absent import lost_page
from devserver.build.builder import Builder
from devserver.build.cache import Cache
from devserver.build.pipeline import Site
from devserver.build.workers import Workers, processors
from devserver.channel import wait
from devserver.config import Config
from devserver.lock import RootBusyError
from devserver.messages import FileAnswer
from devserver.model import Problem, Url
from devserver.processes import end_helpers, signals_held_back
from devserver.project import Project, dialect_of
from devserver.resources import fingerprint
from devserver.rows import Shelf
from devserver.site.context import THEME
from devserver.store import Store, StoreError, folder_of

_AT_ONCE = 64
"""Pages under way: enough to keep the workers busy, little enough to hold in memory."""


class WholeSite:
    """Every page of a configuration. It uses the store of ``watch``, unless that one is running."""

    def __init__(self, config: Config, *, drafts: bool, finished: bool = False) -> None:
        with contextlib.ExitStack() as opened:
            self.store: Store | None = None
            with signals_held_back(), contextlib.suppress(RootBusyError):
                opened.callback(end_helpers)
                self.store = Store(folder_of(config.docs), fingerprint())
                opened.callback(self.store.close)
            known = self.store.sources() if self.store else {}
            self.project = Project(config, known, drafts=drafts, finished=finished)
            self._shelf: Shelf = "exports" if finished else "pages"
            self.cache = Cache(self.store, self._shelf)
            self._workers = Workers(processors(), dialect_of(config), low=False)
            opened.callback(lambda: self._workers.end(1.0))
            self.builder = Builder(self.cache, self._workers)
            for changed in self.project.scan():
                self.builder.skim(self.project.glimpse(changed))
            self.builder.take_up(self.project.snapshot(None))
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        """Hold the workers and the store for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, and keep what was found out for the next time."""
        with signals_held_back(), self._opened:
            if self.store is not None:
                with contextlib.suppress(StoreError):
                    self.cache.save()
                self.project.remember(self.cache)

    def urls(self) -> list[Url]:
        """Give the url of every page, listings included."""
        structure = self.builder.related.structure
        return sorted({*structure.pages, *structure.listings})

    def check(self) -> tuple[Problem, ...]:
        """Convert and check every page; gives every problem there is, in the order of places."""
        while self.builder.unfinished:
            self.builder.background(time.monotonic() + 1.0)
            self._receive()
        if self.builder.snapshot.theme.own:
            # Only a project's own templates can fail, and only rendering shows it.
            for _ in self.pages():
                pass
        return by_place((*self.builder.problems(), *self.project.problems()))

    def pages(self) -> Iterator[tuple[Url, str]]:
        """Give every page's HTML as soon as it is there, while the workers go on with others."""
        left, under_way = iter(self.urls()), set[Url]()
        while under_way := under_way.union(islice(left, _AT_ONCE - len(under_way))):
            ready = sorted(url for url in under_way if not self.builder.is_converting(url))
            site = self.builder.build(ready)
            under_way.difference_update(site.pages)
            yield from self._texts(site)
            if not site.pages:
                self._receive()
            elif not self._workers.idle:
                self._take()

    def missing(self) -> str:
        """Give the HTML of the page that a host shows where nothing is."""
        return lost_page(self.builder.snapshot, self.builder.related).html

    def files(self) -> Iterator[tuple[Url, str]]:
        """Give every static file's url and its absolute path: the docs', the theme's, and more."""
        urls = [*self.builder.related.structure.files, *self.builder.related.face.files()]
        for url in dict.fromkeys(map(Url, urls)):
            answer = self.builder.answer(url) if url.startswith("/") else None
            if isinstance(answer, FileAnswer):
                yield url, answer.path
        yield from self._theme_files()

    def _theme_files(self) -> Iterator[tuple[Url, str]]:
        theme, assets = self.builder.snapshot.theme, self.builder.related.face.assets
        for name, (path, _) in theme.statics.items():
            yield Url(f"{THEME}{assets[name]}"), path
            if theme.prefix and assets[name] != name:
                # A project's own templates and styles may call a file by its plain name.
                yield Url(f"{THEME}{name}"), path

    def _texts(self, site: Site) -> Iterator[tuple[Url, str]]:
        if self._shelf == "exports":
            self._publish(site)
        for url, rendered in site.pages.items():
            if rendered.page is not None:
                yield url, rendered.page.html
            elif (
                self.store is not None and (stored := self.store.page(url, self._shelf)) is not None
            ):
                yield url, stored.html

    def _publish(self, site: Site) -> None:
        """Keep what was rendered for the next build, if it can be kept."""
        made = site.pages.values()
        fresh = [(each.page, each.key) for each in made if each.page and not each.faults]
        if self.store is not None and fresh:
            with contextlib.suppress(StoreError):
                self.cache.publish(fresh, [])

    def _receive(self) -> None:
        """Wait for the workers, at most until one of them has to be given up."""
        if not self._workers.idle:
            until = self._workers.deadline() or 0.0
            channels = (child.channel for child in self._workers.children)
            wait(channels, (), until - time.monotonic())
        self._take()

    def _take(self) -> None:
        """Take what the workers have finished, and keep it once that is worth a transaction."""
        self.builder.receive()
        if self.store is not None and self.cache.waiting >= _AT_ONCE:
            self.cache.save()


def by_place(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give each problem once, in the order of places."""
    return tuple(sorted({*problems}, key=lambda p: (p.path, p.line, p.column, p.code, p.message)))
