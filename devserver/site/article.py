"""A converted page is cut at its links, so that they can be filled in when the site is known."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Sequence
from itertools import chain

from devserver.model import Dialect, Link, Problem, Severity, SourcePath
from devserver.site.fragment import MARK, Fragment, Target
from devserver.site.places import Place, Places
from devserver.site.scan import Shows
from devserver.site.source_map.marks import LineMark


class Article:
    """An article's HTML in parts, one more than it has links, and what was seen in it."""

    def __init__(self, page: Sequence[Fragment], places: Places, dialect: Dialect) -> None:
        """Cut the article, of which ``page`` is all, at every target that has to be resolved."""
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.external: list[Link] = []
        self.problems: list[Problem] = []
        self.lines: list[tuple[int, int, int, SourcePath]] = []
        self._places = places
        self._raw_counts = not dialect.mkdocs
        pending: list[str] = []
        for fragment in page:
            done = 0
            marks = deque(fragment.lines)
            for target in fragment.targets:
                self._tell_lines(marks, pending, done, target.start)
                pending.append(fragment.html[done : target.start])
                done = target.start + (len(MARK) if target.marked else 0)
                place = self._seen(target)
                if self._counts(target):
                    self.links.append(Link(target.value, *place, _kind(target)))
                    self.parts.append(_unmarked("".join((*pending, target.missing_quote))))
                    pending = [target.missing_quote]
                    done = target.end
            self._tell_lines(marks, pending, done, len(fragment.html))
            pending.append(fragment.html[done:])
        self.parts.append(_unmarked("".join(pending).rstrip()))
        self.anchors = _anchors(page)
        self._find_duplicates()

    def _tell_lines(
        self, marks: deque[LineMark], pending: Sequence[str], done: int, end: int
    ) -> None:
        """Note where in the part that is ``pending`` the lines of what comes next may be told."""
        if not marks or marks[0].offset >= end:
            return
        before = sum(map(len, pending)) - done
        while marks and marks[0].offset < end:
            mark = marks.popleft()
            place = self._places.of_line(mark.line)
            self.lines.append((len(self.parts), before + mark.offset, place.line, place.path))

    def _counts(self, target: Target) -> bool:
        """Tell a link to be resolved from an external one and from a generated anchor."""
        if not (target.marked or self._raw_counts):
            return False
        if _EXTERNAL.match(target.value):
            return False
        if target.marked or not target.value.startswith("#"):
            return True
        return self._places.in_html(target.value)

    def _seen(self, target: Target) -> Place:
        """Find where a target is written, and tell what it lacks."""
        authored = target.marked or self._places.in_html(target.value)
        if not authored and (target.value.startswith("#") or not self._raw_counts):
            # A table of contents or a heading's own link: not to be taken for one that is written.
            return self._places.start
        kind = _kind(target)
        place = self._places.take(target.value, kind)
        if not target.value:
            what = "link" if kind == "link" else "image"
            self._tell("hint", "empty-link", f"this {what} leads nowhere", place)
        elif target.lacks_text and authored:
            self._tell("hint", "empty-link", "this link has no text", place)
        if target.lacks_alt:
            self._tell("hint", "missing-alt", "this image has no alternative text", place)
        if authored and _WEB.match(target.value):
            self.external.append(Link(target.value, *place, kind))
        return place

    def _find_duplicates(self) -> None:
        if len(set(self.anchors)) == len(self.anchors):
            return
        for anchor, times in Counter(self.anchors).items():
            if times > 1:
                before = r"(?:\{[^{}\n]*(?=#)|\b(?:id|name)\s*=\s*[\"']?)"
                written = rf"{before}(#?{re.escape(anchor)})(?![-\w.:])"
                place = self._places.find(written, 1)
                self._tell("warning", "duplicate-id", f"the id “{anchor}” is used twice", place)

    def _tell(self, severity: Severity, code: str, message: str, place: Place) -> None:
        self.problems.append(Problem(*place, severity, code, message))


def _kind(target: Target) -> Shows:
    return "link" if target.tag == "a" else "image"


def _unmarked(part: str) -> str:
    """Take out the marks of links that an unclosed comment or tag of the author's swallows."""
    return part.replace(MARK, "") if MARK in part else part


_WEB = re.compile(r"https?://|//", re.IGNORECASE)
_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\\\")


def _anchors(page: Sequence[Fragment]) -> tuple[str, ...]:
    """Give every id in order, then what ``<a name>`` adds to them."""
    ids = [anchor for fragment in page for anchor in fragment.ids]
    known = set(ids)
    names = chain.from_iterable(fragment.names for fragment in page)
    return (*ids, *(name for name in dict.fromkeys(names) if name not in known))
