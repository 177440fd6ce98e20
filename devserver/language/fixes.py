"""Offers to write what a problem's author probably meant, where one thing is much like it."""

from __future__ import annotations

import re
from collections.abc import Callable
from posixpath import dirname, relpath
from typing import Final, NamedTuple

from devserver.language.cursor import Snippet, thing_at
from devserver.language.library import Library
from devserver.language.writing import Label, Target
from devserver.model import Problem
from devserver.site.links import nearest_anchor, nearest_file
from devserver.site.near import Names
from devserver.site.renaming import Edit, as_target
from devserver.site.wikilinks import MARK


class Fix(NamedTuple):
    """A correction, and what it is called."""

    title: str
    edit: Edit


def fix(library: Library, problem: Problem) -> Fix | None:
    """Give the correction for a problem; ``None`` if none suggests itself any more."""
    corrected = _BY_CODE.get(problem.code, _suggested)
    edit = corrected(library, problem)
    return Fix(f"Change “{edit.old}” to “{edit.new}”", edit) if edit else None


def _link(library: Library, problem: Problem) -> Edit | None:
    """Write the path of a target anew, and keep its anchor."""
    target = _target_at(library, problem)
    page = library.page(problem.path)
    if target is None or library.lead(page, target).problem is None:
        return None
    written = _written(library, target).partition("#")[0].partition("?")[0]
    named = target.link.target.startswith(MARK)
    wanted = target.link.target.removeprefix(MARK)
    near = nearest_file(f"/{wanted}" if named else wanted, page, library.related.targets)
    if near is None:
        return None
    if named:
        new = near.rpartition("/")[2].removesuffix(".md")
    elif written.startswith("/") and not library.dialect.mkdocs:
        new = "/" + as_target(near.removeprefix(library.docs), like=written)
    else:
        new = as_target(relpath(near, dirname(page) or "."), like=written)
    return Edit(problem.path, problem.line, target.span.column, written, new)


def _anchor(library: Library, problem: Problem) -> Edit | None:
    """Write the anchor of a target anew."""
    target = _target_at(library, problem)
    if target is None:
        return None
    resolved = library.lead(library.page(problem.path), target)
    if resolved.page is None or not library.is_page(resolved.page):
        return None
    anchors = library.anchors_of(resolved.page)
    near = nearest_anchor(resolved.anchor, anchors)
    if near is None or resolved.anchor in anchors:
        return None
    before, mark, old = _written(library, target).rpartition("#")
    if not mark or target.link.target.startswith(MARK):
        return None
    start = target.span.column + len(before) + 1
    return Edit(problem.path, problem.line, start, old, as_target(near, like=old))


def _label(library: Library, problem: Problem) -> Edit | None:
    """Write a label as it is defined."""
    writing = library.writing(problem.path)
    thing = thing_at(writing, problem.line, problem.column)
    if not isinstance(thing, Label):
        return None
    defined = [writing.scan.definitions, writing.scan.footnotes][thing.name.startswith("^")]
    near = Names(defined).nearest(thing.name)
    if near is None or thing.name in defined:
        return None
    span = writing.span(thing.start, thing.end)
    return Edit(*span[:3], writing.lines.text[thing.start : thing.end], near)


def _include(library: Library, problem: Problem) -> Edit | None:
    """Name the file of the project that a snippet probably is."""
    thing = thing_at(library.writing(problem.path), problem.line, problem.column)
    page = library.page(problem.path)
    if not isinstance(thing, Snippet) or library.snippet(page, thing.name):
        return _suggested(library, problem)
    near = Names(library.files).nearest(thing.name)
    for new in (near, near.removeprefix(library.docs)) if near else ():
        if library.snippet(page, new) == near:
            return Edit(*thing.span[:3], thing.name, new)
    return None


def _suggested(library: Library, problem: Problem) -> Edit | None:
    """Write the name that the message suggests, if the one it is about still stands there.

    Only what looks for a section, a callout or the like knows their names.
    """
    said = _SUGGESTS.match(problem.message)
    if said is None:
        return None
    text = library.writing(problem.path).lines.line(problem.line)
    name = re.compile(rf"(?<![\w-]){re.escape(said['name'])}(?![\w-])")
    there = name.search(text, problem.column - 1)
    if there is None:
        return None
    return Edit(problem.path, problem.line, there.start() + 1, there[0], said["near"])


def _target_at(library: Library, problem: Problem) -> Target | None:
    """Give the target that a problem is about; one with an anchor may be told at that."""
    for target in library.writing(problem.path).targets():
        span = target.span
        if span.line == problem.line and span.column <= problem.column <= span.column + span.length:
            return target
    return None


def _written(library: Library, target: Target) -> str:
    path, line, column, length = target.span
    return library.writing(path).lines.line(line)[column - 1 : column - 1 + length]


_SUGGESTS = re.compile(r"[^“]*“(?P<name>[^“”]+)”.*\bdid you mean “(?P<near>[^“”]+)”\?")

_BY_CODE: Final[dict[str, Callable[[Library, Problem], Edit | None]]] = {
    "broken-link": _link,
    "missing-image": _link,
    "broken-anchor": _anchor,
    "undefined-reference": _label,
    "missing-include": _include,
}
