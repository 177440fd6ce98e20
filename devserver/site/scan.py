"""Where Markdown names targets and labels: a light scan that skips code and comments."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Literal, NamedTuple


class Scan:
    """One pass over Markdown that skips code and comments; a scan, not a parse."""

    def __init__(self, text: str, start: int) -> None:
        self.uses: list[Use] = []
        self.definitions: dict[str, tuple[str, int]] = {}
        self.defined: list[tuple[str, int]] = []
        """Every target that is defined, also by labels that are defined again."""
        self.footnotes: set[str] = set()
        self.hidden: list[tuple[int, int]] = []
        """Where code, comments and preformatted HTML begin and end, in order."""
        self._text = text
        self._open: list[int] = []
        self._unclosed: set[str] = set()
        position = start
        while found := _TOKEN.search(text, position):
            position = self._token(found)
            if found["hides"] and position > found.end():
                self.hidden.append((found.start(), position))

    def _token(self, found: re.Match[str]) -> int:
        token = found[0]
        first = token[0]
        if first == "[":
            self._open.append(found.start())
        elif first == "]":
            return self._bracket(found.start())
        elif first in "`~":
            return self._code(found)
        elif token == "<!--":
            end = self._text.find("-->", found.end())
            return found.end() if end < 0 else end
        elif found["address"]:
            self.uses.append(Use("target", "link", found["address"], *found.span("address")))
        elif found["raw"]:
            return self._raw(found)
        elif first == "<":
            self._tag(found)
        return found.end()

    def _raw(self, found: re.Match[str]) -> int:
        """Skip a block of HTML in which no Markdown is read; what never closes is text."""
        name = found["raw"].lower()
        if name in self._unclosed or not self._starts_line(found.start()):
            return found.end()
        end = re.compile(f"</{name}>", re.IGNORECASE).search(self._text, found.end())
        if end is None:
            self._unclosed.add(name)
        return found.end() if end is None else end.end()

    def _tag(self, found: re.Match[str]) -> None:
        shows: Shows = "link" if found["tag"] in {"a", "A"} else "image"
        for attribute in _ATTRIBUTE.finditer(found["attributes"]):
            group = attribute.lastindex or 1
            start = found.start("attributes")
            target = html.unescape(attribute[group]).strip()
            written = start + attribute.start(group), start + attribute.end(group)
            self.uses.append(Use("html", shows, target, *written))

    def _code(self, found: re.Match[str]) -> int:
        """Skip a fence or a code span; what never closes is text."""
        marks, text = found[0], self._text
        line_start = text.rfind("\n", 0, found.start()) + 1
        if len(marks) >= 3 and _FENCE_PREFIX.match(text, line_start, found.start()):
            if marks in self._unclosed:
                return found.end()
            closing = re.compile(rf"^[ \t>]*{marks}[ \t]*\r?$", re.MULTILINE)
            end = closing.search(text, found.end())
            if end is not None:
                return end.end()
            self._unclosed.add(marks)
            return found.end()
        if marks[0] == "~":
            return found.end()
        paragraph_end = _BLANK_LINE.search(text, found.end())
        limit = paragraph_end.start() if paragraph_end else len(text)
        closing_span = _closing(marks).search(text, found.end(), limit)
        return found.end() if closing_span is None else closing_span.end()

    def _bracket(self, close: int) -> int:
        """Read what a closing bracket ends: a link, a reference, a definition, or mere text."""
        after = close + 1
        opening = self._open.pop() if self._open else None
        if opening is None:
            return after
        before, following = self._text[opening - 1 : opening], self._text[after : after + 1]
        shows: Shows = "image" if before == "!" else "link"
        if following == "(" and (target := _TARGET.match(self._text, after)):
            group = "bare" if target["angled"] is None else "angled"
            self.uses.append(Use("target", shows, _clean(target[group]), *target.span(group)))
            return target.end()
        label = self._text[opening + 1 : close]
        if following == ":" and self._starts_line(opening):
            return self._define(label, after)
        if label.startswith("^"):
            self.uses.append(Use("footnote", shows, label, opening + 1, close))
            return after
        return self._reference(label, opening, after, shows)

    def _reference(self, label: str, opening: int, after: int, shows: Shows) -> int:
        """Read ``[label]`` or, if another follows, ``[text][label]``."""
        given = _LABEL.match(self._text, after)
        if given is None:
            self.uses.append(Use("shortcut", shows, normal(label), opening + 1, after - 1))
            return after
        # In ``items[0][1]`` the brackets are an index, and mean nothing if nothing is defined.
        indexed = opening > 0 and self._text[opening - 1].isalnum()
        adjacent = given.start(1) == after + 1
        kind: Literal["reference", "shortcut"] = (
            "reference" if adjacent and not indexed else "shortcut"
        )
        place = given.span(1) if given[1] else (opening + 1, after - 1)
        self.uses.append(Use(kind, shows, normal(given[1] or label), *place))
        return given.end() if adjacent else after

    def _define(self, label: str, after: int) -> int:
        if label.startswith("^"):
            self.footnotes.add(label)
            return after + 1
        found = _DEFINITION.match(self._text, after)
        if found is None:
            return after
        group = 1 if found[1] is not None else 2
        defined = _clean(found[group]), found.start(group)
        self.definitions.setdefault(normal(label), defined)
        self.defined.append(defined)
        return found.end()

    def _starts_line(self, offset: int) -> bool:
        start = self._text.rfind("\n", 0, offset) + 1
        return not self._text[start:offset].strip(" \t>")


Shows = Literal["link", "image"]


class Use(NamedTuple):
    """A target or a label, where it is written."""

    kind: Literal["target", "html", "reference", "shortcut", "footnote"]
    """A target in Markdown or in HTML, ``[a][label]``, ``[label]`` (maybe text) or ``[^label]``."""
    shows: Shows
    text: str
    offset: int
    end: int
    """Where what is written ends; with its escapes, it may be longer than ``text``."""


_TOKEN = re.compile(
    r"""
      \\[\\`\[\]<!]
    | \[ | \]
    | (?P<hides> `+ | ~~~+ | <!-- | <(?P<raw>pre|script|style|textarea)\b[^<>]*> )
    | <(?P<address>https?://[^\s<>]*)>
    | <(?P<tag>a|img|source|video|audio|track)\s
       (?P<attributes>[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)>
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?:^|\s)(?:href|src|poster)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.IGNORECASE
)
_TARGET = re.compile(
    r"""
    \(\s*
    (?: <(?P<angled>[^<>\n]*)>
      | (?P<bare>(?:[^()\s\\]|\\.|\((?:[^()\s\\]|\\.|\([^()\s]*\))*\))*
                 (?:[ ]+(?!["'(]|\s*\))(?:[^()\s\\"]|\\.|\([^()\s]*\))+)*)
    )
    """,
    re.VERBOSE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_LABEL = re.compile(r"[ ]?\n?[ ]*\[([^\[\]]*)\]")
_DEFINITION = re.compile(r":[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))")
_FENCE_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+|:[ \t]+)*\Z")
_UNESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@cache
def _closing(marks: str) -> re.Pattern[str]:
    """Make the pattern of what ends a code span."""
    return re.compile(rf"(?<!`){marks}(?!`)")


def _clean(target: str) -> str:
    """Give a target as it comes out in HTML: without escapes and entities."""
    target = target.strip()
    if "\\" in target:
        target = _UNESCAPE.sub(r"\1", target)
    return html.unescape(target) if "&" in target else target


def normal(label: str) -> str:
    """Labels match whatever their case and spacing."""
    return " ".join(label.lower().split())
