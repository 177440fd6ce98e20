"""How long ``check`` takes when every page is known: the whole process, from command to end."""

from __future__ import annotations

import sys
import time

from tests.benchmarks.bench import PATIENCE, Bench, Site
from tests.benchmarks.figures import Figure
from tests.benchmarks.program import Program
from tests.benchmarks.subject import Start


async def measure(bench: Bench, site: Site) -> None:
    """Measure the second check of a site, and each one after it."""
    await _check(site)
    samples = [await _check(site) for _ in range(bench.starts)]
    figure = Figure("second check", site.subject.name, site.pages, "ms", tuple(samples))
    bench.record(figure)


async def _check(site: Site) -> float:
    """Give the milliseconds from the creation of the process to its end."""
    command = (sys.executable, "-m", "devserver", "check", str(site.folder))
    start = Start(command, {"XDG_CACHE_HOME": str(site.folder / "cache")})
    async with Program(start.command, site.folder, start.environment) as program:
        await program.finished(start.done, PATIENCE)
        return (time.time() - program.started) * 1000
