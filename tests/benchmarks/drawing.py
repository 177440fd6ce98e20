"""What all our pictures share: colours for light and for dark, the ground, and the frame."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

WIDTH: Final = 800

COLOURS: Final = (
    # Light and dark, told apart by all kinds of eyes, each at least 3 : 1 on its ground.
    ("#0057b8", "#6cb4ff"),
    ("#b3540a", "#f2a65a"),
    ("#00795c", "#3fcf9f"),
    ("#a0327d", "#f08cc8"),
    ("#7a5af0", "#b7a5ff"),
    ("#8a6d00", "#dcc13c"),
    ("#b3262e", "#ff8d85"),
)

_STYLE: Final = """
.figures { color-scheme: light dark; font: 13px system-ui, sans-serif; }
.figures .ground { fill: #ffffff; }
.figures text { fill: #3b4252; }
.figures .name { font-weight: 600; }
.figures .grid { stroke: #d9dde5; }
.figures .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.figures .first .line { stroke-width: 3.5; }
.figures .spread { stroke-width: 1; opacity: 0.6; }
.figures .bar { fill: #7b8496; }
"""

_DARK: Final = """
.figures .ground { fill: #16181d; }
.figures text { fill: #c8cedb; }
.figures .grid { stroke: #343944; }
"""


def picture(title: str, description: str, height: int, parts: Sequence[str]) -> str:
    """Frame what was drawn. In an element of the class ``c0``, ``c1``… all has that colour."""
    light, dark = (
        "".join(
            f".figures .c{at} :is(.line, .spread) {{ stroke: {pair[shade]}; }}\n"
            f".figures .c{at} :is(circle, .bar, .name) {{ fill: {pair[shade]}; }}\n"
            for at, pair in enumerate(COLOURS)
        )
        for shade in (0, 1)
    )
    style = f"{_STYLE}{light}@media (prefers-color-scheme: dark) {{{_DARK}{dark}}}\n"
    ground = f'<rect class="ground" width="{WIDTH}" height="{height}" rx="6"/>'
    body = "\n".join((ground, *parts))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figures" role="img"'
        f' viewBox="0 0 {WIDTH} {height}">\n'
        f"<title>{escape(title)}</title>\n"
        f"<desc>{escape(description)}</desc>\n"
        f"<style>{style}</style>\n{body}\n</svg>\n"
    )
