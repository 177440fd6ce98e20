"""One run of a measure: every program at every size, one after the other, on one bench."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import shlex
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tests.benchmarks import (
    answers,
    builds,
    busy,
    checks,
    costs,
    edits,
    one_save,
    saves,
    searching,
    starts,
    tabs,
    typed,
)
from tests.benchmarks.bare import Bare
from tests.benchmarks.bench import Bench, Site, words
from tests.benchmarks.chromium import Chromium, chromium
from tests.benchmarks.figures import Figure, Run, this_machine, today
from tests.benchmarks.product import Devserver, OnMkDocs
from tests.benchmarks.subject import Subject
from tests.benchmarks.tables import quantity

MEASURES: Final[dict[str, Callable[[Bench, Site], Awaitable[None]]]] = {
    "save": saves.measure,
    "edits": edits.measure,
    "start": starts.measure,
    "convert": starts.measure_all_pages,
    "check": checks.measure,
    "build": builds.measure,
    "costs": costs.measure,
    "busy": busy.measure,
    "tabs": tabs.measure,
    "search": searching.measure,
    "editor": typed.measure,
    "answers": answers.measure,
    "pictures": starts.measure_pictures,
    "profile": one_save.measure,
    "profile-busy": one_save.measure_busy,
}


def measured(arguments: argparse.Namespace) -> Run:
    """Measure what the command line asks for, and tell each figure as soon as it is there.

    Ctrl-C ends it with what was measured until then.
    """
    # However it is ended, the programs that it started are ended first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return asyncio.run(_measured(arguments))


async def _measured(arguments: argparse.Namespace) -> Run:
    machine = this_machine()
    own = [Devserver(), OnMkDocs()] if arguments.name == "build" else [Devserver()]
    subjects = [*([] if arguments.only_peers else own), *arguments.peers]
    figures: list[Figure] = []
    failed: list[str] = []

    def record(figure: Figure) -> None:
        figures.append(figure)
        _note(f"{_said(figure)}\n")

    with tempfile.TemporaryDirectory(prefix="devserver-benchmarks-") as folder:
        async with chromium() as browser:
            bench = _bench(arguments, Path(folder), browser, record)
            try:
                for pages, subject in itertools.product(arguments.pages, subjects):
                    failed += await _failure(bench, arguments.name, subject, pages)
            except asyncio.CancelledError:
                failed.append("what was to follow: Ctrl-C")
            versions = {subject.name: subject.version for subject in subjects}
            versions |= {"Chromium": browser.version, "Python-Markdown": version("markdown")}
    machine = replace(machine, load=(*machine.load, os.getloadavg()[0]))
    command = shlex.join(("python", "-m", "tests.benchmarks", *sys.argv[1:]))
    return Run(command, today(), machine, versions, tuple(figures), tuple(failed))


async def _failure(bench: Bench, name: str, subject: Subject, pages: int) -> list[str]:
    """Measure one program at one size; gives why it could not be, if so.

    One that fails, or takes for ever, does not cost the figures of others.
    """
    try:
        with bench.site(subject, pages) as site:
            await MEASURES[name](bench, site)
    except (RuntimeError, TimeoutError) as error:
        _note(f"{subject.name}, {pages:,} pages: {error or 'no end'}\n")
        return [f"{subject.name}, {pages:,} pages: {error or 'no end'}"]
    return []


def _bench(
    arguments: argparse.Namespace,
    folder: Path,
    browser: Chromium,
    record: Callable[[Figure], None],
) -> Bench:
    return Bench(
        folder=folder,
        rounds=arguments.rounds,
        starts=arguments.starts,
        edits=arguments.edits,
        browser=browser,
        record=record,
        bare=Bare(),
        chance=random.Random("benchmarks"),
        words=words(),
    )


def _said(figure: Figure) -> str:
    median = quantity(figure.median, figure.unit)
    return f"{figure.measure}: {figure.program}, {figure.pages:,} pages: {median}"


def _note(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
