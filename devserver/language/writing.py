"""What one source says, and where: links, labels, headings, code; found by a light scan.

The room works from texts and not from what ``watch`` remembers in the store: a text is there at
once, saved or not, whether ``watch`` has come to it or not, and its offsets are where an editor
has its cursor. What is no parse can be wrong; in pages of real projects it all but never is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from devserver.language.headings import Heading, headings
from devserver.language.lines import Lines, Span
from devserver.model import Dialect, Expanded, Link, SourcePath
from devserver.site.front_matter import body_start
from devserver.site.scan import Scan, Shows, Use, normal
from devserver.site.wikilinks import MARK, PATTERN


class Target(NamedTuple):
    """A target as it is written: ``link`` says what it means, and begins where it does."""

    link: Link
    span: Span


class Label(NamedTuple):
    """A label in brackets, where it is used or (``kind``) defined; from offset to offset."""

    name: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Writing:
    """A source, or a page with everything that it includes in place."""

    path: SourcePath
    expanded: Expanded
    dialect: Dialect

    @classmethod
    def of(cls, path: SourcePath, text: str, dialect: Dialect) -> Writing:
        """Take a text for what it is; what it would include is only named in it."""
        return cls(path, Expanded(text), dialect)

    @cached_property
    def lines(self) -> Lines:
        """Give the lines of the text."""
        return Lines(self.expanded.text)

    @cached_property
    def body(self) -> int:
        """Say at which offset the front matter ends."""
        return body_start(self.expanded.text, self.dialect)

    @cached_property
    def scan(self) -> Scan:
        """Give targets and labels as they were found."""
        return Scan(self.expanded.text, self.body)

    @cached_property
    def headings(self) -> list[Heading]:
        """Give the headings in their order."""
        found = headings(self.expanded.text, self.body, self.scan.hidden)
        return [heading for heading in found if not self._is_indented(heading.start)]

    def span(self, start: int, end: int) -> Span:
        """Say where something was written, which may be in an included file."""
        line, column = self.lines.at(start)
        origins = self.expanded.origins
        if origins is None or line > len(origins):
            return Span(self.path, line, column, end - start)
        path, number = origins[line - 1]
        return Span(path, number, max(column - self.expanded.indents[line - 1], 1), end - start)

    # ------------------------------------------------------------ code

    def is_code(self, offset: int) -> bool:
        """Whether what stands at an offset is code, a comment, or otherwise no Markdown."""
        hidden = self.scan.hidden
        before = bisect_right(hidden, (offset, len(self.expanded.text))) - 1
        return (before >= 0 and offset < hidden[before][1]) or self._is_indented(offset)

    def _is_indented(self, offset: int) -> bool:
        text = self.expanded.text
        if not _INDENT.match(text, text.rfind("\n", 0, offset) + 1):
            return False
        return self.lines.at(offset)[0] in self._indented

    @cached_property
    def _indented(self) -> frozenset[int]:
        """Number the lines of indented code: after a blank line, and in no list and no box."""
        found = []
        inside = blank = code = False
        for number, line in enumerate(self.lines, 1):
            if not line.strip():
                blank = True
                continue
            if _INDENT.match(line):
                code = code or (blank and not inside)
                if code:
                    found.append(number)
            else:
                inside = bool(_OPENS_INDENT.match(line)) or (inside and not blank)
                code = False
            blank = False
        return frozenset(found)

    # ------------------------------------------------------------ targets

    @cached_property
    def has_names(self) -> bool:
        """Whether ``[[name]]`` is a link."""
        return self.dialect.has("devserver.site.extensions.obsidian")

    def targets(self) -> Iterator[Target]:
        """Give everything that leads somewhere in the site, where it is written or defined."""
        # MkDocs leaves what is written in HTML as it is.
        kinds = {"target"} if self.dialect.mkdocs else {"target", "html"}
        for use in self.scan.uses:
            if use.kind in kinds:
                yield from self._target(use.text, use.offset, use.end, use.shows)
            elif use.kind == "shortcut" and self.has_names:
                yield from self._named(use)
        for written, offset in self.scan.defined:
            end = _WRITTEN.match(self.expanded.text, offset)
            yield from self._target(written, offset, end.end() if end else offset, "link")

    def _target(self, text: str, start: int, end: int, shows: Shows) -> Iterator[Target]:
        if not _ELSEWHERE.match(text) and not self._is_indented(start):
            span = self.span(start, end)
            yield Target(Link(text, span.path, span.line, span.column, shows), span)

    def _named(self, use: Use) -> Iterator[Target]:
        found = _NAMED.match(self.expanded.text, max(use.offset - 3, 0))
        found = found or _NAMED.match(self.expanded.text, use.offset - 2)
        if found and found.start("name") == use.offset:
            name = found["name"].strip()
            kind: Shows = "image" if found["embedded"] else "link"
            yield from self._target(MARK + name, use.offset, use.offset + len(name), kind)

    # ------------------------------------------------------------ labels

    def labels(self) -> Iterator[Label]:
        """Give every label, also of footnotes: first the uses, then what defines them."""
        text, defined = self.expanded.text, self.scan.definitions
        seen = set()
        for use in self.scan.uses:
            if use.kind == "footnote" or (
                use.kind in {"reference", "shortcut"}
                and (use.kind == "reference" or use.text in defined)
            ):
                if use.offset not in seen:
                    yield Label(use.text, _use(text, use), use.offset, use.end)
                seen.add(use.offset)
        for found in _DEFINES.finditer(text, self.body):
            name = found["label"] if found["label"].startswith("^") else normal(found["label"])
            if (name in defined or name in self.scan.footnotes) and not self.is_code(found.start()):
                yield Label(name, "defines", *found.span("label"))

    def anchors_written(self) -> dict[str, int]:
        """Give the ids that are said outright, in HTML or in braces, with their offsets."""
        found: dict[str, int] = {}
        for each in _SAID.finditer(self.expanded.text, self.body):
            group = each.lastgroup or "braces"
            if not self.is_code(each.start(group)):
                found.setdefault(each[group], each.start(group))
        return found


def covering(spans: Sequence[Label], offset: int) -> Label | None:
    """Give the label that a cursor stands in or at the end of."""
    return next((label for label in spans if label.start <= offset <= label.end), None)


def _use(text: str, use: Use) -> str:
    """Tell ``[text][label]`` from ``[label][]`` and ``[label]``, in which it is the text too."""
    if use.kind == "footnote":
        return "footnote"
    if text[use.end + 1 : use.end + 3] == "[]":
        return "collapsed"
    # Python-Markdown lets a space stand between the two brackets.
    return "full" if _SECOND.search(text, max(use.offset - 4, 0), use.offset) else "short"


_INDENT = re.compile(r"(?: {4}| {0,3}\t)")
_OPENS_INDENT = re.compile(
    r" {0,3}(?:[-+*] |\d+[.)] |!!! ?|\?\?\?|=== |\[\^|: |>|/// ?|::: ?|<[a-z])|[^\n]*\bmarkdown="
)
_SECOND = re.compile(r"\][ \n]?\[\Z")
_WRITTEN = re.compile(r"(?<=<)[^<>\n]*|\S*")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\\\|\Z")
_NAMED = re.compile(PATTERN)
_DEFINES = re.compile(r"^[ \t>]*\[(?P<label>[^\[\]\n]+)\]:", re.MULTILINE)
_SAID = re.compile(
    r"""
      \{:?[ \t]{0,9}(?:[^{}\n\#]{0,200}[ \t])?\#(?P<braces>[^\s{}\#]+)[^{}\n]*\}
    | <[a-zA-Z][^<>]{0,2000}?\s(?:id|name)\s*=\s*["']?(?P<html>[^\s"'<>]+)
    """,
    re.VERBOSE,
)
