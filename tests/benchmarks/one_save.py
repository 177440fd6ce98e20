"""Where the time of one save goes, stage by stage, in the real program and a real browser."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from tests.benchmarks import stages, stamps
from tests.benchmarks.bench import PATIENCE, Bench, Edit, Running, Site, edited, running
from tests.benchmarks.busy import indexed
from tests.benchmarks.chromium import Tab
from tests.benchmarks.figures import Figure
from tests.benchmarks.product import Devserver
from tests.benchmarks.sites import middle
from tests.benchmarks.stages import (
    BUSY,
    STAGES,
    WHOLE,
    Stamp,
    durations,
    without_other_workers,
)
from tests.benchmarks.stamps import FILE
from tests.benchmarks.subject import Start

_SHOW: Final = """
(() => {
  const [DELIVERED, PARSED, CHANGED, LIT, PAINTED] = [0, 1, 2, 3, 4];
  let times = null;
  const stamp = (moment) => {
    if (times) times[moment] = performance.timeOrigin + performance.now();
  };
  // What follows requestAnimationFrame in the queue comes after the frame was put together.
  const afterFrame = (done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(null);
  });
  const all = { subtree: true, childList: true, characterData: true };
  const follow = (done) => new MutationObserver((_, observer) => {
    observer.disconnect();
    stamp(CHANGED);
    afterFrame(() => { stamp(PAINTED); done(times); times = null; });
  }).observe(document.querySelector("article"), all);

  window.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where);
      this.addEventListener("message", ({ data }) => {
        if (!data.startsWith('{"type":"update"')) return;
        times = [];
        stamp(DELIVERED);
        window.lastUpdate = new Promise(follow);
      });
    }
  };
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (...what) {
    const page = parse.apply(this, what);
    stamp(PARSED);
    return page;
  };
  // All that is done in the same turn is done when this is stamped.
  document.addEventListener("devserver:updated", () => queueMicrotask(() => stamp(LIT)));
})();
"""
"""Gives the page a clock at its socket, whose first listener is ours, and at all that follows."""


class Stamped(Devserver):
    """Our program with a clock at some of its functions."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def start(self, folder: Path, port: int) -> Start:
        """Say where the clocks write."""
        plain = super().start(folder, port)
        return replace(plain, environment={**plain.environment, FILE: str(self._file)})

    def program(self) -> tuple[str, ...]:
        """Run it by the script that attaches the clocks, whose folder is no place for imports."""
        return ("-P", stamps.__file__)


async def measure(bench: Bench, site: Site) -> None:
    """Measure each stage of one save, from the file to the frame on the screen."""
    async with _stamped(bench, site) as (run, file):
        await run.program.settled(PATIENCE)
        await _measure(bench, run, file, WHOLE)


async def measure_busy(bench: Bench, site: Site) -> None:
    """Measure the same while all the other pages are being converted."""
    async with _stamped(bench, site) as (run, file):
        await _measure(bench, run, file, BUSY, partial(indexed, run))


@asynccontextmanager
async def _stamped(bench: Bench, site: Site) -> AsyncIterator[tuple[Running, Path]]:
    # Outside of the site, where its growth is no event.
    file = bench.folder / f"stamps-{site.pages}"
    async with running(replace(site, subject=Stamped(file)), middle(site.pages)) as run:
        yield run, file


async def _measure(
    bench: Bench, run: Running, file: Path, whole: str, over: Callable[[], bool] = lambda: False
) -> None:
    page = middle(run.site.pages)
    async with _shown(bench, run, page) as tab:
        with edited(run.site.file(page)) as edit:
            took, bare = await _Saves(bench, tab, edit, file).repeat(over)
    for stage in STAGES:
        samples = tuple(one[stage.name] for one in took)
        _record(bench, run.site, stages.measure_of(stage, whole), samples)
    _record(bench, run.site, whole, tuple(sum(one.values()) for one in took), bare)


@asynccontextmanager
async def _shown(bench: Bench, run: Running, page: str) -> AsyncIterator[Tab]:
    async with bench.browser.tab("about:blank") as tab:
        await tab.page.add_init_script(_SHOW)
        await tab.page.goto(run.address(page), wait_until="load")
        await tab.at_rest()
        yield tab


class _Saves:
    """Saves that are followed on their way."""

    def __init__(self, bench: Bench, tab: Tab, edit: Edit, file: Path) -> None:
        self._bench = bench
        self._tab = tab
        self._edit = edit
        self._file = file

    async def repeat(
        self, over: Callable[[], bool]
    ) -> tuple[list[dict[str, float]], tuple[float, ...]]:
        """Give the stages of each save, and what plain Markdown took in between.

        Raises RuntimeError if it is ``over`` before all are there.
        """
        took, bare = [], []
        for _ in range(self._bench.rounds):
            await self._bench.pause()
            if over():
                raise RuntimeError("it was over; take more pages")
            bare.append(self._bench.bare.milliseconds(self._edit.text))
            took.append(await self._once())
        return took, tuple(bare)

    async def _once(self) -> dict[str, float]:
        word = next(self._bench.words)
        await self._tab.set_clock()
        before = len(self._stamps())
        saved = time.time()
        self._edit.save(word)
        written = time.time()
        await self._tab.seen(word, PATIENCE)
        times = await self._tab.page.evaluate("lastUpdate")
        shown = [self._tab.here(at) for at in times]
        said = without_other_workers(self._stamps()[before:])
        return durations((saved, written), said, shown)

    def _stamps(self) -> list[Stamp]:
        return [Stamp(*json.loads(line)) for line in self._file.read_bytes().splitlines()]


def _record(
    bench: Bench, site: Site, name: str, samples: tuple[float, ...], bare: tuple[float, ...] = ()
) -> None:
    bench.record(Figure(name, site.subject.name, site.pages, "ms", samples, bare))
