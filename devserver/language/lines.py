"""Tells offsets in a text from lines and columns, which is how editors and problems count."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from devserver.model import SourcePath


class Span(NamedTuple):
    """Some characters of one line of a file; line and column count from 1."""

    path: SourcePath
    line: int
    column: int
    length: int = 0


class Lines:
    """A text whose lines end in the Unix way."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        lengths = map((1).__add__, map(len, self.text.split("\n")))
        return list(accumulate(lengths, initial=0))

    @property
    def count(self) -> int:
        """Say how many lines there are; after a line's end there is always another."""
        return len(self._starts) - 1

    def at(self, offset: int) -> tuple[int, int]:
        """Give line and column, from 1, of the character at ``offset``."""
        index = min(bisect_right(self._starts, offset), self.count) - 1
        return index + 1, offset - self._starts[index] + 1

    def offset(self, line: int, column: int) -> int:
        """Give the offset of a line and column; what lies beyond an end is that end."""
        if line > self.count:
            return len(self.text)
        start = self._starts[max(line, 1) - 1]
        return min(start + max(column, 1) - 1, self._starts[max(line, 1)] - 1)

    def line(self, number: int) -> str:
        """Give a line's text, without its end; empty if there is no such line."""
        if not 0 < number <= self.count:
            return ""
        return self.text[self._starts[number - 1] : self._starts[number] - 1]

    def __iter__(self) -> Iterator[str]:
        """Give every line."""
        return iter(self.text.split("\n"))
