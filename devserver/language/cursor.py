"""Says what stands at a place of a text: a target, a label, a heading, a file to be included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from devserver.language.headings import Heading
from devserver.language.lines import Span
from devserver.language.writing import Label, Target, Writing


class Snippet(NamedTuple):
    """The name of a file to be included."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class HeadingHere:
    """A heading, and which of its page it is, from 0."""

    heading: Heading
    index: int
    span: Span


Thing = Target | Label | Snippet | HeadingHere


def thing_at(writing: Writing, line: int, column: int) -> Thing | None:
    """Give what the cursor is on, or just behind; of a link, its text counts too."""
    offset = writing.lines.offset(line, column)
    snippet = _snippet(writing, line, column)
    if snippet is not None:
        return snippet
    if writing.is_code(offset) and offset > writing.body:
        return None
    return (
        _target(writing, line, column)
        or _label(writing, offset)
        or _behind_text(writing, line, column)
        or _heading(writing, line)
    )


def _snippet(writing: Writing, line: int, column: int) -> Snippet | None:
    found = INCLUDES.match(writing.lines.line(line))
    if found is None or not found.start("name") <= column - 1 <= found.end("name"):
        return None
    span = Span(writing.path, line, found.start("name") + 1, len(found["name"]))
    return Snippet(found["name"], span)


def _target(writing: Writing, line: int, column: int) -> Target | None:
    for target in writing.targets():
        span = target.span
        if span.line == line and span.column <= column <= span.column + span.length:
            return target
    return None


def _label(writing: Writing, offset: int) -> Label | None:
    labels = writing.labels()
    return next((label for label in labels if label.start <= offset <= label.end), None)


def _behind_text(writing: Writing, line: int, column: int) -> Target | Label | None:
    """Give what follows the text of a link, if the cursor is on that text."""
    around = max(column - _LOOKED_AT, 0), column + _LOOKED_AT
    for found in _TEXT.finditer(writing.lines.line(line), *around):
        if found.start() < column <= found.end():
            there = found.end() + 1
            if found[0].endswith("["):
                return _label(writing, writing.lines.offset(line, there))
            return _target(writing, line, there)
    return None


def _heading(writing: Writing, line: int) -> HeadingHere | None:
    for index, heading in enumerate(writing.headings):
        span = writing.span(heading.start, heading.start + len(heading.title))
        below = heading.source.count("\n")
        if span.line <= line <= span.line + below:
            return HeadingHere(heading, index, span)
    return None


_LOOKED_AT = 1_000
"""Characters on either side of the cursor that may be the text of a link."""

INCLUDES = re.compile(r"""[ \t]*-+8<-+[ \t]+(?P<quote>["'])(?P<name>(?:(?!(?P=quote)).)*)""")
_TEXT = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\(<?|\[)")
