"""What crosses between the cursor of an editor and the pages that show what it stands in."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from devserver.model import Url

Reason = Literal["move", "edit", "scroll"]
"""Why an editor tells its cursor: it was moved, text was typed, or the window was scrolled."""


class Pointed(Struct, frozen=True):
    """Main → server: pages are to show a line; ``at`` has the number of its file for each page."""

    at: tuple[tuple[Url, int], ...]
    line: int
    reason: Reason = "move"
    fraction: float | None = None
    """How far down the editor's window the line is, from 0 to 1, if the editor tells."""
    go: bool = False
    """Whether pages that show something else are to go there."""


class Jump(Struct, frozen=True):
    """Server → main: somebody wants to see in an editor what a block of a page was written in.

    It comes from a page, and so from anybody who writes pages: a place in the site, and no path.
    """

    url: Url
    line: int
    word: str = ""
    file: int = 0
