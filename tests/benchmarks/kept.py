"""The figures that are kept, as one body: what the guide shows and what goals are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tests.benchmarks.figures import Figure, Run, read_run
from tests.benchmarks.peers.known import PEERS
from tests.benchmarks.product import Devserver, OnMkDocs

FOLDER: Final = Path(__file__).parent / "measured"
"""Where the runs are kept that the guide tells of."""

OURS: Final = Devserver.name

_ORDER: Final = {name: at for at, name in enumerate((OURS, OnMkDocs.name, *PEERS))}


class FiguresError(Exception):
    """The kept figures do not do for what is asked of them."""


class Kept:
    """The figures of some runs: ours first, and of each program the smallest site first.

    Raises FiguresError if there are two of the same, as nobody could tell which of them counts.
    """

    def __init__(self, runs: Mapping[str, Run]) -> None:
        self.runs = runs
        """By the names of their files."""
        self._by_name: dict[tuple[str, str, int], Figure] = {}
        for place, run in runs.items():
            for figure in run.figures:
                name = (figure.measure, figure.program, figure.pages)
                if name in self._by_name:
                    what = f"{figure.measure} of {figure.program} at {figure.pages:,} pages"
                    raise FiguresError(f"{place} has {what} for a second time")
                self._by_name[name] = figure

    def find(self, measure: str, pages: int, program: str = OURS) -> Figure | None:
        """Give a figure if it was measured."""
        return self._by_name.get((measure, program, pages))

    def of(self, measure: str) -> list[Figure]:
        """Give every figure of a measure; raises FiguresError if there is none."""
        found = [figure for figure in self._by_name.values() if figure.measure == measure]
        if not found:
            raise FiguresError(f"nothing was measured of “{measure}”")
        return sorted(found, key=lambda figure: (_place(figure.program), figure.pages))

    def ours(self) -> list[Figure]:
        """Give every figure of our program, in the order of the files."""
        return [figure for figure in self._by_name.values() if figure.program == OURS]

    def sizes(self, measure: str) -> list[int]:
        """Give the sizes at which our program was measured."""
        return sorted(
            pages for name, program, pages in self._by_name if (name, program) == (measure, OURS)
        )

    def versions(self) -> dict[str, str]:
        """Name every program with its version, or its versions if there were several."""
        said: dict[str, dict[str, None]] = {}
        for run in self.runs.values():
            for program, version in run.versions.items():
                said.setdefault(program, {})[version] = None
        return {program: ", ".join(said[program]) for program in sorted(said, key=_place)}


def _place(program: str) -> int:
    """Say where a program stands in a table: what is none of those compared stands last."""
    return _ORDER.get(program, len(_ORDER))


def read(files: Iterable[Path]) -> Kept:
    """Read what runs wrote."""
    return Kept({file.name: read_run(file) for file in sorted(files)})
