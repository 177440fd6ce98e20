"""A whole project in a folder, built as ``watch`` builds it, but converted here and at once."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devserver.build.builder import Builder, Change
from devserver.build.cache import Cache
from devserver.build.index import Index
from devserver.build.pipeline import Site
from devserver.build.step import fingerprint
from devserver.build.workers import Order, Workers
from devserver.config import ConfigError, load, reload
from devserver.index_rows import Gleaned
from devserver.model import Document, Job, Problem, Url
from devserver.project import Project
from devserver.reader import Reader
from devserver.site.markdown import convert
from devserver.site.sections import glean
from devserver.store import Store

Ran = list[tuple[str, str]]
"""Steps by name, each with its subject: a source's path, or a page's url."""


class AtOnce(Workers):
    """Does what a worker does as soon as it is asked, in this very process."""

    def __init__(self) -> None:
        self._done: list[tuple[Order, Document]] = []
        self._told: list[tuple[Order, Document]] = []
        self.rehearsed: list[Job] = []

    def rehearse(self, job: Job) -> None:
        self.rehearsed.append(job)

    def ask(self, order: Order) -> None:
        self._done.append((order, convert(order.job)))

    def ask_later(self, order: Order) -> None:
        self.ask(order)

    def backlog(self) -> int:
        return 0

    def receive(self) -> list[tuple[Order, Document]]:
        done, self._done = self._done, []
        self._told += done
        return done

    def gleaned(self) -> list[tuple[Order, Gleaned | None]]:
        told, self._told = self._told, []
        return [(order, None if made.failed else glean(made)) for order, made in told]


@dataclass(frozen=True)
class Whole:
    """A site built to its end."""

    pages: dict[str, str]
    """By url."""
    unbuildable: frozenset[str]
    """Pages that show why they cannot be built."""
    problems: frozenset[Problem]


class Workbench:
    """``save``, ``remove`` and ``rename`` files by their path from the project folder, and build.

    Like the observer, it marks what was touched; like the session, it looks only at that.
    """

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        self.folder = folder / "project"
        self._cache_folder = folder / "cache"
        self._marked: set[str] = set()
        for path, text in {"devserver.toml": "", **files}.items():
            self.save(path, text)
        self.start()

    # ------------------------------------------------------------ start and stop

    def start(self) -> None:
        """Open the store, and take up what lies in the folder."""
        self._marked.clear()
        self.store = Store(self._cache_folder, "workbench")
        self.cache = Cache(self.store)
        self.workers = AtOnce()
        self.builder = Builder(self.cache, self.workers, Index(self.store))
        config = load(self.folder, cwd=self.folder)
        self.project = Project(config, self.store.sources(), drafts=True)
        for changed in self.project.scan():
            self.builder.skim(self.project.glimpse(changed))
        self.builder.take_up(self.project.snapshot(None))

    def stop(self) -> None:
        """Keep what was found out, and close the store."""
        self.cache.save()
        self.tell_index()
        self.project.remember(self.cache)
        self.store.close()

    def survives_restart(self) -> bool:
        """Whether the configuration in force is also what a new program would find."""
        try:
            return load(self.folder, cwd=self.folder) == self.project.config
        except ConfigError:
            return False

    def restart(self) -> None:
        """Go on as a new program that knows only what the store remembers."""
        self.stop()
        self.start()

    # ------------------------------------------------------------ edits

    def save(self, path: str, text: str) -> None:
        """Write a file, with the folders above it."""
        file = self._mark(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def remove(self, path: str) -> None:
        """Delete a file."""
        self._mark(path).unlink()

    def rename(self, old: str, new: str) -> None:
        """Move a file or a folder."""
        target = self._mark(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._mark(old).rename(target)

    def touch(self, path: str) -> None:
        """Change a file's times, and nothing else."""
        os.utime(self._mark(path), (1e9, 1e9))

    def _mark(self, path: str) -> Path:
        self._marked.add(str(self.folder / path))
        return self.folder / path

    # ------------------------------------------------------------ building

    def take(self) -> Change | None:
        """Take up what was edited; ``None`` if nothing is different."""
        marked, self._marked = self._marked, set()
        if self.project.is_configuration(marked):
            with contextlib.suppress(ConfigError):
                config, known = reload(self.project.config), self.project.disk.docs
                self.project = _scanned(Project(config, known, drafts=True))
                return self.builder.take_up(self.project.snapshot(None))
        changed = self.project.look(marked)
        return self.builder.take_up(self.project.snapshot(changed)) if changed else None

    def build(self, *wanted: str) -> dict[str, str]:
        """Take up what was edited and build pages; gives what readers then get."""
        self.take()
        pages = _built(self.builder, self.cache, map(Url, wanted)).pages
        stored = ((url, self.store.page(url)) for url in pages)
        return {url: page.html for url, page in stored if page is not None}

    def check(self) -> frozenset[Problem]:
        """Take up what was edited, and give every problem that is found without rendering."""
        self.take()
        return _problems(self.builder, self.project)

    def find(self, typed: str) -> list[str]:
        """Take up what was edited, have the index told, and give the urls of what is found."""
        return [page["url"] for page in self.results(typed)]

    def results(self, typed: str) -> list[dict[str, Any]]:
        """Give the same in whole, as the server process reads it."""
        self.take()
        # The session does so in each turn; it may find that the store was made anew.
        self.builder.background(until=float("inf"))
        _problems(self.builder, self.project)
        self.tell_index()
        return self._read(typed)

    def find_now(self, typed: str) -> list[str]:
        """Give the urls of what is found while the index has not been told of the last edits."""
        return [page["url"] for page in self._read(typed)]

    def _read(self, typed: str) -> list[dict[str, Any]]:
        reader = Reader(str(self.store.path))
        try:
            return reader.find(typed)
        finally:
            reader.close()

    def tell_index(self) -> None:
        """Have the store know what can be found, as the session does in quiet moments."""
        while self.builder.index.busy:
            self.builder.index.work()

    def ran(self) -> Ran:
        """Say which steps ran since the last ask."""
        ran, self.cache.ran = self.cache.ran, []
        return ran

    def whole(self) -> Whole:
        """Take up what was edited, and bring every page and problem up to date."""
        self.take()
        pages = self.build(*_urls(self.builder))
        return Whole(pages, frozenset(), _problems(self.builder, self.project))

    def built_anew(self, *, drafts: bool = True) -> Whole:
        """Build the same sources by a program that remembers nothing."""
        project = _scanned(Project(self.project.config, {}, drafts=drafts))
        builder = Builder(Cache(), AtOnce())
        builder.take_up(project.snapshot(None))
        site = builder.build(_urls(builder))
        builder.receive()
        site = builder.build(_urls(builder))
        pages: dict[str, str] = {
            url: made.page.html for url, made in site.pages.items() if made.page
        }
        broken = {u for u, made in site.pages.items() if made.key == fingerprint(("problem", u))}
        return Whole(pages, frozenset(broken), _problems(builder, project))


def _scanned(project: Project) -> Project:
    for _ in project.scan():
        pass
    return project


def _urls(builder: Builder) -> set[Url]:
    structure = builder.related.structure
    return {*structure.pages, *structure.listings}


def _built(builder: Builder, cache: Cache, wanted: Iterable[Url]) -> Site:
    """Build pages, and publish each as soon as it can be, as the publisher does."""
    urls = tuple(wanted)
    while True:
        site = builder.build(urls)
        cache.publish([(r.page, r.key) for r in site.pages.values() if r.page is not None], [])
        if not site.missing:
            return site
        builder.receive()


def _problems(builder: Builder, project: Project) -> frozenset[Problem]:
    while builder.unfinished:
        builder.background(until=float("inf"))
        builder.receive()
    return frozenset((*builder.problems(), *project.problems()))
