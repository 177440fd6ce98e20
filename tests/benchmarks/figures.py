"""What was measured, and what is said about it: medians, 95th percentiles and ratios."""

from __future__ import annotations

import os
import platform
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True)
class Figure:
    """The samples of one measure of one program at one size, in the order they were taken."""

    measure: str
    program: str
    pages: int
    unit: str
    samples: tuple[float, ...]
    bare: tuple[float, ...] = ()
    """Milliseconds that plain Markdown took for the page, measured between the samples."""
    lost: int = 0
    """Saves that never came to the page, and are not among the samples."""

    @property
    def median(self) -> float:
        """Give the middle of the samples."""
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        """Give what 95 of 100 samples do not exceed (nearest rank)."""
        return sorted(self.samples)[-(-95 * len(self.samples) // 100) - 1]

    @property
    def ratio(self) -> float | None:
        """Give the median as a multiple of plain Markdown's; ``None`` if that means nothing."""
        return self.median / statistics.median(self.bare) if self.bare else None


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a run took place, and what else went on there."""

    processor: str
    processors: int
    system: str
    python: str
    load: tuple[float, ...]
    """The load average of one minute, at the start of the run and then at its end."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the benchmarks, as it is kept in a file."""

    command: str
    day: str
    machine: Machine
    versions: dict[str, str] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    failed: tuple[str, ...] = ()
    """Programs that could not be measured, each with its size and the reason."""


def this_machine() -> Machine:
    """Say where we are."""
    said = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return Machine(
        processor=said[0] if said else platform.machine(),
        processors=len(os.sched_getaffinity(0)),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        load=(os.getloadavg()[0],),
    )


def today() -> str:
    """Give the date, as in 2025-01-31."""
    return time.strftime("%Y-%m-%d")


def read_run(file: Path) -> Run:
    """Read what ``write_run`` wrote."""
    return msgspec.json.decode(file.read_bytes(), type=Run)


def write_run(file: Path, run: Run) -> None:
    """Keep a run with all its samples."""
    file.write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n")
