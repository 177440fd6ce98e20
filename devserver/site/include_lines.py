"""Which lines of an included file are meant: ranges, sections, and what of them is left out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from devserver.model import SourcePath
from devserver.site.near import Names


class Line(NamedTuple):
    """A line with the file and line number (from 1) that it came from, and its added indent."""

    text: str
    path: SourcePath
    number: int
    added: int = 0


def line_range(written: str, source: list[str]) -> range:
    """Read ``first:last``, counted from 1 or from the end, both included."""
    first, _, last = written.partition(":")
    total = len(source)
    start = int(first) if first.strip("-") else None
    end = int(last) if last.strip("-") else None
    if start is not None:
        start = max(total + start, 0) if start < 0 else max(start - 1, 0)
    if end is not None and end < 0:
        end = max(total + 1 + end, 0)
    return range(total)[slice(start, end)]


def section(path: SourcePath, source: list[str], name: str) -> list[int]:
    """Give the indexes of what stands between the markers of a section, without other markers."""
    inside: list[int] = []
    names: list[str] = []
    started = False
    for index, line in enumerate(source):
        marker = _SECTION.match(line) if "8<-" in line else None
        if marker and marker["escape"]:
            # Kept escaped: the marker is unescaped with all others when the lines are gone through.
            marker = None
        if marker is None:
            if started:
                inside.append(index)
            continue
        names.append(marker["name"])
        if marker["name"] == name:
            if marker["kind"].lower() == "end":
                break
            started = True
    if not started:
        near = Names(names).nearest(name)
        hint = f", did you mean “{near}”?" if near else ""
        raise LookupError(f"there is no section “{name}” in “{path if source else name}”{hint}")
    return inside


def without_marker(line: Line) -> Iterator[Line]:
    """Drop the line of a section's marker, and undo the escape of one that is to be shown."""
    marker = _SECTION.match(line.text) if "8<-" in line.text else None
    if marker is None:
        yield line
    elif marker["escape"]:
        yield line._replace(text=line.text.replace(";", "", 1))


def dedented(lines: Sequence[Line]) -> list[Line]:
    """Take away the indentation that all of some lines have."""
    left = textwrap.dedent("\n".join(line.text for line in lines)).split("\n")
    return [
        line._replace(text=text, added=len(text) - len(line.text))
        for line, text in zip(lines, left, strict=True)
    ]


_SECTION = re.compile(
    r"(?P<before>.*?)(?<!;)(?!(?<=-)-)(?P<escape>;*)(?P<mark>-+8<-+[ \t]+)"
    r"(?P<section>\[[ \t]*(?P<kind>start|end)[ \t]*:[ \t]*(?P<name>[a-z][-_0-9a-z]*)[ \t]*\])",
    re.IGNORECASE,
)
