"""Follows links in both directions: to what they lead to, and back from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from devserver.language.cards import key, keys_of
from devserver.language.cursor import HeadingHere, Snippet, Thing, thing_at
from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.language.writing import Label, Target, Writing
from devserver.model import SourcePath
from devserver.site.links import Resolved


class Found(NamedTuple):
    """A link on a page that leads to what was asked for."""

    page: SourcePath
    target: Target
    resolved: Resolved


def definition(library: Library, path: SourcePath, line: int, column: int) -> Span | None:
    """Give the place that the thing under the cursor leads to; ``None`` if it leads nowhere."""
    writing = library.writing(path)
    match thing_at(writing, line, column):
        case Target() as target:
            return _led_to(library, library.lead(library.page(path), target))
        case Label(name=name):
            return _defined(writing, name)
        case Snippet(name=name):
            file = library.snippet(library.page(path), name)
            return Span(file, 1, 1) if file else None
        case HeadingHere(span=span):
            return span
        case None:
            return None


def _led_to(library: Library, resolved: Resolved) -> Span | None:
    if resolved.page is None:
        return None
    there = anchor_place(library, resolved.page, resolved.anchor) if resolved.anchor else None
    return there or Span(resolved.page, 1, 1)


def anchor_place(library: Library, page: SourcePath, anchor: str) -> Span | None:
    """Give the place of a heading, or of whatever else has this id."""
    return library.anchors_of(page).get(anchor) if library.is_page(page) else None


def _defined(writing: Writing, name: str) -> Span | None:
    labels = (label for label in writing.labels() if label.name == name)
    found = next((label for label in labels if label.kind == "defines"), None)
    return writing.span(found.start, found.end) if found else None


# ---------------------------------------------------------------- and back


def references(library: Library, path: SourcePath, line: int, column: int) -> list[Span]:
    """Give every place that leads to the thing under the cursor, or to what that leads to.

    On no thing in particular, it is the page that is meant.
    """
    writing = library.writing(path)
    thing = thing_at(writing, line, column)
    if isinstance(thing, Label):
        same = (label for label in writing.labels() if label.name == thing.name)
        return sorted({writing.span(label.start, label.end) for label in same})
    return sorted({found.target.span for found in _leading(library, path, thing)})


def _leading(library: Library, path: SourcePath, thing: Thing | None) -> Iterator[Found]:
    match thing:
        case Target() as target:
            resolved = library.lead(library.page(path), target)
            if resolved.page is not None:
                anchors = {resolved.anchor} if resolved.anchor else None
                yield from links_to(library, resolved.page, anchors)
        case HeadingHere(span=span):
            for page in sorted(library.showing(path)):
                anchors = {each.anchor for each in library.headings(page) if each.span == span}
                yield from links_to(library, page, anchors)
        case Snippet(name=name):
            file = library.snippet(library.page(path), name)
            yield from links_to(library, file, None) if file else ()
        case _:
            yield from links_to(library, path, None)


def links_to(library: Library, page: SourcePath, anchors: Iterable[str] | None) -> Iterator[Found]:
    """Give every link that leads to a page or file, or only those to some of its anchors."""
    wanted = None if anchors is None else set(anchors)
    keys = keys_of(page, library.url(page))
    own = library.showing(page)
    for other in sorted((cards := library.cards).mentioning(keys) | own):
        may_lead = {*keys, "#"} if other in own else keys
        for target in cards[other].targets:
            if key(target.link.target) not in may_lead:
                continue
            resolved = library.lead(other, target)
            if resolved.page == page and (wanted is None or resolved.anchor in wanted):
                yield Found(other, target, resolved)
