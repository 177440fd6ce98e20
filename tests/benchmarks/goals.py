"""What we want to reach, as data: a measure, the sizes, and a bound for its median or its tail.

Not among them is what no clock tells: that a second start converts no page again is a test.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.figures import Figure
from tests.benchmarks.kept import OURS, Kept
from tests.benchmarks.product import OnMkDocs

_SIZES: Final = (100, 1_000, 10_000)
_ANY: Final = ()
"""Every size that was measured."""


@dataclass(frozen=True, slots=True)
class Other:
    """What a figure is compared with, if not with a plain number."""

    name: str
    value: Callable[[Kept, Figure], float | None]
    """Gives it for a figure of ours; ``None`` if it was not measured."""


@dataclass(frozen=True, slots=True)
class Goal:
    """At most so much more than so many times the other, in the unit of the measure."""

    measure: str
    pages: tuple[int, ...]
    plus: float = 0.0
    times: float = 0.0
    other: Other | None = None
    unit: str = "ms"
    tail: bool = False
    """Whether this is about the 95th percentile, and not about the median."""
    program: str = OURS
    """What of ours is to reach it."""


def _peer(program: str) -> Other:
    """Compare with the same of another program, at the same size."""
    return Other(program, lambda kept, ours: _median(kept.find(ours.measure, ours.pages, program)))


def _own(measure: str) -> Other:
    """Compare with another measure of ours, at the same size."""
    return Other(measure, lambda kept, ours: _median(kept.find(measure, ours.pages)))


def _median(figure: Figure | None) -> float | None:
    return figure.median if figure is not None else None


def _least(kept: Kept, ours: Figure) -> float | None:
    """Give the least of the three; one size alone says nothing of how they differ."""
    found = (kept.find(ours.measure, pages) for pages in _SIZES)
    line = [figure.median for figure in found if figure is not None]
    return min(line) if len(line) > 1 else None


_MARKDOWN: Final = Other(
    "plain Markdown", lambda _, ours: statistics.median(ours.bare) if ours.bare else None
)
_MEDIAN: Final = Other("median", lambda _, ours: ours.median)
_LEAST: Final = Other("the least of the three", _least)

GOALS: Final = (
    Goal("save → HTTP", _SIZES, times=1, other=_MARKDOWN, plus=6),
    Goal("save → HTTP", _SIZES, times=1.2, other=_LEAST),
    Goal("save → HTTP", _SIZES, times=2, other=_MEDIAN, tail=True),
    Goal("save → Chromium", _SIZES, plus=40),
    Goal("save → Chromium", _SIZES, times=0.7, other=_peer("vitepress")),
    Goal("save → Chromium", _SIZES, times=2, other=_MEDIAN, tail=True),
    Goal("save → HTTP, while converting", (10_000,), times=1.5, other=_own("save → HTTP")),
    Goal("save → Chromium, while converting", (10_000,), times=1.5, other=_own("save → Chromium")),
    Goal("title edit → HTTP", _ANY, times=1.3, other=_own("save → HTTP")),
    Goal("title edit → Chromium", _ANY, times=1.3, other=_own("save → Chromium")),
    Goal("template edit → HTTP", _ANY, plus=60),
    Goal("template edit → Chromium", _ANY, plus=60),
    Goal("stylesheet edit → HTTP", _ANY, plus=15),
    Goal("stylesheet edit → Chromium", _ANY, plus=15),
    Goal("100 KB page → HTTP", _ANY, times=0.5, other=_MARKDOWN),
    Goal("100 KB page → Chromium", _ANY, times=0.5, other=_MARKDOWN),
    Goal("keystroke → Chromium", _ANY, plus=30),
    Goal("keystroke → Chromium", _ANY, plus=100, tail=True),
    Goal("keystroke → Chromium, 100 KB page", _ANY, plus=120),
    Goal("keystroke → Chromium, 100 KB page", _ANY, plus=250, tail=True),
    Goal("cursor → scrolled", _ANY, plus=10),
    Goal("cursor → scrolled", _ANY, plus=25, tail=True),
    Goal("cold start → home", (1_000,), plus=700),
    Goal("cold start → home", (10_000,), plus=1_500),
    Goal("cold start → a deep page", (1_000,), plus=700),
    Goal("cold start → a deep page", (10_000,), plus=1_500),
    Goal("second start → home", (10_000,), plus=600),
    Goal("second start → a deep page", (10_000,), plus=600),
    Goal("every page converted", (1_000,), times=0.6, other=_peer("mkdocs")),
    Goal("every page converted", (1_000,), times=1, other=_peer("zensical")),
    Goal("second check", (1_000,), plus=1_000),
    Goal("build", (1_000,), times=0.6, other=_peer("mkdocs"), program=OnMkDocs.name),
    Goal("memory (PSS)", (1_000,), plus=200, unit="MB"),
    Goal("memory (PSS)", (10_000,), plus=450, unit="MB"),
    Goal(
        "memory after 1000 edits (PSS)",
        (1_000, 10_000),
        times=1.05,
        other=_own("memory (PSS)"),
        unit="MB",
    ),
    Goal("idle processor", (10_000,), plus=0.5, unit="%"),
    Goal("save → last of 200 tabs", _ANY, plus=250),
    # Two series of the same starts differ by as much.
    Goal(
        "cold start beside 5 GB of pictures",
        _ANY,
        times=1.1,
        other=_own("cold start without pictures"),
    ),
)
