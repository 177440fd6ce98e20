"""Files and folders are about to be moved in an editor: says what has to be written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from devserver.language.cards import key, keys_of
from devserver.language.library import Library
from devserver.model import Link, SourcePath
from devserver.site.links import Resolved
from devserver.site.renaming import Edit, Moves, link_edits, nav_edits


def moved(library: Library, pairs: Iterable[tuple[str, str]]) -> tuple[Edit, ...]:
    """Give the edits by which every link leads where it led; ``pairs`` are absolute paths.

    They are to be made before the move: their paths are those that files have now.
    """
    project = f"{library.config.project}/"
    names = tuple(
        (old.removeprefix(project), new.removeprefix(project))
        for old, new in pairs
        if old.startswith(project) and new.startswith(project) and old != new
    )
    moves = Moves(names, library.docs)
    moving = _moving(library, names)
    if not moving:
        return ()
    keys = {each for path in moving for each in keys_of(path, library.url(path))}
    keys |= {key(path.rpartition("/")[0]) for path in moving}
    found: set[Edit] = set()
    cards = library.cards
    for page in cards.mentioning(keys) | (moving & cards.keys()):
        found.update(
            link_edits(page, _leads(library, page, None if page in moving else keys), moves)
        )
    return tuple(sorted((*found, *_in_navigation(library, moves))))


def _moving(library: Library, names: tuple[tuple[str, str], ...]) -> set[SourcePath]:
    """Give every file of the docs folder that moves."""
    files = set(library.files)
    moving = {SourcePath(old) for old, _ in names} & files
    folders = tuple(f"{old}/" for old, _ in names if old not in moving)
    return moving | {path for path in files if folders and path.startswith(folders)}


def _leads(
    library: Library, page: SourcePath, keys: set[str] | None
) -> Iterator[tuple[Link, Resolved]]:
    """Give the links of a page that name a file by one of some keys; ``None``: all of them.

    One that is not written as it is meant, with escapes in it, is left to its author.
    """
    for target in library.cards[page].targets:
        if keys is None or key(target.link.target) in keys:
            link, resolved = library.led(page, target)
            if len(link.target) == target.span.length:
                yield link, resolved


def _in_navigation(library: Library, moves: Moves) -> Iterator[Edit]:
    """Find in its line what the configured navigation names."""
    config = library.config
    base = moves.docs if config.mkdocs else ""
    for edit in nav_edits(config.file_name, config.nav or (), moves, base):
        at = library.writing(edit.path).lines.line(edit.line).find(edit.old)
        if at >= 0:
            yield edit._replace(column=at + 1)
