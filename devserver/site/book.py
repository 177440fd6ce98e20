"""What an mdBook writes otherwise becomes what everything else writes, line by line.

Included files are put in their places, lines of examples that are there only for the compiler go,
and a fence keeps the name of its language. Every line that is left remembers where it is from.
Source of the syntax: https://rust-lang.github.io/mdBook/format/mdbook.html
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from posixpath import dirname, normpath
from typing import NamedTuple

from devserver.model import Expanded, Problem, SourcePath
from devserver.site.includes import Read
from devserver.site.lines import LONGEST
from devserver.site.near import Names


def expand_book(path: SourcePath, text: str, read: Read) -> Expanded:
    """Write a chapter as any other page is written; ``read`` gives what it includes.

    What cannot be had stays as it is written, with a problem at its place.
    """
    if "{{#" not in text and "```" not in text and "~~~" not in text and "<Listing" not in text:
        return Expanded(text)
    expansion = _Expansion(read)
    written = list(_plain(expansion.lines(path, text, ())))
    return Expanded(
        "\n".join(line.text for line in written),
        tuple((line.path, line.number) for line in written),
        tuple(expansion.problems),
        tuple(0 for _ in written),
    )


class _Line(NamedTuple):
    """A line with the file and line number (from 1) that it came from."""

    text: str
    path: SourcePath
    number: int


_DIRECTIVE = re.compile(
    r"(?P<escape>\\)?\{\{[ \t]*#(?P<kind>include|rustdoc_include|playground|title)"
    r"[ \t]+(?P<said>[^{}]*?)[ \t]*\}\}"
)
_ANCHOR = re.compile(r"\bANCHOR(?P<end>_END)?:[ \t]*(?P<name>[\w-]+)")
_DEEPEST = 10
_MOST_LINES = 50_000
_MOST_CHARACTERS = 5_000_000
_MOST_FILES = 10_000
"""A chapter may include itself by two others, and so on without end."""


class _Expansion:
    """The expansion of one chapter."""

    def __init__(self, read: Read) -> None:
        self.problems: list[Problem] = []
        self._read = read
        self._files = self._lines = self._characters = 0

    def lines(self, path: SourcePath, text: str, stack: tuple[SourcePath, ...]) -> Iterator[_Line]:
        """Give the lines of a file with all that they include; ``stack`` is what includes it."""
        for number, line in enumerate(text.split("\n"), 1):
            yield from self.line(_Line(line, path, number), (*stack, path))

    def line(self, line: _Line, stack: tuple[SourcePath, ...]) -> Iterator[_Line]:
        """Put what a line includes in its place: its first line into it, the others below."""
        written = "{{#" in line.text or "{{ #" in line.text
        if not written or len(line.text) > LONGEST:
            yield line
            return
        pending, done, last = "", 0, line
        for found in _DIRECTIVE.finditer(line.text):
            pending += line.text[done : found.start()]
            done = found.end()
            if found["escape"]:
                pending += found[0][1:]
                continue
            *above, last = self._included(line, found, stack)
            for each in above:
                yield each._replace(text=pending + each.text)
                pending = ""
            pending += last.text
        rest = pending + line.text[done:]
        # A title says what the browser's tab says: nothing is left of its line.
        if rest.strip() or "#title" not in line.text:
            yield (last if rest == last.text else line)._replace(text=rest)

    def _included(
        self, line: _Line, found: re.Match[str], stack: tuple[SourcePath, ...]
    ) -> list[_Line]:
        """Give the lines that a directive stands for, one at least."""
        if found["kind"] == "title":
            return [line._replace(text="")]
        words = found["said"].split()
        name = words[0] if words else ""
        try:
            lines = self._find(name, line.path, stack)
        except LookupError as error:
            column = found.start("said") + 1
            place = (line.path, line.number, column)
            message = str(error.args[0])
            self.problems.append(Problem(*place, "error", "missing-include", message))
            return [line._replace(text=found[0])]
        if found["kind"] == "playground":
            return [line._replace(text="```rust"), *lines, line._replace(text="```")]
        return lines or [line._replace(text="")]

    def _find(self, said: str, home: SourcePath, stack: tuple[SourcePath, ...]) -> list[_Line]:
        """Read what ``said`` names; raises ``LookupError``, which says why it cannot be had."""
        name, _, part = said.partition(":")
        if not name:
            raise LookupError("this names no file")
        file = normpath(f"{dirname(home)}/{name}".lstrip("/"))
        self._files += 1
        if self._files > _MOST_FILES or self._lines > _MOST_LINES:
            raise LookupError("more is included than any page can show")
        got = None if file.startswith("..") else self._read(file)
        if got is None:
            raise LookupError(f"there is no “{name}” here that may be read")
        path, text = got
        if path in stack:
            raise LookupError(f"“{name}” includes itself")
        if len(stack) > _DEEPEST:
            raise LookupError(f"files include each other more than {_DEEPEST} deep")
        chosen = self._chosen(path, text.removesuffix("\n"), part)
        return [line for each in chosen for line in self.line(each, (*stack, path))]

    def _chosen(self, path: SourcePath, text: str, part: str) -> list[_Line]:
        """Give the lines of a file that are asked for: all of them, a range, or an anchor's."""
        self._characters += len(text)
        if self._characters > _MOST_CHARACTERS:
            raise LookupError(f"more than {_MOST_CHARACTERS} characters are included")
        every = [_Line(line, path, number) for number, line in enumerate(text.split("\n"), 1)]
        bounds = _RANGE.fullmatch(part)
        if not part:
            chosen = every
        elif bounds:
            first = int(bounds["first"] or 1)
            last = int(bounds["last"] or len(every)) if bounds["colon"] else first
            chosen = every[max(first - 1, 0) : last]
        else:
            chosen = _anchored(every, part, path)
        self._lines += len(chosen)
        return [line for line in chosen if not _ANCHOR.search(line.text)]


_RANGE = re.compile(r"(?P<first>\d{0,9})(?P<colon>:)?(?P<last>\d{0,9})")


def _anchored(lines: Iterable[_Line], name: str, path: SourcePath) -> list[_Line]:
    """Give what stands between the marks ``ANCHOR: name`` and ``ANCHOR_END: name``."""
    chosen: list[_Line] = []
    names: list[str] = []
    inside = found = False
    for line in lines:
        mark = _ANCHOR.search(line.text)
        if mark:
            names.append(mark["name"])
        if mark and mark["name"] == name:
            inside = not mark["end"]
            found = True
        elif inside:
            chosen.append(line)
    if not found:
        near = Names(names).nearest(name)
        hint = f", did you mean “{near}”?" if near else ""
        raise LookupError(f"there is no anchor “{name}” in “{path}”{hint}")
    return chosen


# ---------------------------------------------------------------- what only an mdBook writes

_FENCE = re.compile(r"(?P<before>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)\Z")
_HIDDEN = re.compile(r"[ \t]*#(?:[ \t]|\Z)")
_ESCAPED = re.compile(r"([ \t]*)##")
_LISTING = re.compile(r"[ \t]*<(?P<end>/)?Listing\b(?P<said>[^<>]*(?:<[^<>]*>[^<>]*)*)>[ \t]*\Z")
_SAID = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def _plain(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Leave out what is for the compiler, and say in our words what a listing is."""
    mark, rust = "", False
    captions: list[str] = []
    for line in lines:
        if len(line.text) > LONGEST:
            yield line
            continue
        fence = _FENCE.match(line.text)
        if mark:
            closes = fence and fence["mark"].startswith(mark) and not fence["info"].strip()
            mark = "" if closes else mark
            if closes or not rust:
                yield line
            elif not _HIDDEN.match(line.text):
                yield line._replace(text=_ESCAPED.sub(r"\1#", line.text, count=1))
        elif fence:
            mark = fence["mark"]
            language = _language(fence["info"])
            rust = language == "rust"
            yield line._replace(text=f"{fence['before']}{mark}{language}")
        elif listing := _LISTING.match(line.text):
            yield from _listing(line, listing, captions)
        else:
            yield line


def _language(info: str) -> str:
    """Keep the first word of a fence; the others say what a compiler or a playground does."""
    return re.split(r"[,\s]", info.strip(), maxsplit=1)[0]


def _listing(line: _Line, found: re.Match[str], captions: list[str]) -> Iterator[_Line]:
    """Make of ``<Listing>``, which the Rust book has, what its file and its caption say."""
    if found["end"]:
        text = captions.pop() if captions else ""
    else:
        said = {key: html.unescape(a or b) for key, a, b in _SAID.findall(found["said"])}
        number, caption = said.get("number", ""), said.get("caption", "")
        name = f"Listing {number}" if number else ""
        captions.append(
            f"*{': '.join(part for part in (name, caption) if part)}*" if name or caption else ""
        )
        file = said.get("file-name", "")
        text = f"Filename: {file}" if file else ""
    yield from (line._replace(text=each) for each in ("", text, ""))
