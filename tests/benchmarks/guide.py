"""Puts the kept figures into guide and README: tables, between two comments, and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.bars import bars
from tests.benchmarks.figures import Figure, Machine
from tests.benchmarks.kept import Kept
from tests.benchmarks.plots import plot
from tests.benchmarks.stages import (
    BUSY,
    STAGES,
    WHOLE,
    busy_table,
    measure_of,
    stage_table,
)
from tests.benchmarks.tables import markdown_table, own_table, wide_table

DOCS: Final = Path(__file__).parents[2] / "sample_site/docs"

PAGES: Final = ("how-fast.md", "contributing/one-save.md", "../../README.md")
"""From the docs folder; a copy of that has no README beside it."""

_MEASURED: Final = re.compile(r"<!-- measured: ([^\n]+) -->\n.*?<!-- end -->", re.DOTALL)
"""Where a page has what was measured; the comment names a measure, or one of ``_BLOCKS``."""


_QUANTITY: Final = re.compile(r"(\d) (ms|s|MB|%)(?=\W)")
"""A number and its unit, which are to stay on one line."""


def texts(kept: Kept, docs: Path = DOCS) -> dict[Path, str]:
    """Give every file that tells of figures, as it has to be."""

    def measured(found: re.Match[str]) -> str:
        name = found[1]
        said = _BLOCKS[name](kept) if name in _BLOCKS else wide_table(kept.of(name), name)
        said = _QUANTITY.sub("\\1\N{NO-BREAK SPACE}\\2", said)
        return f"<!-- measured: {name} -->\n\n{said}\n<!-- end -->"

    told = [docs / page for page in PAGES if (docs / page).exists()]
    pages = {path: path.read_text("utf-8") for path in told}
    pictures = {docs / "pictures" / name: draw(kept) for name, draw in _PICTURES.items()}
    return {path: _MEASURED.sub(measured, text) for path, text in pages.items()} | pictures


def write(kept: Kept, docs: Path = DOCS) -> list[Path]:
    """Bring the guide up to date; gives the files that were not."""
    changed = {
        path: text
        for path, text in texts(kept, docs).items()
        if not path.exists() or path.read_text("utf-8") != text
    }
    for path, text in changed.items():
        path.write_text(text, "utf-8")
    return list(changed)


# ---------------------------------------------------------------- tables


def _versions(kept: Kept) -> str:
    return markdown_table(("Program", "Version"), list(kept.versions().items()))


def _machines(kept: Kept) -> str:
    """Say where and when each run took place, with the command that repeats it."""
    said: dict[str, list[str]] = {}
    for run in kept.runs.values():
        machine = run.machine
        where = (
            f"{run.day}, {machine.processor}, {machine.processors} processors,"
            f" {machine.system}, Python {machine.python}:"
        )
        said.setdefault(where, []).append(f"{run.command}  # {_load(machine)}")
    return "\n".join(f"{where}\n\n{_shell(commands)}" for where, commands in said.items())


def _load(machine: Machine) -> str:
    return f"load {' to '.join(f'{load:.1f}' for load in machine.load)}"


def _shell(commands: Sequence[str]) -> str:
    return "\n".join(("```sh", *commands, "```", ""))


def _failures(kept: Kept) -> str:
    """Name the programs that could not be measured, each with the size."""
    failed = [said.partition(": ")[0] for run in kept.runs.values() for said in run.failed]
    return "".join(f"- {name}\n" for name in failed) or "None.\n"


def _ours(kept: Kept) -> str:
    """Give all that was measured of our program; stages of a save have a page of their own."""
    return own_table([f for f in kept.ours() if not f.measure.startswith(WHOLE)])


def _typed(kept: Kept) -> str:
    """Give what was measured from an editor to the browser."""
    return own_table([f for f in kept.ours() if f.measure.startswith(("keystroke", "cursor"))])


def _stages(kept: Kept) -> list[Figure]:
    """Give the stages of a save in the largest site in which they were measured."""
    return _of_size(kept, WHOLE, max(figure.pages for figure in kept.of(WHOLE)))


def _busy_stages(kept: Kept) -> list[Figure]:
    """Give the same beside those of saves while the whole site is converted."""
    size = max(figure.pages for figure in kept.of(BUSY))
    return [*_of_size(kept, WHOLE, size), *_of_size(kept, BUSY, size)]


def _of_size(kept: Kept, whole: str, size: int) -> list[Figure]:
    names = (whole, *(measure_of(stage, whole) for stage in STAGES))
    return [figure for name in names for figure in kept.of(name) if figure.pages == size]


_BLOCKS: Final[Mapping[str, Callable[[Kept], str]]] = {
    "ours": _ours,
    "editor": _typed,
    "versions": _versions,
    "machines": _machines,
    "failures": _failures,
    "stages": lambda kept: stage_table(_stages(kept)),
    "stages while converting": lambda kept: busy_table(_busy_stages(kept)),
}


# ---------------------------------------------------------------- pictures


def _plotted(measure: str) -> Callable[[Kept], str]:
    return lambda kept: plot(kept.of(measure), measure)


_PICTURES: Final[Mapping[str, Callable[[Kept], str]]] = {
    "one-save.svg": lambda kept: bars(_stages(kept)),
    "save-http.svg": _plotted("save → HTTP"),
    "save-chromium.svg": _plotted("save → Chromium"),
    "cold-start.svg": _plotted("cold start → home"),
}
