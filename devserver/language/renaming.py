"""Renames a heading with all links to it, or a label with all its uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from devserver.language.cursor import HeadingHere, thing_at
from devserver.language.headings import headings as written
from devserver.language.leading import links_to
from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.language.writing import Label, Target, Writing
from devserver.model import SourcePath
from devserver.site import title as titles
from devserver.site.renaming import Edit, as_target
from devserver.site.scan import normal
from devserver.site.wikilinks import MARK


class RenameError(Exception):
    """Why something cannot be renamed, or not so."""


class Renamable(NamedTuple):
    """What is renamed, where it stands, and its name now."""

    span: Span
    name: str


def renamable(library: Library, path: SourcePath, line: int, column: int) -> Renamable | None:
    """Give the heading or label under the cursor."""
    writing = library.writing(path)
    match thing_at(writing, line, column):
        case HeadingHere(heading=heading, span=span):
            return Renamable(span, heading.title)
        case Label() as label:
            start = label.start + label.name.startswith("^")
            return Renamable(writing.span(start, label.end), writing.lines.text[start : label.end])
        case _:
            return None


def renamed(
    library: Library, path: SourcePath, line: int, column: int, name: str
) -> tuple[Edit, ...]:
    """Give all that has to change if the thing under the cursor is to have another name.

    Raises RenameError if there is none, or it cannot have that name.
    """
    writing = library.writing(path)
    name = name.strip()
    if not name or "\n" in name or "\r" in name:
        raise RenameError("a name is one line with something in it")
    match thing_at(writing, line, column):
        case HeadingHere() as here:
            return _heading(library, path, here, name)
        case Label() as label:
            return tuple(sorted(_label(writing, label, name)))
        case _:
            raise RenameError("only headings, labels and footnotes can be renamed")


# ---------------------------------------------------------------- headings


def _heading(library: Library, path: SourcePath, here: HeadingHere, name: str) -> tuple[Edit, ...]:
    """Change the title, and the anchor in every link to a heading whose anchor changes by that."""
    own = Edit(*here.span[:3], here.heading.title, name)
    edits = {here.span: own} if own.old != name else {}
    for page in sorted(library.showing(path)):
        changes = _changes(library, page, here, name)
        for found in links_to(library, page, changes):
            target = found.target
            if target.span not in edits and not _lies_in(target.span, here.span):
                edit = _in_target(library, target, changes[found.resolved.anchor], name)
                if edit is not None:
                    edits[target.span] = edit
    return tuple(sorted(edits.values()))


class _Changed(NamedTuple):
    """The anchor that a heading will have, and whether it is the one that is renamed."""

    anchor: str
    own: bool


def _changes(
    library: Library, page: SourcePath, here: HeadingHere, name: str
) -> dict[str, _Changed]:
    """Say which anchors of a page will be others; a second “Examples” has its number no more."""
    before = library.headings(page)
    headings = [
        each.heading.called(name) if each.span == here.span else each.heading for each in before
    ]
    after = library.anchors.of(library.whole(page).expanded.text, headings)
    changes = {}
    for each, heading, anchor in zip(before, headings, after, strict=True):
        own = each.span == here.span
        if own and not (anchor and written(heading.source, 0, ())):
            raise RenameError(f"“{name}” would be no heading")
        if own and after.count(anchor) > 1:
            raise RenameError(f"“{anchor}” is the id of another heading in {page}")
        if each.anchor and anchor and each.anchor != anchor:
            changes[each.anchor] = _Changed(anchor, own)
    return changes


def _lies_in(span: Span, around: Span) -> bool:
    end = around.column + around.length
    return span[:2] == around[:2] and around.column <= span.column <= end


def _in_target(library: Library, target: Target, new: _Changed, title: str) -> Edit | None:
    """Write the anchor of a target anew; a link by name says the heading's title."""
    path, line, column, length = target.span
    written = library.writing(path).lines.line(line)[column - 1 : column - 1 + length]
    before, mark, old = written.rpartition("#")
    if not mark:
        return None
    if target.link.target.startswith(MARK) and new.own:
        fresh = "".join(c for c in titles.render(title)[0] if c not in "[]|\\#")
    else:
        fresh = as_target(new.anchor, like=old)
    return Edit(path, line, column + len(before) + 1, old, fresh) if fresh != old else None


# ---------------------------------------------------------------- labels


def _label(writing: Writing, label: Label, name: str) -> Iterator[Edit]:
    footnote = label.name.startswith("^")
    name = name.removeprefix("^") if footnote else name
    if not name or "[" in name or "]" in name:
        raise RenameError("a label has no brackets in it")
    new = f"^{name}" if footnote else normal(name)
    labels = list(writing.labels())
    if new != label.name and any(other.name == new for other in labels if other.kind == "defines"):
        raise RenameError(f"“[{name}]” is defined already")
    for each in labels:
        if each.name == label.name:
            yield from _label_edit(writing, each, name, new)


def _label_edit(writing: Writing, label: Label, name: str, new: str) -> Iterator[Edit]:
    """Write a label anew. Where it is the text as well, that stays, and the label follows it."""
    if label.kind in {"collapsed", "short"}:
        if new != label.name:
            at = writing.span(label.end + (2 if label.kind == "collapsed" else 1), label.end)
            yield Edit(*at[:3], "", name if label.kind == "collapsed" else f"[{name}]")
        return
    start = label.start + label.name.startswith("^")
    old = writing.lines.text[start : label.end]
    if old != name:
        yield Edit(*writing.span(start, label.end)[:3], old, name)
