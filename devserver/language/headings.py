"""Finds headings as they are written, so that one can be shown, folded and renamed in its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from devserver.site import title as titles
from devserver.site.short_codes import with_characters

_LONGEST = 1_000
"""Characters of a heading that anyone could want."""

_MOST = 3_000
"""Headings of one page that are looked at."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a source; its title stands at ``start``, an offset, and has no marks."""

    level: int
    start: int
    title: str
    """The Markdown of the title, without the id that may follow."""
    source: str
    """All that makes it a heading, of one or two lines."""

    @property
    def text(self) -> str:
        """Give the title as a reader sees it."""
        return titles.render(with_characters(self.title))[0] or self.title

    def called(self, title: str) -> Heading:
        """Give the same heading with another title."""
        at = 0 if "\n" in self.source else self.level + 1
        source = self.source[:at] + title + self.source[at + len(self.title) :]
        return Heading(self.level, self.start, title, source)


def headings(text: str, start: int, hidden: Sequence[tuple[int, int]]) -> list[Heading]:
    """Find the headings of ``text`` from the offset ``start`` on, outside of what is ``hidden``.

    Those in code that is only indented are among them if they look like headings in a list.
    """
    found = []
    for heading in (*_hashed(text, start), *_underlined(text, start)):
        before = bisect_right(hidden, (heading.start, heading.start)) - 1
        if before < 0 or hidden[before][1] <= heading.start:
            found.append(heading)
    return sorted(found, key=lambda heading: heading.start)[:_MOST]


def _hashed(text: str, start: int) -> Iterator[Heading]:
    for found in _HASHED.finditer(text, start):
        above = text.rfind("\n", start, found.start()) + 1 or start
        if above == found.start() or _BEFORE.fullmatch(text, above, found.start()):
            rest = found["rest"][:_LONGEST]
            title = _CLOSING.sub("", _ATTRIBUTES.sub("", rest)).rstrip()
            if title:
                marks = found["marks"]
                yield Heading(len(marks), found.start("rest"), title, f"{marks} {rest}")


def _underlined(text: str, start: int) -> Iterator[Heading]:
    """Read what stands above each line of dashes, from a blank line on."""
    for found in _LINE.finditer(text, start):
        end = found.start()
        begin = text.rfind("\n", start, end) + 1 or start
        above = text[begin:end]
        marked = _MARGIN.match(above)
        first = marked.end() if marked else 0
        title = _ATTRIBUTES.sub("", above[first : first + _LONGEST]).rstrip()
        if title and not _NO_TITLE.match(title) and _opens_block(text, start, begin):
            level = 1 if found["mark"] == "=" else 2
            source = f"{above[first : first + _LONGEST]}\n{found['mark']}"
            yield Heading(level, begin + first, title, source)


def _opens_block(text: str, start: int, begin: int) -> bool:
    before = text[text.rfind("\n", start, max(begin - 1, start)) + 1 : max(begin - 1, start)]
    return begin <= start or not before.strip("> \t") or before.startswith("#")


_HASHED = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<rest>[^\s][^\n]*)")
_BEFORE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_LINE = re.compile(r"\n[ \t>]*(?:(?P<mark>[=-])(?P=mark)*)[ \t]*$", re.MULTILINE)
_MARGIN = re.compile(r"[ \t>]*")
_NO_TITLE = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]|[#|<=]|[-*_ ]+$|:::|```|~~~")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.\w][^{}]*\}[ \t]*\Z")
_CLOSING = re.compile(r"(?:(?:\A|[ \t]+)#+)?[ \t]*\Z")
