"""What a program occupies and uses while nobody saves, and after a long day of saving."""

from __future__ import annotations

import asyncio
from typing import Final

from tests.benchmarks.bench import PATIENCE, Bench, Running, Site, edited, running
from tests.benchmarks.content import mark
from tests.benchmarks.figures import Figure
from tests.benchmarks.sites import middle

_WATCHED: Final = 20.0
"""Seconds over which idling is measured."""


async def measure(bench: Bench, site: Site) -> None:
    """Measure memory and idling, once every page is converted."""
    async with running(site) as run:
        await run.program.settled(PATIENCE)
        _memory(bench, run, "memory")
        share = await run.program.share(_WATCHED)
        bench.record(Figure("idle processor", site.subject.name, site.pages, "%", (share * 100,)))
        if bench.edits:
            await _edit(bench, run)
            await run.program.settled(PATIENCE)
            _memory(bench, run, f"memory after {bench.edits} edits")


def _memory(bench: Bench, run: Running, name: str) -> None:
    site = run.site
    for kind, value in zip(("PSS", "RSS"), run.program.memory(), strict=True):
        bench.record(Figure(f"{name} ({kind})", site.subject.name, site.pages, "MB", (value,)))


async def _edit(bench: Bench, run: Running) -> None:
    """Save one page again and again, each time as soon as the last edit is told."""
    page = middle(run.site.pages)
    with edited(run.site.file(page)) as edit:
        async with run.site.subject.listen(run.port, page) as listener:
            for _ in range(bench.edits):
                edit.save(next(bench.words))
                async with asyncio.timeout(PATIENCE):
                    await listener.changed()
            edit.save(mark(0))
