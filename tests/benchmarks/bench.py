"""Where measurements happen: a folder, a site in it, a program on the site, edits, and a record."""

from __future__ import annotations

import asyncio
import itertools
import random
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.bare import Bare
from tests.benchmarks.chromium import Chromium
from tests.benchmarks.content import mark
from tests.benchmarks.figures import Figure
from tests.benchmarks.http import Http
from tests.benchmarks.program import Program, free_port
from tests.benchmarks.sites import write_pages
from tests.benchmarks.subject import Subject

PATIENCE: Final = 600.0
"""Seconds after which a program is taken to hang."""

LOOK: Final = 0.010
"""Seconds between two looks for a program that is starting."""


@dataclass(frozen=True)
class Bench:
    """What every measurement needs."""

    folder: Path
    rounds: int
    """Samples of each figure."""
    starts: int
    """Samples of each figure that takes a start."""
    edits: int
    """Saves between two looks at the memory; 0 for one look."""
    browser: Chromium
    record: Callable[[Figure], None]
    bare: Bare
    chance: random.Random
    words: Iterator[str]

    async def pause(self) -> None:
        """Let the last edit come to rest; an uneven time meets every phase of those that poll."""
        await asyncio.sleep(self.chance.uniform(0.2, 0.45))

    @contextmanager
    def site(self, subject: Subject, pages: int) -> Iterator[Site]:
        """Write the site of so many pages for a program, and delete it at the end."""
        folder = self.folder / f"{subject.name}-{pages}"
        folder.mkdir()
        try:
            docs = subject.prepare(folder)
            write_pages(docs, pages, subject.flavour)
            yield Site(subject, folder, docs, pages)
        finally:
            shutil.rmtree(folder)


def words() -> Iterator[str]:
    """Give words that no page has yet."""
    return (mark(number) for number in itertools.count(1))


@dataclass(frozen=True, slots=True)
class Site:
    """A generated site on the disk, and the program that is to serve it."""

    subject: Subject
    folder: Path
    docs: Path
    pages: int

    def file(self, page: str) -> Path:
        """Find the source of a page."""
        return self.docs / f"{self.subject.flavour.home if page == 'index' else page}.md"


@asynccontextmanager
async def running(site: Site, page: str = "index") -> AsyncIterator[Running]:
    """Run the program on the site, from its start until the page was served once."""
    port = free_port()
    start = site.subject.start(site.folder, port)
    async with Program(start.command, site.folder, start.environment) as program:
        http = Http(port)
        try:
            run = Running(site, program, port, http)
            await run.first(page)
            yield run
        finally:
            http.close()


@dataclass(slots=True)
class Running:
    """A program at work on a site."""

    site: Site
    program: Program
    port: int
    http: Http
    first_page: float = 0.0
    """Seconds from the start to the first page served."""

    async def first(self, page: str) -> None:
        """Ask for a page until it comes; raises RuntimeError if that does not happen."""
        path = self.site.subject.served(page)
        until = self.program.started + PATIENCE
        # In a thread: whoever prints much waits until we read it.
        while mark(0).encode() not in (answer := await asyncio.to_thread(self._now, path)):
            if not self.program.running or time.time() > until:
                said = f"{answer[:1000]!r}\n{self.program.last_words()}"
                raise RuntimeError(f"{self.site.subject.name} does not serve {path}: {said}")
            await asyncio.sleep(LOOK)
        self.first_page = time.time() - self.program.started

    def _now(self, path: str) -> bytes:
        with suppress(OSError):
            return self.http.get(path)
        return b""

    def address(self, page: str) -> str:
        """Give the whole address of a page."""
        return f"http://127.0.0.1:{self.port}{self.site.subject.url(page)}"


@dataclass(frozen=True, slots=True)
class Edit:
    """A file and one word in it that is changed by every save."""

    file: Path
    text: str

    def save(self, word: str) -> None:
        """Save as simple editors do: truncate, write, close."""
        self.file.write_text(self.text.replace(mark(0), word), encoding="utf-8")


@contextmanager
def edited(file: Path, change: Callable[[str], str] = str) -> Iterator[Edit]:
    """Edit a file, whose text ``change`` may give the word to change; it is put back at the end."""
    before = file.read_text(encoding="utf-8")
    try:
        yield Edit(file, change(before))
    finally:
        file.write_text(before, encoding="utf-8")
