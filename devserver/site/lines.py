"""A page as lines that know where they are from, for what rewrites it before it is converted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from devserver.model import Expanded, SourcePath


class SourceLine(NamedTuple):
    """A line, the file and line (from 1) that it came from, and the columns that were added."""

    text: str
    path: SourcePath
    number: int
    added: int = 0

    def indented(self, columns: int) -> SourceLine:
        """Move a line to the right; an empty one stays empty."""
        if not self.text.strip():
            return self
        return self._replace(text=" " * columns + self.text, added=self.added + columns)


FENCE: Final = re.compile(r"(?P<before>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)\Z")
"""A line that opens or closes fenced code."""


LONGEST: Final = 20_000
"""Characters of a line that is looked at; a longer one is no text that anyone wrote."""


def closes(line: str, mark: str) -> bool:
    """Whether a line ends the fenced code that ``mark`` has begun."""
    found = FENCE.match(line)
    return bool(found and found["mark"].startswith(mark) and not found["info"].strip())


def lines_of(path: SourcePath, expanded: Expanded) -> list[SourceLine]:
    """Take a page apart."""
    texts = expanded.text.split("\n")
    origins = expanded.origins or [(path, number) for number in range(1, len(texts) + 1)]
    indents = expanded.indents or [0] * len(texts)
    parts = zip(texts, origins, indents, strict=True)
    return [SourceLine(text, *origin, added) for text, origin, added in parts]


def joined(lines: Iterable[SourceLine], expanded: Expanded) -> Expanded:
    """Put a page together again; its problems are those that it had."""
    kept = list(lines)
    return Expanded(
        "\n".join(line.text for line in kept),
        tuple((line.path, line.number) for line in kept),
        expanded.problems,
        tuple(line.added for line in kept),
    )


def in_code(lines: Iterable[SourceLine]) -> Iterator[tuple[SourceLine, bool]]:
    """Give each line, and whether it is one of fenced code, its fences included."""
    mark = ""
    for line in lines:
        if mark:
            yield line, True
            mark = "" if closes(line.text, mark) else mark
        else:
            fence = FENCE.match(line.text)
            mark = fence["mark"] if fence else ""
            yield line, bool(fence)
