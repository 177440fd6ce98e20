"""Converted HTML has forgotten its source; this finds each link's target there again."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from itertools import accumulate
from typing import NamedTuple

from devserver.model import Expanded, SourcePath


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
        self._targets: dict[str, list[int]] = {}
        self._taken: dict[str, int] = {}
        scan = _Scan(expanded.text, start)
        self._definitions = scan.definitions
        self._raw = {use.text for use in scan.uses if use.kind == "html"}
        self._undefined: list[tuple[str, int]] = []
        for use in scan.uses:
            self._add(use)
        for target, offset in scan.definitions.values():
            self._targets.setdefault(target, [offset])

    def _add(self, use: _Use) -> None:
        if use.kind in {"target", "html"}:
            self._targets.setdefault(use.text, []).append(use.offset)
        elif defined := self._definitions.get(use.text):
            self._targets.setdefault(defined[0], []).append(defined[1])
        elif use.kind == "reference":
            self._undefined.append((use.text, use.offset))

    def in_html(self, target: str) -> bool:
        """Tell whether the author wrote this target in raw HTML."""
        return target in self._raw

    def take(self, target: str) -> Place:
        """Give the place of the next link to ``target``; of the last one when none is left."""
        offsets = self._targets.get(target) or self._written_otherwise(target)
        index = self._taken.get(target, 0)
        if index == 0 and len(offsets) > 1:
            shown = [offset for offset in offsets if not self._in_code(offset)]
            offsets = self._targets[target] = shown or offsets
        self._taken[target] = index + 1
        return self.at(offsets[min(index, len(offsets) - 1)])

    def _written_otherwise(self, target: str) -> list[int]:
        """Look for the text of a link that an extension made out of something else."""
        offset = self._expanded.text.find(target.partition("#")[0] or target, self._start)
        return self._targets.setdefault(target, [self._start if offset < 0 else offset])

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
        """Give the place of the ``nth`` match (from 0), else where the text begins."""
        offsets = [found.start() for found in re.finditer(pattern, self._expanded.text)]
        return self.at(offsets[min(nth, len(offsets) - 1)] if offsets else self._start)

    def undefined(self, known: Container[str]) -> Iterator[tuple[str, Place]]:
        """Give each reference whose label is defined neither in the source nor in ``known``."""
        for label, offset in self._undefined:
            if label not in known:
                yield label, self.at(offset)

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


# ---------------------------------------------------------------- the scan


class _Use(NamedTuple):
    kind: str
    """``target`` or ``html``; ``reference`` (``[a][b]``) or ``shortcut`` (``[b]``, maybe text)."""
    text: str
    offset: int


_INDENT = re.compile(r"(?: {4}| {0,3}\t)")
_OPENS_INDENT = re.compile(r" *(?:[-+*] |\d+[.)] |!!! |\?\?\?|=== |\[\^|: |>)")
_TOKEN = re.compile(
    r"""
      \\[\\`\[\]<!]
    | `+ | ~~~+
    | \[ | \]
    | <!--
    | <(?:a|img|source|video|audio|track)\s(?P<attributes>[^<>]*)>
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
_LABEL = re.compile(r"[ ]?\n?[ ]*\[([^\[\]]*)\]")
_DEFINITION = re.compile(r":[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))")
_FENCE_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+|:[ \t]+)*\Z")
_UNESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class _Scan:
    """One pass over Markdown that skips code and comments; a scan, not a parse."""

    def __init__(self, text: str, start: int) -> None:
        self.uses: list[_Use] = []
        self.definitions: dict[str, tuple[str, int]] = {}
        self._text = text
        self._open: list[int] = []
        self._unclosed: set[str] = set()
        position = start
        while found := _TOKEN.search(text, position):
            position = self._token(found)

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
        elif first == "<":
            for attribute in _ATTRIBUTE.finditer(found["attributes"]):
                group = attribute.lastindex or 1
                offset = found.start("attributes") + attribute.start(group)
                self.uses.append(_Use("html", html.unescape(attribute[group]).strip(), offset))
        return found.end()

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
        paragraph_end = text.find("\n\n", found.end())
        limit = len(text) if paragraph_end < 0 else paragraph_end
        closing_span = re.compile(rf"(?<!`){marks}(?!`)").search(text, found.end(), limit)
        return found.end() if closing_span is None else closing_span.end()

    def _bracket(self, close: int) -> int:
        """Read what a closing bracket ends: a link, a reference, a definition, or mere text."""
        after = close + 1
        opening = self._open.pop() if self._open else None
        if opening is None:
            return after
        following = self._text[after : after + 1]
        if following == "(" and (target := _TARGET.match(self._text, after)):
            group = "bare" if target["angled"] is None else "angled"
            self.uses.append(_Use("target", _clean(target[group]), target.start(group)))
            return target.end()
        label = self._text[opening + 1 : close]
        if following == ":" and self._starts_line(opening) and not label.startswith("^"):
            return self._define(label, after)
        if following in {"[", " ", "\n"} and (given := _LABEL.match(self._text, after)):
            # In ``items[0][1]`` the brackets are an index, and mean nothing if nothing is defined.
            indexed = opening > 0 and self._text[opening - 1].isalnum()
            kind = "reference" if following == "[" and not indexed else "shortcut"
            self.uses.append(_Use(kind, _normal(given[1] or label), given.start(1)))
            if following == "[":
                return given.end()
        self.uses.append(_Use("shortcut", _normal(label), opening))
        return after

    def _define(self, label: str, after: int) -> int:
        found = _DEFINITION.match(self._text, after)
        if found is None:
            return after
        group = 1 if found[1] is not None else 2
        self.definitions.setdefault(_normal(label), (_clean(found[group]), found.start(group)))
        return found.end()

    def _starts_line(self, offset: int) -> bool:
        start = self._text.rfind("\n", 0, offset) + 1
        return not self._text[start:offset].strip(" \t>")


def _clean(target: str) -> str:
    """Give a target as it comes out in HTML: without escapes and entities."""
    target = target.strip()
    if "\\" in target:
        target = _UNESCAPE.sub(r"\1", target)
    return html.unescape(target) if "&" in target else target


def _normal(label: str) -> str:
    """Labels match whatever their case and spacing."""
    return " ".join(label.lower().split())
