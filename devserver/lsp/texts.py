"""Finds places in texts as the protocol counts them: its line ends, and its units of a character.

A line ends at CR LF, LF or CR and nowhere else (LSP 3.17, “Text Documents”): a form feed or U+2028
stands in the middle of one.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from lsprotocol.types import Position, PositionEncodingKind, Range

_END: Final = re.compile(r"\r\n|\n|\r")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_UNITS: Final = {
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf8: ("utf-8", 1),
}
"""How a character is encoded, and the bytes of one unit. In UTF-32 a unit is a character."""


class Text:
    """A text and where its lines start. Positions count from 0, in units of ``encoding``."""

    def __init__(self, text: str, encoding: PositionEncodingKind | str) -> None:
        self.text = text
        self._encoding = PositionEncodingKind(encoding)
        self._starts = [0, *(end.end() for end in _END.finditer(text))]

    def line(self, number: int) -> str:
        """Give a line without its end; empty beyond the last one."""
        if not 0 <= number < len(self._starts):
            return ""
        start = self._starts[number]
        end = _END.search(self.text, start)
        return self.text[start : end.start() if end else len(self.text)]

    def offset(self, position: Position) -> int:
        """Give the index of a position; beyond the end of a line or of the text, that end."""
        if position.line >= len(self._starts):
            return len(self.text)
        line = self.line(position.line)
        return self._starts[position.line] + index(line, position.character, self._encoding)

    def position(self, offset: int) -> Position:
        """Give the position of an index."""
        line = bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : offset]
        return Position(line, units(before, self._encoding))

    def at(self, line: int, column: int) -> Position:
        """Give the position of a line and column as problems have them: from 1, in characters."""
        return Position(line - 1, units(self.line(line - 1)[: column - 1], self._encoding))

    def column(self, position: Position) -> int:
        """Give the column of a position as problems have them: from 1, in characters."""
        return index(self.line(position.line), position.character, self._encoding) + 1

    def span(self, line: int, first: int, last: int) -> Range:
        """Give what lies between two columns of a line, all from 1, in characters."""
        return Range(self.at(line, first), self.at(line, last))

    def replaced(self, where: Range, text: str) -> str:
        """Give the whole text with another one in place of what lies there."""
        start, end = self.offset(where.start), self.offset(where.end)
        return joined(f"{self.text[:start]}{text}{self.text[max(start, end) :]}")


def lines(text: str) -> Sequence[str]:
    """Split a text as the protocol does; each line keeps its end."""
    starts = [0, *(end.end() for end in _END.finditer(text)), len(text)]
    found = [text[a:b] for a, b in itertools.pairwise(starts)]
    return tuple(found if found[-1] else found[:-1])


def units(text: str, encoding: PositionEncodingKind) -> int:
    """Count the units of a text."""
    if encoding not in _UNITS or text.isascii():
        return len(text)
    codec, width = _UNITS[encoding]
    return len(text.encode(codec, "surrogatepass")) // width


def index(line: str, character: int, encoding: PositionEncodingKind) -> int:
    """Give the index of the character at a number of units; one in its middle is its beginning."""
    if encoding not in _UNITS or line.isascii():
        return min(character, len(line))
    codec, width = _UNITS[encoding]
    before = line.encode(codec, "surrogatepass")[: character * width]
    count = len(before.decode(codec, "replace"))
    # What was cut within a character ends with something else than the line has there.
    return count if units(line[:count], encoding) <= character else count - 1


def joined(text: str) -> str:
    """Put together the halves of a character that came one after the other."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def clean(text: str) -> str:
    """Replace halves of characters, which no file can hold."""
    return _SURROGATE.sub("\ufffd", text)
