"""What a segment became is remembered if it follows from its text and from definitions alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE

from devserver.site.fragment import Fragment, is_closed
from devserver.site.remembering.definitions import Definitions, mentions
from devserver.site.remembering.memory import Memory


@dataclass(slots=True)
class Known:
    """What a segment became."""

    fragment: Fragment
    closed: bool
    """Whether that means the same beside any other."""
    edition: int
    """What its page defined at the time."""


class SegmentMemory:
    """The segments that one Markdown instance has converted."""

    def __init__(self, md: Markdown, memory: Memory) -> None:
        """Use ``memory``, which others may use as well."""
        self._md = md
        self._memory = memory
        self._markers = tuple(_markers(md))
        self._editions: dict[int, Definitions] = {}
        self._latest = 0
        self._changed: dict[tuple[int, int], frozenset[str] | None] = {}

    def key(self, text: str) -> Hashable:
        """Give all that a segment follows from, definitions aside; ``None`` if that is too much.

        Placeholders are numbered through the page: what they stand for takes their place.
        """
        if "\x02" not in text:
            return self, text
        pieces = HTML_PLACEHOLDER_RE.split(text)
        stash = self._md.htmlStash.rawHtmlBlocks
        items = [stash[int(number)] for number in pieces[1::2]]
        if not all(isinstance(item, str) and "\x02" not in item for item in items):
            return None
        return self, "\x02".join(pieces[::2]), tuple(items), tuple(map(type, items))

    def recall(self, key: Hashable) -> Known | None:
        """Give what is known of a segment, whatever its page defined."""
        known: Known | None = None if key is None else self._memory.recall(key)
        return known

    def looked_through(self, html: str, edition: int) -> Known:
        """Say what some HTML is that is made anew each time, such as a heading for its id."""
        key = Fragment, html
        seen: tuple[Fragment, bool] | None = self._memory.recall(key)
        if seen is None:
            seen = Fragment.of(html), is_closed(html)
            self._memory.keep(key, seen, 2 * len(html))
        return Known(*seen, edition)

    def keep(self, key: Hashable, text: str, known: Known) -> None:
        """Remember what a segment became, unless that depends on the page around it."""
        if not self._is_of_its_page(text):
            self._memory.keep(key, known, len(text) + len(known.fragment.html))

    def _is_of_its_page(self, text: str) -> bool:
        """Tell what defines something, is numbered, gives way to a list, or is a problem."""
        if "]:" in text or "] :" in text or "[^" in text:
            return True
        if any(marker in text for marker in self._markers):
            return True
        return "$" in text and any(
            getattr(extension, "refused", None) for extension in self._md.registeredExtensions
        )

    # ---------------------------------------------------------------- definitions

    def edition(self) -> int:
        """Give the number of what the page defines, the same as long as that is the same."""
        now = Definitions.of(self._md)
        for edition, then in self._editions.items():
            if then == now:
                return edition
        self._latest += 1
        self._editions[self._latest] = now
        if len(self._editions) > _MOST_EDITIONS:
            del self._editions[next(iter(self._editions))]
            self._changed.clear()
        return self._latest

    def holds(self, known: Known, text: str, edition: int) -> bool:
        """Tell whether ``text`` becomes the same with the definitions of ``edition``."""
        if known.edition == edition:
            return True
        change = known.edition, edition
        if change not in self._changed:
            before = self._editions.get(known.edition)
            self._changed[change] = before.changed(self._editions[edition]) if before else None
        if mentions(text, self._changed[change]):
            return False
        known.edition = edition
        return True


def _markers(md: Markdown) -> Iterator[str]:
    """Give the texts that a table of contents or the footnotes take the place of."""
    if "toc" in md.treeprocessors and (marker := getattr(md.treeprocessors["toc"], "marker", "")):
        yield marker
    if "footnote" in md.treeprocessors:
        processor: Any = md.treeprocessors["footnote"]
        yield processor.footnotes.getConfig("PLACE_MARKER")


_MOST_EDITIONS = 16
"""Segments whose edition is forgotten are parsed again: pages are edited one after another."""
