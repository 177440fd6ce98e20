"""Lists what can be jumped to: the headings of a page, and those of all pages by what is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain, islice
from typing import NamedTuple

from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.language.writing import Writing
from devserver.model import SourcePath

_MOST = 200
"""Answers that anyone would look through."""

_LOOKED_AT = 1_000
"""Matches that are compared with each other."""


@dataclass(slots=True)
class Symbol:
    """A heading, and those below it; it reaches to the end of line ``last``."""

    text: str
    level: int
    span: Span
    last: int
    children: list[Symbol] = field(default_factory=list)


def symbols(writing: Writing) -> list[Symbol]:
    """Give the headings of a text, each within the one above it."""
    top: list[Symbol] = []
    above: list[Symbol] = []
    for heading in writing.headings:
        span = writing.span(heading.start, heading.start + len(heading.title))
        while above and above[-1].level >= heading.level:
            above.pop().last = span.line - 1
        symbol = Symbol(heading.text, heading.level, span, writing.lines.count)
        (above[-1].children if above else top).append(symbol)
        above.append(symbol)
    return top


class FoundSymbol(NamedTuple):
    """A page or one of its headings, by what is typed of its title."""

    text: str
    within: str
    """The title of its page; empty for a page."""
    span: Span


def find_symbols(library: Library, typed: str) -> list[FoundSymbol]:
    """Give the pages and headings that have every word of ``typed``, the shortest first.

    So many may match what is hardly typed yet that only some are looked at.
    """
    words = typed.lower().split()
    found = islice(chain(_pages(library, words), _headings(library, words)), _LOOKED_AT)
    return nsmallest(_MOST, found, key=lambda each: _rank(each, typed.lower()))


def _pages(library: Library, words: list[str]) -> Iterator[FoundSymbol]:
    for path, _ in _having(library.catalogue(_titles), words):
        yield FoundSymbol(library.outlines[path].title, "", Span(path, 1, 1))


def _headings(library: Library, words: list[str]) -> Iterator[FoundSymbol]:
    if not words:
        return
    outlines, cards = library.outlines, library.cards
    for path, _ in _having(((p, card.searched) for p, card in cards.items()), words):
        title = outlines[path].title if path in outlines else path
        for heading in cards[path].headings:
            lower = heading.text.lower()
            if heading.text != title and all(word in lower for word in words):
                yield FoundSymbol(heading.text, title, heading.span)


def _titles(library: Library) -> list[tuple[SourcePath, str]]:
    return [(path, outline.title.lower()) for path, outline in library.outlines.items()]


def _having(
    searched: Iterable[tuple[SourcePath, str]], words: list[str]
) -> Iterable[tuple[SourcePath, str]]:
    """Choose the pages whose text has every word."""
    for word in words:
        searched = [each for each in searched if word in each[1]]
    return searched


def _rank(found: FoundSymbol, typed: str) -> tuple[bool, bool, int, SourcePath]:
    text = found.text.lower()
    return not text.startswith(typed), bool(found.within), len(text), found.span.path
