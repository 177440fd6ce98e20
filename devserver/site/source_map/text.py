"""The lines of a text that is parsed block by block, and how far the parser has come in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_FAR: Final = 2000
"""Lines that are looked through for a block: one that is further off is another of its kind."""


class Text:
    """Lines, and a cursor that only moves forward."""

    def __init__(self, lines: Sequence[str], first: int, cursor: int = 0) -> None:
        """Begin at ``cursor``. The first of the lines is number ``first`` of the page."""
        self.first = first
        self._lines = lines
        self._cursor = cursor

    def find(self, block: str) -> int | None:
        """Find the next line with which a block may begin; what opens boxes may stand before it."""
        key = _opening(block)
        if not key:
            return None
        for index in range(self._cursor, min(len(self._lines), self._cursor + _FAR)):
            line = self._lines[index]
            if key in line and _is_opening(line, key):
                self._cursor = index
                return index
        return None

    def leave(self, line: int, block: str, left: str) -> None:
        """Go on behind a block that begins at ``line``, and of which something may be ``left``.

        Blocks inside it may have led further.
        """
        if not block.endswith(left):
            return  # What is left was rewritten: it may be any of the lines.
        taken = block[: len(block) - len(left)]
        blank = len(block) - len(block.lstrip("\n"))
        lines = taken.count("\n") - blank + (0 if left else 1)
        self._cursor = max(self._cursor, line + lines)

    def find_above(self, written: str, line: int) -> int | None:
        """Find the last line above another, or that one, which says just this."""
        wanted = written.strip()
        for index in range(min(max(line, self._cursor), len(self._lines) - 1), -1, -1):
            if self._lines[index].strip() == wanted:
                return index
        return None

    @staticmethod
    def within(block: str, written: str) -> int:
        """Say how many lines below its beginning a heading stands in a block."""
        wanted = written.strip()
        lines = block.strip("\n").split("\n")
        for index, line in enumerate(lines):
            if line.strip("# \t") == wanted or (wanted and line.lstrip("# \t").startswith(wanted)):
                return index
        return 0


def _opening(block: str) -> str:
    """Give the first line of a block that says something."""
    for line in block.split("\n"):
        if stripped := line.strip():
            return stripped
    return ""


def _is_opening(line: str, key: str) -> bool:
    """Whether a line is ``key``, or says nothing else but what opens a box or an item."""
    stripped = line.strip()
    if not stripped.endswith(key):
        return False
    before = stripped[: len(stripped) - len(key)]
    return not before or before[-1] in " \t>"
