"""The command line of the benchmarks: choose the measures, the sizes and the programs."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shlex
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.benchmarks import busy, costs, edits, saves, starts, tabs
from tests.benchmarks.bare import Bare
from tests.benchmarks.bench import Bench, Site, words
from tests.benchmarks.chromium import Chromium, chromium
from tests.benchmarks.figures import Figure, Run, read_run, this_machine, today, write_run
from tests.benchmarks.peers.install import install
from tests.benchmarks.peers.known import PEERS
from tests.benchmarks.plots import plot
from tests.benchmarks.product import Devserver
from tests.benchmarks.subject import Subject
from tests.benchmarks.tables import long_table, quantity, wide_table

MEASURES: Final[dict[str, Callable[[Bench, Site], Awaitable[None]]]] = {
    "save": saves.measure,
    "edits": edits.measure,
    "start": starts.measure,
    "convert": starts.measure_all_pages,
    "costs": costs.measure,
    "busy": busy.measure,
    "tabs": tabs.measure,
    "pictures": starts.measure_pictures,
}

_OURS: Final = frozenset({"busy", "tabs", "pictures"})
"""Measures that mean nothing for other programs."""


def main(argv: Sequence[str]) -> None:
    """Run what the arguments ask for."""
    arguments = _parser().parse_args(argv)
    arguments.act(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, measure in MEASURES.items():
        _add_options(commands.add_parser(name, help=measure.__doc__), name)
    peers = commands.add_parser("peers", help="install the programs to compare with")
    peers.set_defaults(act=lambda _: install())
    table = commands.add_parser("table", help="print kept figures as Markdown tables")
    table.add_argument("files", nargs="+", type=Path, metavar="FILE")
    table.add_argument("--measure", help="one measure, with a column for each size")
    table.set_defaults(act=_table)
    drawn = commands.add_parser("plot", help="draw kept figures against the number of pages")
    drawn.add_argument("files", nargs="+", type=Path, metavar="FILE")
    drawn.add_argument("--measure", default="save → Chromium", help="the measure")
    drawn.add_argument("--out", type=Path, required=True, metavar="FILE", help="the SVG file")
    drawn.set_defaults(act=_plot)
    return parser


def _add_options(parser: argparse.ArgumentParser, name: str) -> None:
    add = parser.add_argument
    add("--pages", type=_numbers, default=[1000], metavar="N,…", help="sizes of the site (1000)")
    add("--rounds", type=int, default=20, metavar="N", help="samples of each figure (20)")
    add("--starts", type=int, default=5, metavar="N", help="samples that take a start (5)")
    add("--edits", type=int, default=0, metavar="N", help="saves between two looks at the memory")
    if name not in _OURS:
        add("--peers", type=_peers, default=[], metavar="NAME,…", help=f"{', '.join(PEERS)} or all")
        add("--only-peers", action="store_true", help="leave our own program out")
    add("--json", type=Path, metavar="FILE", help="keep every sample in a file")
    parser.set_defaults(act=_run, name=name)
    if name in _OURS:
        parser.set_defaults(peers=[], only_peers=False)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _peers(text: str) -> list[Subject]:
    names = list(PEERS) if text == "all" else text.split(",")
    unknown = ", ".join(name for name in names if name not in PEERS)
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown} is not among {', '.join(PEERS)}")
    return [PEERS[name] for name in names]


# ---------------------------------------------------------------- a run


def _run(arguments: argparse.Namespace) -> None:
    # However it is ended, the programs that it started are ended first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    run = asyncio.run(_measured(arguments))
    sys.stdout.write(long_table(run.figures))
    if arguments.json is not None:
        write_run(arguments.json, run)


async def _measured(arguments: argparse.Namespace) -> Run:
    machine = this_machine()
    subjects = [*([] if arguments.only_peers else [Devserver()]), *arguments.peers]
    figures: list[Figure] = []
    failed: list[str] = []

    def record(figure: Figure) -> None:
        figures.append(figure)
        _note(f"{_said(figure)}\n")

    with tempfile.TemporaryDirectory(prefix="devserver-benchmarks-") as folder:
        async with chromium() as browser:
            bench = _bench(arguments, Path(folder), browser, record)
            for pages in arguments.pages:
                for subject in subjects:
                    try:
                        with bench.site(subject, pages) as site:
                            await MEASURES[arguments.name](bench, site)
                    except (RuntimeError, TimeoutError) as error:
                        # One that fails, or takes for ever, does not cost the figures of others.
                        failed.append(f"{subject.name}, {pages:,} pages: {error or 'no end'}")
                        _note(f"{failed[-1]}\n")
            versions = {subject.name: subject.version for subject in subjects}
            versions["Chromium"] = browser.version
    machine = replace(machine, load=(*machine.load, os.getloadavg()[0]))
    command = shlex.join(("python", "-m", "tests.benchmarks", *sys.argv[1:]))
    return Run(command, today(), machine, versions, tuple(figures), tuple(failed))


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


# ---------------------------------------------------------------- what was kept


def _kept(files: Sequence[Path]) -> list[Figure]:
    return [figure for file in files for figure in read_run(file).figures]


def _table(arguments: argparse.Namespace) -> None:
    figures, named = _kept(arguments.files), arguments.measure
    sys.stdout.write(wide_table(figures, named) if named else long_table(figures))


def _plot(arguments: argparse.Namespace) -> None:
    drawn = plot(_kept(arguments.files), arguments.measure)
    arguments.out.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
