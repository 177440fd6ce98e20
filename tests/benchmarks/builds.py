"""A whole site written as plain files: the first time, again, and after one edit."""

from __future__ import annotations

import shutil
import time

from tests.benchmarks.bench import PATIENCE, Bench, Site, edited
from tests.benchmarks.figures import Figure
from tests.benchmarks.program import Program
from tests.benchmarks.sites import middle

BUILT = "built"
"""The output folder, beside the pages."""


async def measure(bench: Bench, site: Site) -> None:
    """Measure a build from the command to its end, with nothing remembered and with everything."""
    cold, again, after = [], [], []
    for _ in range(bench.starts):
        site.subject.forget(site.folder)
        shutil.rmtree(site.folder / BUILT, ignore_errors=True)
        took = await _build(site)
        if took is None:
            return
        cold.append(took)
        again.append(await _build(site) or 0.0)
        with edited(site.file(middle(site.pages))) as edit:
            edit.save(next(bench.words))
            after.append(await _build(site) or 0.0)
    for name, samples in (("build", cold), ("build again", again), ("build after an edit", after)):
        bench.record(Figure(name, site.subject.name, site.pages, "ms", tuple(samples)))


async def _build(site: Site) -> float | None:
    """Build once; gives the milliseconds, or nothing if the program only serves."""
    start = site.subject.build(site.folder, site.folder / BUILT)
    if start is None:
        return None
    async with Program(start.command, site.folder, start.environment) as program:
        await program.finished(start.done, PATIENCE)
        return (time.time() - program.started) * 1000
