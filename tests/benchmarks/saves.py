"""From a save to the reader: over HTTP, and in the browser."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.bench import PATIENCE, Bench, Edit, Running, Site, edited, running
from tests.benchmarks.figures import Figure
from tests.benchmarks.sites import middle
from tests.benchmarks.subject import Listener

_AGAIN: Final = 0.003
"""Seconds between two looks when a program tells its pages before it can serve what is new."""


async def measure(bench: Bench, site: Site) -> None:
    """Measure the edit of one page's body, first without a browser and then with one."""
    page = middle(site.pages)
    async with running(site, page) as run:
        await run.program.settled(PATIENCE)
        with edited(site.file(page)) as edit:
            saves = Saves("save", run, page, edit)
            await over_http(bench, saves)
            await in_browser(bench, saves)


@dataclass(frozen=True, slots=True)
class Saves:
    """One edit that is repeated, and the page on which it is awaited."""

    what: str
    run: Running
    page: str
    edit: Edit
    url: str = ""
    """Where the edit shows over HTTP, if that is not the page itself."""
    over: Callable[[], bool] = lambda: False
    """Whether to end early."""
    while_: str = ""
    """What else goes on, for the figure's name."""

    async def rounds(self, bench: Bench, to: str, once: Callable[[], Awaitable[float]]) -> None:
        """Repeat ``once``, which gives milliseconds, with plain conversions in between."""
        text = self.run.site.file(self.page).read_text(encoding="utf-8")
        samples: list[float] = []
        bare = []
        lost = 0
        for _ in range(bench.rounds):
            await bench.pause()
            bare.append(bench.bare.milliseconds(text))
            if self.over() or (lost == 3 and not samples):
                break
            try:
                async with asyncio.timeout(_patience(samples)):
                    samples.append(await once())
            except TimeoutError:
                lost += 1
        name = f"{self.what} → {to}{self.while_}"
        if not samples:
            why = f"{lost} of its saves were lost" if lost else "it was over; take more pages"
            raise RuntimeError(f"{name}: {why}")
        site = self.run.site
        measured = (tuple(samples), tuple(bare), lost)
        bench.record(Figure(name, site.subject.name, site.pages, "ms", *measured))


def _patience(samples: Sequence[float]) -> float:
    """Say how many seconds a save may take; some programs read the empty file, and no other.

    Until it is known how long a program takes, that is very long.
    """
    return max(10.0, max(samples) / 50) if samples else PATIENCE


async def over_http(bench: Bench, saves: Saves) -> None:
    """Measure from the moment of saving until the whole answer with the new word is read.

    Nothing asks while the program works: the page's own connection says when to look.
    """
    run = saves.run
    url = saves.url or run.site.subject.served(saves.page)
    async with run.site.subject.listen(run.port, saves.page) as listener:

        async def once() -> float:
            word = next(bench.words)
            started = time.perf_counter()
            saves.edit.save(word)
            await _served(run, listener, url, word)
            return (time.perf_counter() - started) * 1000

        await saves.rounds(bench, "HTTP", once)


async def _served(run: Running, listener: Listener, url: str, word: str) -> None:
    while True:
        await listener.changed()
        for _ in range(300):
            if word.encode() in run.http.get(url):
                return
            await asyncio.sleep(_AGAIN)


async def in_browser(bench: Bench, saves: Saves) -> None:
    """Measure from the moment of saving until the new word stands in the document."""
    async with bench.browser.tab(saves.run.address(saves.page)) as tab:
        await tab.page.wait_for_load_state("load")
        await tab.at_rest()

        async def once() -> float:
            word = next(bench.words)
            await tab.set_clock()
            started = time.time()
            saves.edit.save(word)
            return (await tab.seen(word, PATIENCE) - started) * 1000

        await saves.rounds(bench, "Chromium", once)
