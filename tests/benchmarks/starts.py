"""From the command to the first page: with nothing remembered, and for the second time."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from typing import Final

from playwright.async_api import Error

from tests.benchmarks.bench import LOOK, PATIENCE, Bench, Site, running
from tests.benchmarks.chromium import Tab
from tests.benchmarks.content import mark
from tests.benchmarks.figures import Figure
from tests.benchmarks.program import Program, free_port
from tests.benchmarks.sites import middle, write_pictures

PICTURES: Final = (100, 50_000_000)
"""How many pictures of how many bytes must not delay a start: 5 GB."""


async def measure(bench: Bench, site: Site) -> None:
    """Measure the home page and a deep one, over HTTP and in the browser."""
    deep = middle(site.pages)
    # What the very first start does once and for all (compiling modules) is not measured.
    await _start(site, "index", cold=True)
    for name, page in (("home", "index"), ("a deep page", deep)):
        cold = [await _start(site, page, cold=True) for _ in range(bench.starts)]
        _record(bench, site, f"cold start → {name}", cold)
    shown = [await _start_in_browser(bench, site) for _ in range(bench.starts)]
    _record(bench, site, "cold start → Chromium", shown)
    async with running(site) as run:
        await run.program.settled(PATIENCE)
    for name, page in (("home", "index"), ("a deep page", deep)):
        second = [await _start(site, page, cold=False) for _ in range(bench.starts)]
        _record(bench, site, f"second start → {name}", second)


async def measure_pictures(bench: Bench, site: Site) -> None:
    """Measure what 5 GB of pictures cost at the start."""
    await _start(site, "index", cold=True)
    without = [await _start(site, "index", cold=True) for _ in range(bench.starts)]
    _record(bench, site, "cold start without pictures", without)
    write_pictures(site.docs, *PICTURES)
    beside = [await _start(site, "index", cold=True) for _ in range(bench.starts)]
    _record(bench, site, "cold start beside 5 GB of pictures", beside)


async def _start(site: Site, page: str, *, cold: bool) -> float:
    if cold:
        site.subject.forget(site.folder)
    async with running(site, page) as run:
        return run.first_page * 1000


async def _start_in_browser(bench: Bench, site: Site) -> float:
    """Give the milliseconds from a cold start until Chromium has the home page's text."""
    site.subject.forget(site.folder)
    port = free_port()
    start = site.subject.start(site.folder, port)
    async with bench.browser.tab("about:blank") as tab:
        await tab.set_clock()
        async with Program(start.command, site.folder, start.environment) as program:
            url = f"http://127.0.0.1:{port}{site.subject.url('index')}"
            async with asyncio.timeout(PATIENCE):
                await _accepted(program, port)
                at = await _shown(tab, url)
            return (at - program.started) * 1000


async def _accepted(program: Program, port: int) -> None:
    """Wait until somebody listens: a browser that is refused waits longer than it must."""
    while True:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        if not program.running:
            raise RuntimeError(program.last_words())
        await asyncio.sleep(LOOK)


async def _shown(tab: Tab, url: str) -> float:
    """Load ``url`` until there is a page, and then wait for its text, however late it comes."""
    while True:
        with suppress(Error):
            answer = await tab.page.goto(url, wait_until="commit")
            if answer is not None and answer.ok:
                return await tab.seen(mark(0), PATIENCE)
        await asyncio.sleep(LOOK)


def _record(bench: Bench, site: Site, name: str, samples: list[float]) -> None:
    bench.record(Figure(name, site.subject.name, site.pages, "ms", tuple(samples)))


async def measure_all_pages(bench: Bench, site: Site) -> None:
    """Measure how long it takes until every page is converted, from the command on."""
    samples = []
    for _ in range(bench.starts):
        site.subject.forget(site.folder)
        start = site.subject.convert_all(site.folder, free_port())
        if start is None:
            return
        async with Program(start.command, site.folder, start.environment) as program:
            await program.finished(start.done, PATIENCE)
            samples.append((time.time() - program.started) * 1000)
    _record(bench, site, "every page converted", samples)
