"""Every file that a link could name, found among ten thousand by a part of its path or title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from posixpath import dirname, normpath, relpath
from typing import Literal, NamedTuple
from urllib.parse import unquote

from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.language.offers import MOST, Kind, Offer, Offers
from devserver.model import SourcePath
from devserver.site.renaming import as_target

_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico")
_PLAYED = (".mp4", ".webm", ".ogg", ".mp3", ".wav", ".m4a", ".mov")


class Entry(NamedTuple):
    """A file by its path from the docs folder, and what it is called."""

    path: str
    title: str
    kind: Kind


class Catalogue:
    """Files of some kinds, the shortest path first, and what each is searched by."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: (len(entry.path), entry.path))
        self._paths = [entry.path.lower() for entry in self.entries]
        self._names = [path.rpartition("/")[2] for path in self._paths]
        self._all = [
            f"{path} {entry.title.lower()}"
            for path, entry in zip(self._paths, self.entries, strict=True)
        ]

    def below(self, folder: str, typed: str) -> Iterator[Entry]:
        """Give what lies in a folder (``""`` or ending with ``/``), fitting better first.

        A path that goes on as typed comes before a name, and that before a mere part of a path.
        """
        numbers = chain(self._going_on(folder, typed), self._matching(typed))
        found = (self.entries[n] for n in numbers if self._paths[n].startswith(folder))
        return _once(found)

    def anywhere(self, folder: str, typed: str) -> Iterator[Entry]:
        """Give what fits anywhere; what lies below a folder comes first."""
        entries = (self.entries[n] for n in self._matching(typed))
        return _once(chain(self.below(folder, typed), entries))

    def _going_on(self, folder: str, typed: str) -> Iterator[int]:
        """Give the files in a folder whose paths from there begin as typed, then those deeper."""
        start = folder + typed
        found = [n for n, path in enumerate(self._paths) if path.startswith(start)]
        yield from (n for n in found if "/" not in self._paths[n][len(folder) :])
        yield from found

    def _matching(self, typed: str) -> Iterator[int]:
        """Give what has a text in its name, at its beginning first, or else in path or title."""
        named = [n for n, name in enumerate(self._names) if typed in name]
        yield from (n for n in named if self._names[n].startswith(typed))
        yield from named
        yield from (n for n, searched in enumerate(self._all) if typed in searched)


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    seen = set()
    for entry in entries:
        if entry.path not in seen:
            seen.add(entry.path)
            yield entry


def pages(library: Library) -> Catalogue:
    """Give every page."""
    docs = library.docs
    outlines = library.outlines.items()
    return Catalogue(Entry(path.removeprefix(docs), each.title, "page") for path, each in outlines)


def pictures(library: Library) -> Catalogue:
    """Give everything that can be shown or played in a page."""
    found = _others(library)
    return Catalogue(each for each in found if each.path.lower().endswith(_IMAGES + _PLAYED))


def others(library: Library) -> Catalogue:
    """Give every file that is no page."""
    return Catalogue(_others(library))


def _others(library: Library) -> Iterator[Entry]:
    for path in library.files:
        if path not in library.outlines:
            kind: Kind = "image" if path.lower().endswith(_IMAGES) else "file"
            yield Entry(path.removeprefix(library.docs), "", kind)


def paths(
    library: Library, page: SourcePath, typed: str, span: Span, first: Literal["page", "image"]
) -> Offers:
    """Offer files by their paths from a page's folder, or from the docs folder after a ``/``."""
    own = page.removeprefix(library.docs)
    wanted = _wanted(dirname(own).lower(), unquote(typed).lower())
    if wanted is None:
        return Offers()
    kinds = (pages, others) if first == "page" else (pictures,)
    shelves = (library.catalogue(kind) for kind in kinds)
    fitting = (
        (shelf.below if wanted.below else shelf.anywhere)(wanted.folder, wanted.last)
        for shelf in shelves
    )
    but_this = (entry for entry in chain.from_iterable(fitting) if entry.path != own)
    found = list(islice(but_this, MOST + 1))
    folder = "" if typed.startswith("/") else dirname(own)
    offers = tuple(_offer(entry, folder, typed, span) for entry in found[:MOST])
    return Offers(offers, len(found) <= MOST)


class _Wanted(NamedTuple):
    """What is typed of a path: the folder it names, and the beginning or middle of the rest."""

    folder: str
    last: str
    below: bool
    """The folder was typed: nothing outside of it is meant."""


def _wanted(own: str, typed: str) -> _Wanted | None:
    """Read a beginning of a path; ``None`` if it leads out of the docs folder."""
    written, slash, last = typed.rpartition("/")
    if not slash:
        return _Wanted(f"{own}/" if own else "", last, below=False)
    named = written.strip("/") if typed.startswith("/") else f"{own}/{written}".strip("/")
    folder = normpath(named)
    if folder.startswith(".."):
        return None
    return _Wanted("" if folder == "." else f"{folder}/", last, below=True)


def _offer(entry: Entry, folder: str, typed: str, span: Span) -> Offer:
    if typed.startswith("/"):
        path = f"/{entry.path}"
    else:
        path = relpath(entry.path, folder or ".")
        path = f"./{path}" if typed.startswith("./") and not path.startswith(".") else path
    return Offer(path, entry.kind, entry.title, as_target(path, like=typed), span)


# ---------------------------------------------------------------- by name


def names(library: Library, typed: str, span: Span) -> Offers:
    """Offer pages by their names, as links by name have them; the path where two have one."""
    shelves = [library.catalogue(kind) for kind in (pages, others)]
    times = Counter(_name(entry) for shelf in shelves for entry in shelf.entries)
    fitting = (shelf.anywhere("", typed.lower()) for shelf in shelves)
    found = list(islice(chain.from_iterable(fitting), MOST + 1))
    offers = []
    for entry in found[:MOST]:
        name = _name(entry) if times[_name(entry)] == 1 else _bare(entry.path)
        offers.append(Offer(name, entry.kind, entry.title, name, span))
    return Offers(tuple(offers), len(found) <= MOST)


def _name(entry: Entry) -> str:
    return _bare(entry.path).rpartition("/")[2]


def _bare(path: str) -> str:
    return path.removesuffix(".md")


# ---------------------------------------------------------------- to be included


def snippets(library: Library, page: SourcePath, typed: str, span: Span) -> Offers:
    """Offer files that a page may include, by names that mean just them."""
    found: list[Offer] = []
    for path in _includable(library, typed.lower()):
        for name in dict.fromkeys((path.removeprefix(library.docs), path)):
            if path != page and library.snippet(page, name) == path:
                found.append(Offer(name, "file", "", name, span))
                break
        if len(found) > MOST:
            break
    return Offers(tuple(found[:MOST]), len(found) <= MOST)


def _includable(library: Library, typed: str) -> Iterable[SourcePath]:
    """Give files whose paths have what is typed: those that are included already come first."""
    included = set(library.cards.included())
    return (
        path
        for path in dict.fromkeys((*sorted(included), *sorted(library.files)))
        if typed in path.lower() and not path.lower().endswith(_IMAGES + _PLAYED)
    )
