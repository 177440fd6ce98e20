"""The command line of the benchmarks: choose the measures, the sizes and the programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks import guide
from tests.benchmarks.figures import Figure, read_run, write_run
from tests.benchmarks.kept import FOLDER, FiguresError, read
from tests.benchmarks.measuring import MEASURES, measured
from tests.benchmarks.peers.install import install
from tests.benchmarks.peers.known import PEERS
from tests.benchmarks.plots import plot
from tests.benchmarks.stages import stage_table
from tests.benchmarks.subject import Subject
from tests.benchmarks.tables import long_table, wide_table
from tests.benchmarks.verdicts import verdict_table, verdicts

_OURS: Final = frozenset(
    {"answers", "busy", "check", "editor", "pictures", "profile", "profile-busy", "search", "tabs"}
)
"""Measures that mean nothing for other programs."""

_REPORTS: Final[dict[str, Callable[[Sequence[Figure]], str]]] = {"profile": stage_table}
"""Measures whose figures are told in another way than in a row each."""


def main(argv: Sequence[str]) -> None:
    """Run what the arguments ask for."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.act(arguments)
    except FiguresError as error:
        sys.exit(str(error))


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
    compared = commands.add_parser("goals", help="compare kept figures with what is to be reached")
    compared.add_argument("files", nargs="+", type=Path, metavar="FILE")
    compared.set_defaults(act=_goals)
    told = commands.add_parser("page", help="bring the guide up to date with the kept figures")
    told.set_defaults(act=lambda _: _page())
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


def _run(arguments: argparse.Namespace) -> None:
    run = measured(arguments)
    sys.stdout.write(_REPORTS.get(arguments.name, long_table)(run.figures))
    if arguments.json is not None:
        write_run(arguments.json, run)


# ---------------------------------------------------------------- what was kept


def _figures(files: Iterable[Path]) -> list[Figure]:
    return [figure for file in files for figure in read_run(file).figures]


def _table(arguments: argparse.Namespace) -> None:
    figures, named = _figures(arguments.files), arguments.measure
    sys.stdout.write(wide_table(figures, named) if named else long_table(figures))


def _plot(arguments: argparse.Namespace) -> None:
    drawn = plot(_figures(arguments.files), arguments.measure)
    arguments.out.write_text(drawn, encoding="utf-8")


def _goals(arguments: argparse.Namespace) -> None:
    given = verdicts(read(arguments.files))
    sys.stdout.write(verdict_table(given))
    sys.exit(any(verdict.state == "not reached" for verdict in given))


def _page() -> None:
    changed = guide.write(read(FOLDER.glob("*.json")))
    sys.stdout.write("".join(f"{file.name}\n" for file in changed))


if __name__ == "__main__":
    main(sys.argv[1:])
