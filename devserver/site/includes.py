"""Included files are put in their places before conversion, and every line remembers its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from devserver.model import Expanded, Problem, SourcePath
from devserver.site.include_lines import Line, dedented, line_range, section, without_marker

Read = Callable[[str], tuple[SourcePath, str] | None]
"""Gives the file that a name means and its text, or ``None``: not there, or not allowed."""


def expand(path: SourcePath, text: str, read: Read, *, dedent: bool = False) -> Expanded:
    """Put included files in their places, with the syntax of ``pymdownx.snippets``.

    A file that cannot be had is a problem at its place, and the rest of the page is kept. With
    ``dedent``, a part of a file loses the indentation that all of it has.
    """
    if "-8<-" not in text:
        return Expanded(text)
    if text.count("\n") > _LONGEST_PAGE:
        message = f"a page of more than {_LONGEST_PAGE} lines can include nothing"
        return Expanded(text, problems=(Problem(path, 1, 1, "error", "missing-include", message),))
    expansion = _Expansion(read, dedent=dedent)
    lines = [Line(line, path, number) for number, line in enumerate(text.split("\n"), 1)]
    written = list(expansion.lines(lines, (path,), ""))
    return Expanded(
        "\n".join(line.text for line in written),
        tuple((line.path, line.number) for line in written),
        tuple(expansion.problems),
        tuple(line.added for line in written),
    )


_MARKER = re.compile(
    r"""(?P<indent>[ \t]*)(?P<escape>;*)
    (?: -+8<-+[ \t]+ (?: "(?P<double>(?:\\"|[^"])+?)" | '(?P<single>(?:\\'|[^'])+?)' )(?![ \t])
      | (?P<block>-+8<-+)(?![ \t])
    )\r?\Z""",
    re.VERBOSE,
)
_NAME = re.compile(
    r"(?P<file>.*?)(?:(?P<ranges>(?::-?\d*){1,2}(?:,(?=[-\d:])-?\d*(?::-?\d*)?)*)"
    r"|:(?P<section>[a-z][-_0-9a-z]*))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_NAME = 4_000
_LONGEST_PAGE = 200_000
"""Lines of a page that includes anything: of each it is remembered where it comes from."""
_MOST_FILES = 30_000
_MOST_LINES = 50_000
"""Files that include each other twice over would otherwise grow without end."""
_MOST_CHARACTERS = 5_000_000
"""A line may be as long as a book, and be included as often as a line."""
_MOST_SEARCHED = 20_000_000
"""Characters looked through for sections, which takes a second."""
_DEEPEST = 50


class _Expansion:
    """The expansion of one page."""

    def __init__(self, read: Read, *, dedent: bool) -> None:
        self.problems: list[Problem] = []
        self._read = read
        self._dedent = dedent
        self._sources: dict[str, tuple[SourcePath, list[str]] | None] = {}
        self._files = 0
        self._lines = 0
        self._characters = 0
        self._searched = 0

    def lines(
        self, lines: Iterable[Line], stack: tuple[SourcePath, ...], indent: str
    ) -> Iterator[Line]:
        """Give the lines with everything that they include; ``stack`` is the files on the way.

        ``indent`` is that of the places at which they are included.
        """
        in_block = False
        for line in lines:
            marker = _MARKER.match(line.text) if "8<-" in line.text else None
            if marker and marker["escape"]:
                yield from self._placed(line._replace(text=line.text.replace(";", "", 1)), indent)
            elif marker and marker["block"]:
                in_block = not in_block
            elif marker:
                # A block lists bare names; the other form means nothing in it.
                if not in_block:
                    group = "double" if marker["double"] else "single"
                    yield from self._include(line, marker.span(group), stack, indent)
            elif in_block:
                start = len(line.text) - len(line.text.lstrip())
                yield from self._include(line, (start, len(line.text.rstrip())), stack, indent)
            else:
                for shown in without_marker(line):
                    yield from self._placed(shown, indent)

    def _placed(self, line: Line, indent: str) -> Iterator[Line]:
        """Indent a line of an included file, as long as there is room."""
        self._characters += len(indent)
        if not indent:
            yield line
        elif self._characters <= _MOST_CHARACTERS:
            yield line._replace(text=indent + line.text, added=len(indent))

    def _include(
        self, line: Line, span: tuple[int, int], stack: tuple[SourcePath, ...], indent: str
    ) -> Iterator[Line]:
        """Give the lines of the file that is named at ``span`` of ``line``."""
        name = line.text[slice(*span)].strip()
        if not name:
            yield from self._placed(line._replace(text=""), indent)
            return
        if name.startswith(";") or self._spent():
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
        own = line.text[: len(line.text) - len(line.text.lstrip())].expandtabs(4)
        below = (*stack, target[0].path) if target else stack
        yield from self.lines(target, below, indent + own)

    def _spent(self) -> bool:
        """Whether more is included than any page can show."""
        return (
            self._files > _MOST_FILES
            or self._lines > _MOST_LINES
            or self._characters > _MOST_CHARACTERS
        )

    def _find(self, name: str, stack: tuple[SourcePath, ...]) -> list[Line]:
        """Read what ``name`` means; raises ``LookupError``, which says why nothing can be had."""
        if name.lower().startswith(("http://", "https://")):
            raise LookupError(f"“{name}” is not fetched: includes are files of this project")
        wanted = _NAME.match(name) if len(name) < _LONGEST_NAME else None
        if wanted is None or not wanted["file"].strip():
            raise LookupError(f"“{name[:80]}” names no file")
        file = wanted["file"].strip()
        found = self._source(file)
        if found is None:
            raise LookupError(f"there is no “{file}” in the project folder")
        path, source = found
        if path in stack:
            raise LookupError(f"“{file}” includes itself")
        if len(stack) > _DEEPEST:
            raise LookupError(f"files include each other more than {_DEEPEST} deep")
        return self._selected(path, source, wanted)

    def _source(self, file: str) -> tuple[SourcePath, list[str]] | None:
        """Read the lines of a file, once for all the places that include some of them."""
        self._files += 1
        if self._files > _MOST_FILES:
            raise LookupError(f"more than {_MOST_FILES} files are included")
        if file not in self._sources:
            found = self._read(file)
            text = found[1].replace("\r\n", "\n") if found else ""
            self._sources[file] = (found[0], text.split("\n") if text else []) if found else None
        return self._sources[file]

    def _selected(self, path: SourcePath, source: list[str], wanted: re.Match[str]) -> list[Line]:
        """Give the lines of a file that a name asks for: all, some ranges, or a section."""
        asked: list[Sequence[int]]
        if wanted["ranges"]:
            asked = [line_range(part, source) for part in wanted["ranges"][1:].split(",")]
        elif wanted["section"]:
            self._searched += sum(map(len, source)) + len(source)
            if self._searched > _MOST_SEARCHED:
                raise LookupError(f"“{path}” is too long to have so many sections included")
            asked = [section(path, source, wanted["section"])]
        else:
            asked = [range(len(source))]
        self._lines += sum(map(len, asked))
        if self._lines > _MOST_LINES:
            raise LookupError(f"more than {_MOST_LINES} lines are included")
        lines = [Line(source[index], path, index + 1) for part in asked for index in part]
        self._characters += sum(len(line.text) for line in lines)
        if self._characters > _MOST_CHARACTERS:
            raise LookupError(f"more than {_MOST_CHARACTERS} characters are included")
        part = self._dedent and bool(wanted["ranges"] or wanted["section"])
        return dedented(lines) if part else lines
