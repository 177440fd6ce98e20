"""Files that move take their links along: finds what has to be written anew, and as what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import dirname, normpath, relpath
from typing import NamedTuple
from urllib.parse import quote, unquote

from devserver.model import Link, NavEntry, NavPage, NavSection, SourcePath
from devserver.site.links import Resolved


class Edit(NamedTuple):
    """A text to be replaced where it stands; ``line`` and ``column`` count from 1."""

    path: SourcePath
    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Moves:
    """Which files and folders go where: pairs of paths, all relative to the project folder."""

    pairs: tuple[tuple[str, str], ...]
    docs: str
    """The docs folder's prefix: ``""`` or such as ``"docs/"``."""

    def of(self, path: str) -> str:
        """Say where a file or folder will be; whatever does not move stays where it is."""
        for old, new in self.pairs:
            if f"{path}/".startswith(f"{old}/"):
                return new + path[len(old) :]
        return path


def link_edits(
    page: SourcePath, links: Iterable[tuple[Link, Resolved]], moves: Moves
) -> Iterator[Edit]:
    """Find the links of a page that need another target once everything has moved.

    Links in an included file are left alone: the other pages that include it may not have moved.
    """
    for link, resolved in links:
        path = link.target.partition("#")[0].partition("?")[0]
        if not path or link.path != page or _leads_away(resolved, path):
            continue
        new = _retargeted(unquote(path), page, resolved.page, moves)
        if new is not None:
            yield Edit(page, link.line, link.column, path, as_target(new, like=path))


def nav_edits(
    file: SourcePath, entries: Iterable[NavEntry], moves: Moves, base: str
) -> Iterator[Edit]:
    """Find the entries of a configured navigation that name what moves; columns are not known.

    ``base`` is the folder that the paths of ``file`` count from, written like ``Moves.docs``.
    """
    for entry in entries:
        match entry:
            case NavSection():
                yield from nav_edits(file, entry.children, moves, base)
            case NavPage():
                old = entry.path.rstrip("/")
                new = moves.of(old)
                if new != old and new.startswith(base):
                    written = old.removeprefix(base), new.removeprefix(base)
                    yield Edit(file, entry.line, 0, *written)


def _leads_away(resolved: Resolved, path: str) -> bool:
    """Whether a target is none of this site's: an address, or something that is not there."""
    return ":" in path.partition("/")[0] or path.startswith("//") or resolved.problem is not None


def _retargeted(path: str, page: SourcePath, target: SourcePath | None, moves: Moves) -> str | None:
    """Give the path by which ``page`` will reach what it reaches by ``path``; ``None``: as ever."""
    meant = _meant(path, page, target, moves)
    goes, comes = moves.of(meant), moves.of(page)
    if goes == meant and (comes == page or path.startswith("/")):
        return None
    slash = "/" if path.endswith("/") and meant != target else ""
    if path.startswith("/"):
        return f"/{goes.removeprefix(moves.docs)}{slash}"
    new = relpath(goes or ".", dirname(comes) or ".")
    if new == normpath(path):
        return None
    return ("./" if path.startswith("./") and not new.startswith(".") else "") + new + slash


def _meant(path: str, page: SourcePath, target: SourcePath | None, moves: Moves) -> str:
    """Name what ``path`` says, a file or a folder; if it says it in other words, the file it means.

    A folder's page may move without the folder. Then it is the page that was meant.
    """
    start = moves.docs if path.startswith("/") else f"{dirname(page)}/"
    said = normpath(f"{start}{path}".lstrip("/"))
    said = "" if said == "." else said
    if target is None or said == target:
        return said
    inside = not said or target.startswith(f"{said}/")
    stays = moves.of(said) == said and moves.of(target) != target
    return said if inside and not stays else target


def as_target(path: str, like: str = "") -> str:
    """Write a path as the target of a link: what would end it, or mean something, is encoded.

    If ``like``, another target, has letters in codes as well, this one gets them too.
    """
    written = quote(path, safe="/!$'*+,;=:@~-._")
    if path.isascii() or (like.isascii() and "%" in like):
        return written
    return "".join(c if not c.isascii() else quote(c, safe="/!$'*+,;=:@~-._") for c in path)
