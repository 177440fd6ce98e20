"""One conversion of a page by Python-Markdown, segment by segment, without those that are known."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Comment, Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser

from devserver.site.fragment import Fragment, is_closed
from devserver.site.remembering.segment_memory import Known, SegmentMemory
from devserver.site.remembering.segments import cut
from devserver.site.source_map.observer import Observer


class Conversion(BlockParser):
    """Takes the place of a Markdown instance's parser, and ``serialize`` that of its serializer.

    Each segment is parsed as a document of its own. For a known one there is an empty paragraph,
    in which no processor finds anything to do. When the page is serialized, that is left out, and
    seams are put between segments, by which the result can be cut.
    """

    def __init__(self, md: Markdown, memory: SegmentMemory, observer: Observer) -> None:
        """Prepare to convert one page with ``md``, which was reset and is watched."""
        super().__init__(md)
        self._parser, self._serializer = md.parser, md.serializer
        self.blockprocessors, self.state = md.parser.blockprocessors, md.parser.state
        self._memory = memory
        self._observer = observer
        self._edition = 0
        self._parts: list[_Part] = []
        self._owners: dict[Element, _Part] = {}
        self._sequence: list[_Part | None] = []
        self._boxes = [box for box in self.blockprocessors if hasattr(box, "current_sibling")]
        self._left_open = False

    def parseDocument(self, lines: Iterable[str]) -> ElementTree[Any]:  # noqa: N802 - as inherited
        """Parse the lines of the page."""
        tag = self.md.doc_tag
        text = "\n".join(lines)
        self._observer.page(text)
        for part in self._unknown(text):
            # As deep in the stack as ever: some processors count how deep they are.
            document = self._parser.root = Element(tag)
            with self._observer.part(part.text, part.first):
                self._parser.parseBlocks(document, part.text.split("\n\n"))
            part.elements = list(document)
            if not self._may_be_known(part):
                part.key = None
        self.root = self._parser.root = Element(tag)
        for part in self._parts:
            if part.known is not None:
                part.elements = (Element("p"),)
            self.root.extend(part.elements)
            for element in part.elements:
                self._owners[element] = part
        return ElementTree(self.root)

    def _unknown(self, text: str) -> Iterator[_Part]:
        """Give the segments to be parsed; after the first of them, others may turn out to be."""
        stash = self.md.htmlStash.rawHtmlBlocks
        memory = self._memory
        line = place = 0
        for segment in cut(text, elements=not all(isinstance(item, str) for item in stash)):
            key = memory.key(segment)
            begin = text.index(segment, place)
            line += text.count("\n", place, begin)
            part = _Part(segment, line, key, memory.recall(key))
            line += segment.count("\n")
            place = begin + len(segment)
            self._parts.append(part)
            if part.known is None:
                yield part
        # Known segments define nothing, so that by now all definitions were met.
        self._edition = memory.edition()
        for part in self._parts:
            if part.known is not None and not memory.holds(part.known, part.text, self._edition):
                part.known = None
                yield part

    def _may_be_known(self, part: _Part) -> bool:
        """Tell what an empty paragraph can stand for; indented code is counted in the page."""
        if "    " in part.text:
            self._left_open |= any(box.current_sibling is not None for box in self._boxes)
            if any(True for element in part.elements for _ in element.iter("pre")):
                return False
        return bool(part.elements) and self.md.is_block_level(part.elements[0].tag)

    def serialize(self, element: Element) -> str:
        """Serialize the page with seams and without what is known; or serialize something else."""
        if element is not self.root:
            return self._serializer(element)
        page = Element(element.tag, element.attrib)
        page.text, page.tail = element.text, element.tail
        for part, children in groupby(element, self._owners.get):
            page.append(_SEAM)
            page.extend(self._left_of(part, list(children)))
            self._sequence.append(part)
        page.append(_SEAM)
        serialized = self._serializer(page)
        for part, html in zip(self._sequence, serialized.split(SEAM)[1:-1], strict=True):
            # Headings get ids that nothing else in the page has.
            if part is not None and ("<h" in html or " id" in html) and _HAS_ID.search(html):
                part.key = None
        return serialized

    def _left_of(self, part: _Part | None, elements: list[Element]) -> list[Element]:
        """Give what of some elements in a row, all of one part, is to be serialized."""
        if part is None:
            return elements
        if part.left:
            # Something stands in the middle of it that was not there.
            part.key = None
        part.left += len(elements)
        return elements if part.known is None else []

    def is_sound(self, edition: int) -> bool:
        """Tell whether a plain conversion has the same result; the page defines ``edition`` now."""
        if self._left_open or self.state:
            return False
        # Footnotes are parsed after the page, and may define something as well.
        return edition == self._edition or all(part.known is None for part in self._parts)

    def fragments(self, converted: str, edition: int) -> list[Fragment] | None:
        """Cut the result, fill in what is known, and remember what was not.

        Nothing is given if ``converted`` has other seams than the page had.
        """
        pieces = converted.split(SEAM)[1:-1]
        if len(pieces) != len(self._sequence):
            return None
        fragments = []
        closed = True
        for part, html in zip(self._sequence, pieces, strict=True):
            known = part.known if part is not None else None
            if known is None and part is not None and part.key is not None:
                known = Known(Fragment.of(html), is_closed(html), edition)
                if part.left == len(part.elements):
                    self._memory.keep(part.key, part.text, known)
            elif known is None:
                known = self._memory.looked_through(html, edition)
            fragments.append(self._placed(known.fragment, part))
            closed = closed and known.closed
        if closed:
            return fragments
        return [Fragment.of_all(fragments)]

    def _placed(self, fragment: Fragment, part: _Part | None) -> Fragment:
        """Tell a segment's lines as those of the source."""
        if not fragment.lines:
            return fragment
        first = part.first if part is not None else 0
        return fragment.telling(self._observer.lines(fragment.lines, first))


@dataclass(slots=True)
class _Part:
    """A segment in the page."""

    text: str
    first: int
    """The line of the page with which it begins, from 0."""
    key: Hashable
    """What the memory knows it by; ``None`` if it cannot be remembered."""
    known: Known | None
    elements: Sequence[Element] = ()
    left: int = 0
    """How many of the elements were still there in the end."""


SEAM = "<!--\x02-->"
"""It cannot stand in a page, whose text is freed from this character before anything else."""

_SEAM = Comment("\x02")
_HAS_ID = re.compile(r"<(?:h[1-6]\b|[^>]*\sid[\s=>])")
