"""Included files are put in their places before conversion, and every line remembers its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from devserver.model import Expanded, Problem, SourcePath
from devserver.site.near import Names

Read = Callable[[str], tuple[SourcePath, str] | None]
"""Gives the file that a name means and its text, or ``None``: not there, or not allowed."""


def expand(path: SourcePath, text: str, read: Read) -> Expanded:
    """Put included files in their places, with the syntax of ``pymdownx.snippets``.

    A file that cannot be had is a problem at its place, and the rest of the page is kept.
    """
    if "-8<-" not in text:
        return Expanded(text)
    expansion = _Expansion(read)
    lines = [_Line(line, path, number) for number, line in enumerate(text.split("\n"), 1)]
    written = list(expansion.lines(lines, (path,)))
    return Expanded(
        "\n".join(line.text for line in written),
        tuple((line.path, line.number) for line in written),
        tuple(expansion.problems),
        tuple(line.added for line in written),
    )


class _Line(NamedTuple):
    """A line with the file and line number (from 1) that it came from, and its added indent."""

    text: str
    path: SourcePath
    number: int
    added: int = 0


_MARKER = re.compile(
    r"""(?P<indent>[ \t]*)(?P<escape>;*)
    (?: -+8<-+[ \t]+ (?: "(?P<double>(?:\\"|[^"])+?)" | '(?P<single>(?:\\'|[^'])+?)' )(?![ \t])
      | (?P<block>-+8<-+)(?![ \t])
    )\r?\Z""",
    re.VERBOSE,
)
_SECTION = re.compile(
    r"(?P<before>.*?)(?<!;)(?!(?<=-)-)(?P<escape>;*)(?P<mark>-+8<-+[ \t]+)"
    r"(?P<section>\[[ \t]*(?P<kind>start|end)[ \t]*:[ \t]*(?P<name>[a-z][-_0-9a-z]*)[ \t]*\])",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?P<file>.*?)(?:(?P<ranges>(?::-?\d*){1,2}(?:,(?=[-\d:])-?\d*(?::-?\d*)?)*)"
    r"|:(?P<section>[a-z][-_0-9a-z]*))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_NAME = 4_000
_MOST_LINES = 50_000
"""Files that include each other twice over would otherwise grow without end."""


class _Expansion:
    """The expansion of one page."""

    def __init__(self, read: Read) -> None:
        self.problems: list[Problem] = []
        self._read = read
        self._included = 0

    def lines(self, lines: Iterable[_Line], stack: tuple[SourcePath, ...]) -> Iterator[_Line]:
        """Give the lines with everything that they include; ``stack`` is the files on the way."""
        in_block = False
        for line in lines:
            marker = _MARKER.match(line.text) if "8<-" in line.text else None
            if marker and marker["escape"]:
                yield line._replace(text=line.text.replace(";", "", 1))
            elif marker and marker["block"]:
                in_block = not in_block
            elif marker:
                # A block lists bare names; the other form means nothing in it.
                if not in_block:
                    group = "double" if marker["double"] else "single"
                    yield from self._include(line, marker.span(group), stack)
            elif in_block:
                start = len(line.text) - len(line.text.lstrip())
                yield from self._include(line, (start, len(line.text.rstrip())), stack)
            else:
                yield from _without_marker(line)

    def _include(
        self, line: _Line, span: tuple[int, int], stack: tuple[SourcePath, ...]
    ) -> Iterator[_Line]:
        """Give the lines of the file that is named at ``span`` of ``line``."""
        name = line.text[slice(*span)].strip()
        if not name:
            yield line._replace(text="")
            return
        if name.startswith(";") or self._included > _MOST_LINES:
            return
        try:
            target = self._find(name, stack)
        except LookupError as error:
            column = span[0] + 1 - line.added
            message = str(error.args[0])
            self.problems.append(
                Problem(line.path, line.number, column, "error", "missing-include", message)
            )
            return
        indent = line.text[: len(line.text) - len(line.text.lstrip())].expandtabs(4)
        included = self.lines(target, (*stack, target[0].path) if target else stack)
        if not indent:
            yield from included
            return
        for each in included:
            yield each._replace(text=indent + each.text, added=each.added + len(indent))

    def _find(self, name: str, stack: tuple[SourcePath, ...]) -> list[_Line]:
        """Read what ``name`` means; raises ``LookupError``, which says why nothing can be had."""
        if name.lower().startswith(("http://", "https://")):
            raise LookupError(f"“{name}” is not fetched: includes are files of this project")
        wanted = _NAME.match(name) if len(name) < _LONGEST_NAME else None
        if wanted is None or not wanted["file"].strip():
            raise LookupError(f"“{name[:80]}” names no file")
        file = wanted["file"].strip()
        found = self._read(file)
        if found is None:
            raise LookupError(f"there is no “{file}” in the project folder")
        path, text = found
        if path in stack:
            raise LookupError(f"“{file}” includes itself")
        lines = _selected(path, text, wanted)
        self._included += len(lines)
        if self._included > _MOST_LINES:
            raise LookupError(f"more than {_MOST_LINES} lines are included")
        return lines


def _selected(path: SourcePath, text: str, wanted: re.Match[str]) -> list[_Line]:
    """Give the lines of a file that a name asks for: all, some ranges, or a section."""
    source = text.replace("\r\n", "\n").split("\n") if text else []
    lines = [_Line(line, path, number) for number, line in enumerate(source, 1)]
    if wanted["ranges"]:
        parts = [_range(part, len(lines)) for part in wanted["ranges"][1:].split(",")]
        return [line for part in parts for line in lines[part]]
    if wanted["section"]:
        return _section(lines, wanted["section"])
    return lines


def _range(written: str, total: int) -> slice:
    """Read ``first:last``, counted from 1 or from the end, both included."""
    first, _, last = written.partition(":")
    start = int(first) if first.strip("-") else None
    end = int(last) if last.strip("-") else None
    if start is not None:
        start = max(total + start, 0) if start < 0 else max(start - 1, 0)
    if end is not None and end < 0:
        end = max(total + 1 + end, 0)
    return slice(start, end)


def _section(lines: list[_Line], name: str) -> list[_Line]:
    """Give what stands between the markers of a section, without other markers."""
    inside: list[_Line] = []
    names: list[str] = []
    started = False
    for line in lines:
        marker = _SECTION.match(line.text) if "8<-" in line.text else None
        if marker and marker["escape"]:
            # Kept escaped: the marker is unescaped with all others when the lines are gone through.
            marker = None
        if marker is None:
            if started:
                inside.append(line)
            continue
        names.append(marker["name"])
        if marker["name"] == name:
            if marker["kind"].lower() == "end":
                break
            started = True
    if not started:
        near = Names(names).nearest(name)
        hint = f", did you mean “{near}”?" if near else ""
        raise LookupError(
            f"there is no section “{name}” in “{lines[0].path if lines else name}”{hint}"
        )
    return inside


def _without_marker(line: _Line) -> Iterator[_Line]:
    """Drop the line of a section's marker, and undo the escape of one that is to be shown."""
    marker = _SECTION.match(line.text) if "8<-" in line.text else None
    if marker is None:
        yield line
    elif marker["escape"]:
        yield line._replace(text=line.text.replace(";", "", 1))
