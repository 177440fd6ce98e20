"""The marks that lines leave in a page's HTML on its way, and that nobody ever sees."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

ATTRIBUTE: Final = "data-line"

OPENS: Final = "\x02@"
"""Begins every mark. It cannot stand in a page, whose text is freed from that character."""


class LineMark(NamedTuple):
    """A place in HTML, inside a tag, where a line may be told."""

    offset: int
    line: int
    """Index of the line, of a segment or of the whole page."""
    further: int = 0
    """So many lines below it in the source, where preprocessors took what is between."""


def value(line: int, further: int) -> str:
    """Write a mark as an attribute's value."""
    return f"{OPENS}{line}+{further}"


def into_first_tag(html: str, written: str) -> str:
    """Put a mark into the first tag of some HTML, if it begins with one."""
    tag = _FIRST_TAG.match(html)
    if tag is None:
        return html
    return f'{html[: tag.end()]} {ATTRIBUTE}="{written}"{html[tag.end() :]}'


def taken_out(html: str) -> tuple[str, tuple[LineMark, ...]]:
    """Take the marks out of some HTML, and say what they were."""
    if OPENS not in html:
        return html, ()
    pieces: list[str] = []
    marks: list[LineMark] = []
    done = length = 0
    for found in _MARK.finditer(html):
        pieces.append(html[done : found.start()])
        length += found.start() - done
        done = found.end()
        marks.append(LineMark(length, int(found[1]), int(found[2])))
    pieces.append(html[done:])
    return "".join(pieces), tuple(marks)


_FIRST_TAG = re.compile(r"\s*<[a-zA-Z][\w:.-]*(?=[\s/>])")
_MARK = re.compile(rf' {ATTRIBUTE}="{OPENS}(\d+)\+(\d+)"')
