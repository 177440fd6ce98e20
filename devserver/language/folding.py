"""Says what of a page can be folded: sections, code, comments, front matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from devserver.language.symbols import Symbol, symbols
from devserver.language.writing import Writing


class Fold(NamedTuple):
    """Lines, from 1, of which only the first is left when they are folded."""

    first: int
    last: int
    kind: Literal["region", "comment"] = "region"


def folds(writing: Writing) -> list[Fold]:
    """Give everything of more than one line that can be folded."""
    found = [*_front_matter(writing), *_sections(writing, symbols(writing)), *_hidden(writing)]
    return sorted({fold for fold in found if fold.last > fold.first})


def _front_matter(writing: Writing) -> Iterator[Fold]:
    text = writing.expanded.text
    if writing.body > 1:
        yield Fold(1, text.count("\n", 0, len(text[: writing.body].rstrip())) + 1)


def _sections(writing: Writing, headings: Iterable[Symbol]) -> Iterator[Fold]:
    for heading in headings:
        last = heading.last
        while last > heading.span.line and not writing.lines.line(last).strip():
            last -= 1
        yield Fold(heading.span.line, last)
        yield from _sections(writing, heading.children)


def _hidden(writing: Writing) -> Iterator[Fold]:
    text = writing.expanded.text
    for start, end in writing.scan.hidden:
        first, last = writing.lines.at(start)[0], writing.lines.at(max(end - 1, start))[0]
        yield Fold(first, last, "comment" if text.startswith("<!--", start) else "region")
