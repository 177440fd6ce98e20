"""A Markdown instance that remembers its pages, and has the results of one that does not."""

from __future__ import annotations

import re

from markdown import Markdown

from devserver.site.fragment import MARK, Fragment
from devserver.site.remembering.code import remember_code
from devserver.site.remembering.conversion import SEAM, Conversion
from devserver.site.remembering.definitions import Definitions
from devserver.site.remembering.leftovers import Leftovers
from devserver.site.remembering.memory import Memory
from devserver.site.remembering.purity import pure
from devserver.site.remembering.segment_memory import SegmentMemory
from devserver.site.source_map.marks import OPENS
from devserver.site.source_map.observer import Observer


class RememberingMarkdown:
    """Converts pages, each of them as if it were the first."""

    def __init__(self, md: Markdown, memory: Memory, *, watched: bool = True) -> None:
        """Take over ``md``, which has all of its extensions; a memory without limit is not used.

        If it is ``watched``, the lines are found out in which the blocks of a page were written.
        """
        self._md = md
        self._segments: SegmentMemory | None = None
        if memory.limit:
            remember_code(md, memory)
            if pure(md):
                self._segments = SegmentMemory(md, memory)
                self._leftovers = Leftovers(md)
        self._observer = Observer(md)
        if watched:
            self._observer.watch()

    def convert(self, text: str) -> list[Fragment]:
        """Convert a page; what the instance has of it afterwards is of this page only."""
        self._md.reset()
        self._observer.begin(text)
        if self._segments is not None:
            fragments = self._in_segments(text, self._segments)
            if fragments is not None:
                return fragments
            self._md.reset()
            self._observer.begin(text)
        page = Fragment.of(self._md.convert(text))
        return [page.telling(self._observer.lines(page.lines))]

    def _in_segments(self, text: str, segments: SegmentMemory) -> list[Fragment] | None:
        """Convert segment by segment; nothing if that does not tell what the page becomes."""
        md = self._md
        conversion = Conversion(md, segments, self._observer)
        parser, serializer = md.parser, md.serializer
        md.parser, md.serializer = conversion, conversion.serialize
        self._leftovers.found = False
        try:
            converted = md.convert(text)
        finally:
            md.parser, md.serializer = parser, serializer
        self._leftovers.look()
        edition = segments.edition()
        if (
            self._leftovers.found
            or self._is_numbered(converted)
            or not conversion.is_sound(edition)
        ):
            return None
        return conversion.fragments(converted, edition)

    def _is_numbered(self, converted: str) -> bool:
        """Tell whether placeholders, whose numbers go through the page, may be part of the result.

        That is so if nothing took their place, be they whole, in pieces or character references;
        and if an abbreviation looks like a part of them.
        """
        return (
            "klzzwxh" in converted
            or "wzxhzdk" in converted
            or "&#2;" in converted
            or converted.count("\x02") != sum(map(converted.count, (MARK, SEAM, OPENS)))
            or any(map(_NUMBER.fullmatch, Definitions.of(self._md).abbreviations))
        )


_NUMBER = re.compile(r"(?:wzxhzdk)?:?\d+")
