"""Converted HTML has forgotten its source; this finds each link's target there again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from itertools import accumulate
from typing import NamedTuple

from devserver.model import Expanded, SourcePath
from devserver.site.scan import Scan, Shows, Use
from devserver.site.wikilinks import MARK, named_target


class Place(NamedTuple):
    """Where something stands: its file, and line and column there, both from 1."""

    path: SourcePath
    line: int
    column: int


class Places:
    """The link targets of one source in the order in which they are written."""

    def __init__(self, path: SourcePath, expanded: Expanded, start: int) -> None:
        """Scan ``expanded`` from the offset ``start``, where its front matter ends."""
        self._path = path
        self._expanded = expanded
        self._start = start
        self._lines: list[int] = []
        self._scan = Scan(expanded.text, start)
        self._targets: dict[tuple[str, str], list[int]] = {}
        self._in_html = {use.text for use in self._scan.uses if use.kind == "html"}
        self._taken: dict[tuple[str, str], int] = {}
        for use in self._scan.uses:
            target = self._target(use)
            if target is not None:
                embedded = target[0].startswith(MARK) and self._is_embedded(target[1])
                shows = "image" if embedded else use.shows
                self._targets.setdefault((shows, target[0]), []).append(target[1])

    def _target(self, use: Use) -> tuple[str, int] | None:
        """Give what a use leads to and where that is written: here, or where it is defined."""
        if use.kind in {"target", "html"}:
            return use.text, use.offset
        if use.kind == "shortcut" and (named := named_target(self._expanded.text, use.offset)):
            return named, use.offset
        return self._scan.definitions.get(use.text)

    def _is_embedded(self, offset: int) -> bool:
        return self._expanded.text[offset - 3 : offset - 2] == "!"

    def in_html(self, target: str) -> bool:
        """Tell whether the author wrote this target in raw HTML."""
        return target in self._in_html

    @property
    def start(self) -> Place:
        """Give where the text begins."""
        return self.at(self._start)

    def take(self, target: str, shows: Shows = "link") -> Place:
        """Give the place of the next link to ``target``; of the last one when none is left."""
        key = (shows, target)
        offsets = self._targets.get(key)
        if offsets is None:
            offsets = self._targets[key] = self._written_otherwise(target)
        index = self._taken.get(key, 0)
        if index == 0 and len(offsets) > 1:
            shown = [offset for offset in offsets if not self._in_code(offset)]
            offsets = self._targets[key] = shown or offsets
        self._taken[key] = index + 1
        return self.at(offsets[min(index, len(offsets) - 1)])

    def _written_otherwise(self, target: str) -> list[int]:
        """Find links that an extension made: by definition, by text, or not at all."""
        for defined, offset in self._scan.definitions.values():
            if defined == target:
                return [offset]
        written = re.escape(target.partition("#")[0] or target)
        return list(self._shown(written)) or [self._start]

    def _shown(self, pattern: str) -> Iterator[int]:
        """Give where a pattern, or the group in it, matches outside of code and comments."""
        hidden = self._scan.hidden
        for found in re.compile(pattern).finditer(self._expanded.text, self._start):
            offset = found.start(found.lastindex or 0)
            before = bisect_right(hidden, (offset, offset)) - 1
            if before < 0 or hidden[before][1] <= offset:
                yield offset

    def _in_code(self, offset: int) -> bool:
        """Tell a line of indented code from one that belongs to a list or a box."""
        before = self._expanded.text[: self._expanded.text.rfind("\n", 0, offset) + 1]
        if not _INDENT.match(self._expanded.text, len(before)):
            return False
        after_blank = False
        for line in reversed(before.split("\n")[:-1]):
            if not line.strip():
                after_blank = True
            elif not _INDENT.match(line):
                return after_blank and not _OPENS_INDENT.match(line)
        return True

    def find(self, pattern: str, nth: int = 0) -> Place:
        """Give the place of the ``nth`` match (from 0), or of the group in it; else the start."""
        offsets = list(self._shown(pattern))
        offsets = [offset for offset in offsets if not self._in_code(offset)] or offsets
        return self.at(offsets[min(nth, len(offsets) - 1)] if offsets else self._start)

    def undefined(self, known: Container[str]) -> Iterator[tuple[str, Place]]:
        """Give each reference whose label is defined neither in the source nor in ``known``."""
        for use in self._scan.uses:
            if use.kind == "reference" and not (
                use.text in self._scan.definitions or use.text in known
            ):
                yield use.text, self.at(use.offset)

    def undefined_footnotes(self) -> Iterator[tuple[str, Place]]:
        """Give each footnote, such as ``^1``, that stands nowhere."""
        for use in self._scan.uses:
            if use.kind == "footnote" and use.text not in self._scan.footnotes:
                yield use.text, self.at(use.offset)

    def of_line(self, index: int) -> Place:
        """Tell where the line with an index, from 0 behind the front matter, was written."""
        before = self._expanded.text.count("\n", 0, self._start)
        origins = self._expanded.origins
        if origins is None or before + index >= len(origins):
            return Place(self._path, before + index + 1, 1)
        return Place(*origins[before + index], 1)

    def at(self, offset: int) -> Place:
        """Tell where the character at ``offset`` of the expanded text was written."""
        if not self._lines:
            lengths = map(len, self._expanded.text.split("\n"))
            self._lines = list(accumulate((length + 1 for length in lengths), initial=0))
        index = bisect_right(self._lines, offset) - 1
        column = offset - self._lines[index] + 1
        origins = self._expanded.origins
        if origins is None or index >= len(origins):
            return Place(self._path, index + 1, column)
        path, line = origins[index]
        return Place(path, line, max(column - self._expanded.indents[index], 1))


_INDENT = re.compile(r"(?: {4}| {0,3}\t)")
_OPENS_INDENT = re.compile(r" *(?:[-+*] |\d+[.)] |!!! |\?\?\?|=== |\[\^|: |>)")
