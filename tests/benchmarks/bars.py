"""Draws the stages of one save on one line of time, as a picture for light and for dark."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from tests.benchmarks.drawing import WIDTH, picture
from tests.benchmarks.figures import Figure
from tests.benchmarks.stages import STAGES, WHOLE, Stage, medians
from tests.benchmarks.tables import quantity

_LEFT: Final = 130
_RIGHT: Final = 80
_TOP: Final = 78
_ROW: Final = 22
_BAR: Final = 14

_LANES: Final = tuple(dict.fromkeys(stage.where for stage in STAGES))
"""The processes, each of which has a colour."""


def bars(figures: Sequence[Figure]) -> str:
    """Draw a row a stage, which begins where the one before ends; the figures are of one size."""
    took = medians(figures)
    bare = statistics.median(next(f.bare for f in figures if f.measure == WHOLE))
    whole = sum(milliseconds for _, milliseconds in took)
    scale = (WIDTH - _LEFT - _RIGHT) / max(whole, bare)
    bottom = _TOP + _ROW * (len(took) + 2)
    parts = [
        f'<text class="name" x="20" y="28">One save, from the file to the frame:'
        f" {quantity(whole, 'ms')}</text>",
        *_legend(),
        *_grid(max(whole, bare), scale, bottom),
        *_rows(took, scale),
        _row("plain Markdown", "", bottom - _ROW, (0.0, bare * scale), quantity(bare, "ms")),
    ]
    said = ", ".join(f"{stage.name} {quantity(one, 'ms')}" for stage, one in took)
    return picture("Where the time of one save goes", f"{said}.", bottom + 34, parts)


def _legend() -> Iterator[str]:
    x = 20
    for at, lane in enumerate(_LANES):
        yield (
            f'<g class="c{at}"><rect class="bar" x="{x}" y="42" width="{_BAR}" height="{_BAR}"'
            f' rx="3"/></g><text x="{x + _BAR + 6}" y="53">{lane}</text>'
        )
        x += 44 + 7 * len(lane)


def _grid(longest: float, scale: float, bottom: int) -> Iterator[str]:
    """Draw a line every one, two or five of something: about eight."""
    power = 10 ** math.floor(math.log10(longest / 8))
    step = next(power * many for many in (1, 2, 5, 10) if power * many * 8 >= longest)
    for at in range(math.floor(longest / step) + 1):
        x = _LEFT + at * step * scale
        yield f'<path class="grid" d="M{x:.1f} {_TOP - 8}V{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{at * step:g} ms</text>'


def _rows(took: Sequence[tuple[Stage, float]], scale: float) -> Iterator[str]:
    start = 0.0
    for at, (stage, milliseconds) in enumerate(took):
        lane = f"c{_LANES.index(stage.where)}"
        place = (start * scale, milliseconds * scale)
        yield _row(stage.name, lane, _TOP + at * _ROW, place, quantity(milliseconds, "ms"))
        start += milliseconds


def _row(name: str, lane: str, y: int, place: tuple[float, float], said: str) -> str:
    start, length = place
    x = _LEFT + start
    return (
        f'<text x="{_LEFT - 10}" y="{y + 11}" text-anchor="end">{escape(name)}</text>'
        f'<g class="{lane}"><rect class="bar" x="{x:.1f}" y="{y}" width="{max(length, 1):.1f}"'
        f' height="{_BAR}" rx="2"/></g>'
        f'<text x="{x + max(length, 1) + 6:.1f}" y="{y + 11}">{said}</text>'
    )
