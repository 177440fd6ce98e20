"""Compares what readers get with a clean build: they must be equal, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Final

from devserver.build.cache import Cache
from devserver.build.pipeline import Memory, build, remember
from devserver.build.snapshot import Snapshot
from devserver.config import Config, ConfigError, WatchOptions, reload
from devserver.export import file_of, with_base
from devserver.messages import Event, Notice, Rebuilt
from devserver.model import Url
from devserver.project import Project
from devserver.reader import Reader
from devserver.site.markdown import convert
from devserver.store import FILE, folder_of

_SHOWN: Final = 120
"""Characters shown of a line that differs."""


class Verifier:
    """A voice that, after each rebuild, compares the pages it published before it passes it on.

    It reads and converts the changed pages anew, in main, while everything else waits: for
    finding faults of ours, not for writing.
    """

    def __init__(self, config: Config, options: WatchOptions, say: Callable[[Event], None]) -> None:
        self._config = config
        self._drafts = options.drafts
        self._say = say

    def __call__(self, event: Event) -> None:
        """Pass an event on, with what was found."""
        self._say(event)
        if isinstance(event, Rebuilt):
            difference = self._difference(event.pages)
            self._say(Notice(difference or f"verified: {len(event.pages)} pages"))

    def _difference(self, urls: Iterable[Url]) -> str | None:
        # A broken configuration leaves the last good one in force, here as in the session.
        with suppress(ConfigError):
            self._config = reload(self._config)
        reader = Reader(str(folder_of(self._config.docs) / FILE))
        try:
            found = [(url, page.html) for url in urls if (page := reader.page(url)) is not None]
        finally:
            reader.close()
        return first_difference(self._config, found, drafts=self._drafts)


def written_difference(config: Config, out: Path, base_url: str | None) -> str | None:
    """Compare the pages in an output folder with a clean build; gives the first difference."""
    clean = _Clean(with_base(config, base_url), drafts=False, finished=True)
    found = ((url, out / file_of(url)) for url in clean.urls())
    texts = ((url, path.read_text(encoding="utf-8")) for url, path in found if path.exists())
    return clean.first_difference(texts)


def first_difference(
    config: Config, found: Iterable[tuple[Url, str]], *, drafts: bool
) -> str | None:
    """Compare pages with a clean build; gives where the first one differs, and how."""
    return _Clean(config, drafts=drafts).first_difference(found)


class _Clean:
    """A build that remembers nothing from before."""

    def __init__(self, config: Config, *, drafts: bool, finished: bool = False) -> None:
        project = Project(config, {}, drafts=drafts, finished=finished)
        for _ in project.scan():
            pass
        self._snapshot: Snapshot = project.snapshot(None)
        self._memory = Memory(Cache())

    def urls(self) -> Iterator[Url]:
        """Give the url of every page that has a source."""
        yield from build(self._snapshot, (), self._memory).related.structure.pages

    def first_difference(self, found: Iterable[tuple[Url, str]]) -> str | None:
        """Give where the first of ``found`` that is different differs, and how."""
        for url, html in found:
            clean = self._page(url)
            if clean is not None and clean != html:
                return _described(url, html, clean)
        return None

    def _page(self, url: Url) -> str | None:
        """Build a page; ``None`` for one that cannot be built: it shows its last good version."""
        site = build(self._snapshot, (url,), self._memory)
        while url in site.missing:
            job, key, also = site.missing[url]
            made = convert(job)
            if made.failed:
                return None
            remember(self._memory.cache, job, key, also, made)
            site = build(self._snapshot, (url,), self._memory)
        rendered = site.pages.get(url)
        whole = rendered is not None and rendered.page is not None and not rendered.faults
        return rendered.page.html if whole and rendered and rendered.page else None


def _described(url: Url, html: str, clean: str) -> str:
    lines = zip_longest(html.split("\n"), clean.split("\n"), fillvalue="(nothing)")
    for number, (ours, other) in enumerate(lines, 1):
        if ours != other:
            return (
                f"{url} differs from a clean build in line {number}: "
                f"“{ours[:_SHOWN]}” instead of “{other[:_SHOWN]}”"
            )
    return f"{url} differs from a clean build"
