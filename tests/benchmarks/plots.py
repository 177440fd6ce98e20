"""Draws how a figure grows with the number of pages, as a picture for light and for dark."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tests.benchmarks.drawing import COLOURS, WIDTH, picture
from tests.benchmarks.figures import Figure
from tests.benchmarks.tables import quantity

_HEIGHT: Final = 440
_LEFT: Final = 70
_RIGHT: Final = 300
_TOP: Final = 48
_BOTTOM: Final = 52
_APART: Final = 17
"""Least distance of two names at the ends of their lines."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """Places values on one side of the picture by their logarithms."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        span = math.log(self.high / self.low)
        part = math.log(value / self.low) / span if span else 0.5
        return self.start + part * (self.end - self.start)


def plot(figures: Sequence[Figure], measure: str) -> str:
    """Draw the medians of one measure, a line a program, with a stroke up to 95 % of the samples.

    The first program is ours, and drawn a little stronger. Both axes are logarithmic.
    """
    lines: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda figure: figure.pages):
        if figure.measure == measure:
            lines.setdefault(figure.program, []).append(figure)
    if not lines:
        raise ValueError(f"no figure of “{measure}”")
    order = list(dict.fromkeys(f.program for f in figures if f.program in lines))
    across, up = _axes([figure for line in lines.values() for figure in line])
    names = _apart({name: up.at(lines[name][-1].median) for name in order})
    parts = [
        f'<text class="name" x="{_LEFT}" y="24">{escape(measure)}</text>',
        *_grid(across, up, lines),
        *(_line(at, lines[name], across, up, names[name]) for at, name in enumerate(order)),
    ]
    said = f"Medians of {', '.join(order)}; both axes are logarithmic."
    return picture(f"{measure} against the number of pages", said, _HEIGHT, parts)


def _axes(figures: Sequence[Figure]) -> tuple[_Axis, _Axis]:
    pages = [figure.pages for figure in figures]
    least = min(figure.median for figure in figures)
    most = max(figure.p95 for figure in figures)
    low, high = (10 ** math.floor(math.log10(least)), 10 ** math.ceil(math.log10(most)))
    across = _Axis(min(pages), max(pages), _LEFT + 20, WIDTH - _RIGHT)
    return across, _Axis(low, max(high, low * 10), _HEIGHT - _BOTTOM, _TOP)


def _grid(across: _Axis, up: _Axis, lines: dict[str, list[Figure]]) -> Iterator[str]:
    unit = next(iter(lines.values()))[0].unit
    for power in range(round(math.log10(up.low)), round(math.log10(up.high)) + 1):
        y = up.at(10**power)
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT + 10}"/>'
        said = _round_quantity(10**power, unit)
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{said}</text>'
    for pages in sorted({figure.pages for line in lines.values() for figure in line}):
        x, y = across.at(pages), _HEIGHT - _BOTTOM
        yield f'<path class="grid" d="M{x:.1f} {_TOP}V{y}"/>'
        yield f'<text x="{x:.1f}" y="{y + 20}" text-anchor="middle">{pages:,}</text>'
    middle = (across.start + across.end) / 2
    yield f'<text x="{middle:.1f}" y="{_HEIGHT - 12}" text-anchor="middle">pages</text>'


def _round_quantity(value: float, unit: str) -> str:
    if unit == "ms" and value >= 1000:
        value, unit = value / 1000, "s"
    return f"{value:,g} {unit}"


def _line(at: int, line: Sequence[Figure], across: _Axis, up: _Axis, label: float) -> str:
    points = [(across.at(figure.pages), up.at(figure.median)) for figure in line]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<path class="spread" d="M{x:.1f} {y:.1f}V{up.at(figure.p95):.1f}"/>'
        for (x, y), figure in zip(points, line, strict=True)
    )
    last = line[-1]
    # A name stands beside the end of its line; when names had to make room, a stroke leads there.
    x, y = points[-1]
    name_at = WIDTH - _RIGHT + 26
    said = f"{escape(last.program)} · {quantity(last.median, last.unit)}"
    said += f" at {last.pages:,}" if last.pages != across.high else ""
    return (
        f'<g class="{"first " if at == 0 else ""}c{at % len(COLOURS)}">'
        f'<path class="line" d="M{path}"/>{marks}'
        f'<path class="spread" d="M{x + 6:.1f} {y:.1f}L{name_at - 5} {label:.1f}"/>'
        f'<text class="name" x="{name_at}" y="{label + 4:.1f}">{said}</text></g>'
    )


def _apart(wanted: dict[str, float]) -> dict[str, float]:
    """Move names that are too near each other, as little as is simple, within the picture."""
    order = sorted(wanted, key=lambda name: wanted[name])
    places: dict[str, float] = {}
    least = float(_TOP)
    for name in order:
        places[name] = max(wanted[name], least)
        least = places[name] + _APART
    most = float(_HEIGHT - _BOTTOM)
    for name in reversed(order):
        places[name] = min(places[name], most)
        most = places[name] - _APART
    return places
