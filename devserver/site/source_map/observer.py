"""Watches Python-Markdown parse, and notes in which line each block was written.

Nothing is modified that a processor could see: what is found out stands in the tree only when
every processor is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from devserver.site.source_map import marks
from devserver.site.source_map.alignment import aligned
from devserver.site.source_map.marks import LineMark
from devserver.site.source_map.text import Text

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_PLACEHOLDERS: Final = re.compile("(?:\x02[^\x03]*\x03)+")

Found = tuple[int, int]
"""A line of the text that is parsed, and how many lines below it in the source."""


class _Block(NamedTuple):
    """A block of text, and where it stands."""

    text: str
    found: Found | None


class Observer:
    """Takes the place of ``parseBlocks`` of a Markdown instance's parser, and does the same."""

    def __init__(self, md: Markdown) -> None:
        """Be ready for ``md``, which has all of its extensions; see ``watch``."""
        self._md = md
        self._processors = md.parser.blockprocessors
        self._source: list[str] = []
        self._page: list[str] | None = None
        self._map: list[int] = []
        self._text: Text | None = None
        self._around: list[Found] = []
        self._found: dict[Element, Found] = {}
        self._placed: set[Element] = set()

    def watch(self) -> None:
        """Watch every page from now on; nothing is found out before."""
        self._md.parser.parseBlocks = self._parse_blocks  # type: ignore[method-assign]
        # After every other: what stands in the tree then goes into the HTML as it is.
        self._md.treeprocessors.register(_Marking(self._md, self), "devserver-lines", -1000)

    # ------------------------------------------------------------ one page

    def begin(self, source: str) -> None:
        """Begin with a page, as it is before any preprocessor."""
        self._source = source.split("\n")
        self._page = None
        self._map = []
        self._text = None
        self._around.clear()
        self._found.clear()
        self._placed.clear()

    def page(self, text: str) -> None:
        """Take the page as the preprocessors left it."""
        self._page = text.split("\n")

    @contextmanager
    def part(self, text: str, first: int) -> Iterator[None]:
        """Have a part of the page parsed, which begins with its line ``first``."""
        self._text = Text(text.split("\n"), first)
        yield
        self._text = None

    def lines(self, found: Sequence[LineMark], first: int = 0) -> tuple[LineMark, ...]:
        """Turn marks of a part into those of the source, from 0."""
        if not found:
            return ()
        source = self._source_of()
        return tuple(
            LineMark(offset, source[first + line] + further)
            for offset, line, further in found
            if first + line < len(source)
        )

    def _source_of(self) -> list[int]:
        """Give, for each line that is parsed, the line of the source."""
        if not self._map:
            self._map = aligned(self._source, self._page or [])
        return self._map

    # ------------------------------------------------------------ parsing

    def _parse_blocks(self, parent: Element, blocks: list[str]) -> None:
        """Do what ``BlockParser.parseBlocks`` does, and look at what comes of each block.

        Blocks are parsed inside blocks: it takes no more frames of the stack than the original.
        """
        outermost = self._text is None
        text = self._text = self._text or self._text_of(blocks)
        depth, known = len(self._around), len(parent)
        if depth:
            self._note_before(parent)
        while blocks:
            block, left = blocks[0], len(blocks)
            found = self._locate(block, text)
            if found is not None and depth:
                self._found.setdefault(parent, found)
            self._around.append(found or (self._around[-1] if depth else (0, 0)))
            for processor in self._processors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
            del self._around[depth:]
            self._note(parent, known, _Block(block, found), text)
            known = len(parent)
            if found is not None:
                text.leave(found[0], block, blocks[0] if len(blocks) == left else "")
        if outermost:
            self._text = None

    def _text_of(self, blocks: list[str]) -> Text:
        """Give the page, if these are its blocks; else what they stand in, such as footnotes."""
        if self._page is None:
            self._page = "\n\n".join(blocks).split("\n")
        return Text(self._page, 0)

    def _locate(self, block: str, text: Text) -> Found | None:
        line = text.find(block)
        if line is not None:
            return line, 0
        if not self._around:
            return None
        # A preprocessor has put it aside, as the content of an HTML element: it is in the source.
        outer, further = self._around[-1]
        source = self._source_of()
        if text.first + outer >= len(source):
            return None
        begin = source[text.first + outer]
        there = Text(self._source, 0, begin + further).find(block)
        return None if there is None else (outer, there - begin)

    def _note(self, parent: Element, known: int, block: _Block, text: Text) -> None:
        """Note the line of every element that a block has become; ``known`` were there before."""
        first = len(parent)
        while first and parent[first - 1] not in self._placed:
            first -= 1
        for child in parent[first:]:
            self._placed.add(child)
            if block.found is None:
                continue
            line, further = block.found
            if child.tag in _HEADINGS:
                line += text.within(block.text, child.text or "")
            elif first > known:
                # What stood before it in the block was parsed for itself.
                inside = self._found.get(child) or self._found.get(next(iter(child), child))
                line, further = inside or block.found
            self._found[child] = line, further
            if (table := child if child.tag == "table" else child.find("table")) is not None:
                self._note_rows(table, line, further)
        if block.found is not None and len(parent) and parent[-1].tag == "dl":
            self._note_terms(parent[-1], text, block.found[0])

    def _note_before(self, parent: Element) -> None:
        """Note what a processor put into an element before it has the content parsed: a title."""
        found = self._found.get(parent, self._around[-1])
        for index in range(len(parent) - 1, -1, -1):
            child = parent[index]
            if child in self._placed:
                return
            self._placed.add(child)
            self._found[child] = found

    def _note_rows(self, table: Element, line: int, further: int) -> None:
        """Note the rows of a table: one line each, and one between the head and the body."""
        for section in table:
            for row, element in enumerate(section):
                below = row + 2 if section.tag == "tbody" else row
                self._found.setdefault(element, (line + below, further))

    def _note_terms(self, terms: Element, text: Text, line: int) -> None:
        """Note the terms of a definition list, which are read with what they mean."""
        for index in range(len(terms) - 1, -1, -1):
            element = terms[index]
            if element.tag != "dt":
                continue
            if element in self._found:
                return
            there = text.find_above(element.text or "", line)
            if there is not None:
                self._found[element] = there, 0

    # ------------------------------------------------------------ marking

    def mark(self, root: Element) -> None:
        """Put what was found out into the tree, and into the HTML that was put aside."""
        self._found.pop(root, None)
        stash: list[Any] = self._md.htmlStash.rawHtmlBlocks
        for element, found in list(self._found.items()):
            if element.tag == "li" and len(element) and element[0].tag == "p":
                # What was text is a paragraph since another one came behind it.
                self._found.setdefault(element[0], found)
        for element, (line, further) in self._found.items():
            written = marks.value(line, further)
            text = (element.text or "").strip()
            if element.tag == "p" and not len(element) and _PLACEHOLDERS.fullmatch(text):
                # With an attribute, the paragraph would not be taken away around what comes there.
                placeholder = HTML_PLACEHOLDER_RE.fullmatch(text)
                index = int(placeholder[1]) if placeholder else len(stash)
                html = stash[index] if index < len(stash) else None
                if isinstance(html, str):
                    stash[index] = type(html)(marks.into_first_tag(html, written))
            elif isinstance(element.tag, str) and marks.ATTRIBUTE not in element.attrib:
                element.set(marks.ATTRIBUTE, written)


class _Marking(Treeprocessor):
    def __init__(self, md: Markdown, observer: Observer) -> None:
        super().__init__(md)
        self._observer = observer

    def run(self, root: Element) -> None:
        self._observer.mark(root)
