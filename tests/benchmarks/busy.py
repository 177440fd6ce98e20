"""Saves while a whole site is being converted in the background."""

from __future__ import annotations

from functools import partial

from tests.benchmarks.bench import Bench, Running, Site, edited, running
from tests.benchmarks.saves import Saves, in_browser, over_http
from tests.benchmarks.sites import middle


async def measure(bench: Bench, site: Site) -> None:
    """Start with nothing remembered, twice, and save one page until all others are converted."""
    page = middle(site.pages)
    for measured in (over_http, in_browser):
        site.subject.forget(site.folder)
        async with running(site, page) as run:
            with edited(site.file(page)) as edit:
                over = partial(indexed, run)
                saves = Saves("save", run, page, edit, over=over, while_=", while converting")
                await measured(bench, saves)


def indexed(run: Running) -> bool:
    """Whether the background is done."""
    return any(line.startswith('{"event":"indexed"') for line in run.program.lines)
