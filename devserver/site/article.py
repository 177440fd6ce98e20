"""A converted page is cut at its links, so that they can be filled in when the site is known."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from devserver.model import Dialect, Link, Problem, Severity
from devserver.site.places import Place, Places
from devserver.site.scan import Shows

MARK = "\x02link:"
"""Opens the target of a link that Markdown made, as opposed to raw HTML and generated anchors."""


class Article:
    """An article's HTML in parts, one more than it has links, and what was seen in it."""

    def __init__(self, source: str, places: Places, dialect: Dialect) -> None:
        """Cut ``source``, an article's HTML, at every target that has to be resolved."""
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self._places = places
        self._raw_counts = not dialect.mkdocs
        pending: list[str] = []
        done = 0
        for target in _targets(source):
            pending.append(source[done : target.start])
            done = target.start + (len(MARK) if target.marked else 0)
            if self._counts(target):
                self._add(target)
                self.parts.append("".join((*pending, target.missing_quote)))
                pending = [target.missing_quote]
                done = target.end
        self.parts.append("".join((*pending, source[done:])))
        self.anchors = tuple(_anchors(source))
        self._find_duplicates()

    def _counts(self, target: _Target) -> bool:
        """Tell a link to be resolved from an external one and from a generated anchor."""
        if not (target.marked or self._raw_counts):
            return False
        if _EXTERNAL.match(target.value):
            return False
        if target.marked or not target.value.startswith("#"):
            return True
        return self._places.in_html(target.value)

    def _add(self, target: _Target) -> None:
        kind: Shows = "link" if target.tag == "a" else "image"
        place = self._places.take(target.value, kind)
        if not target.value:
            what = "link" if kind == "link" else "image"
            self._tell("hint", "empty-link", f"this {what} leads nowhere", place)
        if target.lacks_alt:
            self._tell("hint", "missing-alt", "this image has no alternative text", place)
        self.links.append(Link(target.value, *place, kind))

    def _find_duplicates(self) -> None:
        if len(set(self.anchors)) == len(self.anchors):
            return
        for anchor, times in Counter(self.anchors).items():
            if times > 1:
                written = rf"(?:\{{[^}}\n]*#|\b(?:id|name)\s*=\s*[\"']?){re.escape(anchor)}\b"
                place = self._places.find(written, 1)
                self._tell("warning", "duplicate-id", f"the id “{anchor}” is used twice", place)

    def _tell(self, severity: Severity, code: str, message: str, place: Place) -> None:
        self.problems.append(Problem(*place, severity, code, message))


# ---------------------------------------------------------------- what stands in the HTML

_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\\\")
_ELEMENT = re.compile(
    # The first look turns most tags away at once, which makes this three times as fast.
    r"""<(?![/bcdhlpu]|span)(?:!--.*?(?:-->|\Z)
      | (?:script|style|textarea|template)\b.*?(?:</(?:script|style|textarea|template)\s*>|\Z)
      | (?P<tag>a|img|source|video|audio|track)
        (?P<attributes>\s[^"'<>]*(?:(?:"[^"]*"|'[^']*')[^"'<>]*)*)>
    )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"""(?<=\s)(?:href|src|poster)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.IGNORECASE
)
_ALT = re.compile(r"\salt(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?", re.IGNORECASE)


class _Target(NamedTuple):
    """The inside of one attribute that refers to something, at ``start`` to ``end``."""

    tag: str
    value: str
    start: int
    end: int
    marked: bool
    missing_quote: str
    lacks_alt: bool


def _targets(source: str) -> Iterator[_Target]:
    for element in _ELEMENT.finditer(source):
        tag = element["tag"]
        if tag is None:
            continue
        tag = tag.lower()
        for found in _REFERENCE.finditer(source, element.start("attributes"), element.end()):
            group = found.lastindex or 1
            marked = found[group].startswith(MARK)
            value = found[group].removeprefix(MARK).strip()
            yield _Target(
                tag,
                html.unescape(value) if "&" in value else value,
                *found.span(group),
                marked,
                '"' if group == 3 else "",
                tag == "img" and _lacks_alt(element["attributes"], marked),
            )


def _lacks_alt(attributes: str, marked: bool) -> bool:  # noqa: FBT001 - see the text
    """In raw HTML an empty ``alt`` says that the picture is decoration; Markdown cannot."""
    found = _ALT.search(attributes)
    return found is None or (marked and found["value"] in {'""', "''"})


# Patterns that open with plain letters are found ten times as fast.
_ID = re.compile(r"""id=(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
_NAME = re.compile(r"""name=(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def _anchors(source: str) -> Iterator[str]:
    """Give every id in order, then what ``<a name>`` adds to them."""
    if "<!--" in source:
        source = _COMMENT.sub("", source)
    ids: set[str] = set()
    for _, anchor in _attributes(_ID, source):
        ids.add(anchor)
        yield anchor
    for opening, anchor in _attributes(_NAME, source):
        if source.startswith(("<a ", "<A "), opening) and anchor not in ids:
            ids.add(anchor)
            yield anchor


def _attributes(pattern: re.Pattern[str], source: str) -> Iterator[tuple[int, str]]:
    """Give where each tag with the attribute opens, and the attribute's value."""
    for found in pattern.finditer(source):
        # The same may stand in the text, where quotes are not escaped: look for the tag around it.
        opening = source.rfind("<", 0, found.start())
        if source[found.start() - 1].isspace() and source.find(">", opening, found.start()) < 0:
            yield opening, html.unescape(found[found.lastindex or 1])
