"""Tells what a link leads to without going there, or what is wrong with it."""

from __future__ import annotations

import re
from typing import NamedTuple

from devserver.language.cursor import HeadingHere, Snippet, thing_at
from devserver.language.leading import anchor_place, links_to
from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.language.writing import Label, Target, Writing
from devserver.model import SourcePath
from devserver.site.links import Resolved, check_anchor

_LINES = 6
_CHARACTERS = 600
"""So much of what a link leads to is shown."""


class Hover(NamedTuple):
    """Some Markdown about the characters of ``span``."""

    text: str
    span: Span


def hover(library: Library, path: SourcePath, line: int, column: int) -> Hover | None:
    """Tell about the thing under the cursor; ``None`` if there is nothing to tell."""
    writing = library.writing(path)
    match thing_at(writing, line, column):
        case Target() as target:
            return Hover(_about(library, library.page(path), target), target.span)
        case Label() as label:
            return _label(library, writing, label)
        case Snippet(name=name, span=span):
            file = library.snippet(library.page(path), name)
            told = (
                f"`{file}`\n\n{_code(library.text(file) or '')}"
                if file
                else "there is no such file"
            )
            return Hover(told, span)
        case HeadingHere() as heading:
            return _heading(library, path, heading)
        case None:
            return None


def _about(library: Library, page: SourcePath, target: Target) -> str:
    resolved = library.lead(page, target)
    if resolved.problem is not None:
        return resolved.problem.message
    there = resolved.page
    if there is None:
        return resolved.href
    if not library.is_page(there):
        return f"`{there}`{_size(library, there)}"
    return _page(library, there, target, resolved)


def _page(library: Library, there: SourcePath, target: Target, resolved: Resolved) -> str:
    outline = library.outlines.get(there)
    told = [f"**{outline.title if outline else there}**", f"`{there}`"]
    place: Span | None = Span(there, 1, 1)
    if resolved.anchor:
        place = anchor_place(library, there, resolved.anchor)
    if place is not None:
        told += _opening(library.writing(place.path), place.line)
    elif problem := check_anchor(target.link, resolved, library.anchors_of(there)):
        told.append(problem.message)
    return "\n\n".join(told)


def _opening(writing: Writing, start: int) -> list[str]:
    """Give the first paragraph from a line on; headings before it are left out."""
    headings = set()
    for heading in writing.headings:
        first = writing.lines.at(heading.start)[0]
        headings |= {first, first + heading.source.count("\n")}
    first = max(start, writing.lines.at(writing.body)[0])
    paragraph: list[str] = []
    for number in range(first, min(first + 60, writing.lines.count + 1)):
        line = writing.lines.line(number).strip()
        if line and number not in headings:
            paragraph.append(line)
        if paragraph and (not line or number in headings or len(paragraph) == _LINES):
            break
    return ["---", "\n".join(paragraph)[:_CHARACTERS]] if paragraph else []


def _code(text: str) -> str:
    shown = "\n".join(text.split("\n")[:_LINES])[:_CHARACTERS]
    return f"~~~~\n{shown}\n~~~~"


def _size(library: Library, path: SourcePath) -> str:
    size = library.size(path)
    return "" if size is None or size < 0 else f", {_bytes(size)}"


def _bytes(size: int) -> str:
    return f"{size} bytes" if size < 1_000 else f"{size / 1_000:,.0f} KB"


def _label(library: Library, writing: Writing, label: Label) -> Hover | None:
    span = writing.span(label.start, label.end)
    if label.name.startswith("^"):
        found = re.search(rf"^[ \t]*\[{re.escape(label.name)}\]:(.*)", writing.lines.text, re.M)
        return Hover(found[1].strip() if found else "there is no such footnote", span)
    defined = writing.scan.definitions.get(label.name)
    if defined is None:
        return Hover(f"no link is defined for “[{label.name}]”", span)
    start = writing.span(defined[1], defined[1])
    target = next((t for t in writing.targets() if t.span[:3] == start[:3]), None)
    told = _about(library, library.page(writing.path), target) if target else defined[0]
    return Hover(told, span)


def _heading(library: Library, path: SourcePath, here: HeadingHere) -> Hover:
    told = []
    for page in sorted(library.showing(path))[:3]:
        for anchor in (each.anchor for each in library.headings(page) if each.span == here.span):
            count = len({found.target.span for found in links_to(library, page, {anchor})})
            told.append(f"`{page}#{anchor}`, {count} link{'' if count == 1 else 's'} to it")
    return Hover("\n\n".join(told) or here.heading.text, here.span)
