"""Which pages and files the site has and where: relates outlines, and looks at nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from devserver.model import (
    NavEntry,
    NavLink,
    NavPage,
    NavSection,
    Outline,
    Problem,
    SourcePath,
    Url,
)
from devserver.site.urls import Addresses, candidates


@dataclass(slots=True, eq=False)
class Node:
    """A place in the navigation tree. Titles of pages are looked up when shown, not kept here."""

    url: Url | None = None
    path: SourcePath | None = None
    title: str | None = None
    """A title given by the configuration or made from a folder's name."""
    href: str | None = None
    """A link to another site."""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, child: Node) -> Node:
        """Append a child and return it."""
        child.parent = self
        self.children.append(child)
        return child

    def ancestors(self) -> Iterator[Node]:
        """Give the nodes above this one, nearest first, without the root."""
        node = self.parent
        while node is not None and node.parent is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class Structure:
    """The shape of a site: it changes when files come, go or move, never with a title."""

    addresses: Addresses
    urls: Mapping[SourcePath, Url]
    """Of pages and static files."""
    pages: Mapping[Url, SourcePath]
    files: Mapping[Url, SourcePath]
    folders: Mapping[str, Url]
    """Every folder that holds a page, at whatever depth, and the url of its page or listing."""
    tree: Node
    nodes: Mapping[Url, Node]
    order: tuple[Url, ...]
    """Pages as a reader goes through them, and each one's place in it."""
    places: Mapping[Url, int]
    problems: tuple[Problem, ...]

    def meant(self, url: Url) -> Url | None:
        """Give the url of this site that an almost right one means."""
        stripped = SourcePath(self.addresses.docs + url.lstrip("/"))
        if stripped in self.urls and self.urls[stripped] != url:
            return self.urls[stripped]
        for candidate in candidates(url):
            listed = self.folder_of(candidate) is not None
            if listed or candidate in self.pages or candidate in self.files:
                return candidate
        return None

    def folder_of(self, url: Url) -> str | None:
        """Give the folder that is listed at ``url``; ``None`` if it has a page or is none."""
        folder = url.strip("/")
        if self.folders.get(folder) == url and url not in self.pages:
            return folder
        return None


def relate(
    outlines: Mapping[SourcePath, Outline],
    files: Iterable[SourcePath],
    addresses: Addresses,
    nav: tuple[NavEntry, ...] | None,
    before: Structure | None,
) -> Structure:
    """Give every page its url and its place. ``before`` decides who keeps a disputed url."""
    claims, problems = _claims(outlines, addresses, before)
    folders = _folders(claims, addresses)
    tree = _from_files(outlines, claims, folders, addresses)
    if nav is not None:
        tree = _from_configuration(nav, claims, tree)
    statics = {path: addresses.file_url(path) for path in files}
    nodes = {node.url: node for node in _walk(tree) if node.url is not None}
    pages = {url: path for path, url in claims.items()}
    order = tuple(node.url for node in _walk(tree) if node.url in pages)
    return Structure(
        addresses=addresses,
        urls={**statics, **claims},
        pages=pages,
        files={url: path for path, url in statics.items()},
        folders=folders,
        tree=tree,
        nodes=nodes,
        order=order,
        places={url: place for place, url in enumerate(order)},
        problems=tuple(problems),
    )


def shape(outline: Outline) -> tuple[object, ...]:
    """Give what of an outline the structure depends on."""
    return outline.order, outline.in_nav, outline.draft


def _claims(
    outlines: Mapping[SourcePath, Outline], addresses: Addresses, before: Structure | None
) -> tuple[dict[SourcePath, Url], list[Problem]]:
    best: dict[str, tuple[int, SourcePath]] = {}
    for path in sorted(outlines):
        rank = addresses.index_rank(path)
        if rank is not None:
            folder = addresses.folder(path)
            best[folder] = min(best.get(folder, (rank, path)), (rank, path))
    own = {path: folder for folder, (_, path) in best.items()}
    owner: dict[Url, SourcePath] = {}
    problems = []
    for path in sorted(outlines, key=lambda path: (path not in own, path)):
        url = addresses.folder_url(own[path]) if path in own else addresses.page_url(path)
        other = owner.setdefault(url, path)
        if other == path:
            continue
        if before is not None and before.pages.get(url) == path:
            owner[url], other = path, path
        loser, keeper = (path, owner[url]) if owner[url] != path else (other, path)
        message = f"{url} is already the url of {keeper}; this file has no page"
        problems.append(Problem(loser, 1, 1, "error", "duplicate-url", message))
    return {path: url for url, path in owner.items()}, problems


def _folders(claims: Mapping[SourcePath, Url], addresses: Addresses) -> dict[str, Url]:
    folders: dict[str, Url] = {}
    for path in claims:
        folder = addresses.folder(path)
        while folder not in folders:
            folders[folder] = addresses.folder_url(folder)
            folder = folder.rpartition("/")[0]
    folders.setdefault("", addresses.folder_url(""))
    return folders


def _from_files(
    outlines: Mapping[SourcePath, Outline],
    claims: Mapping[SourcePath, Url],
    folders: Mapping[str, Url],
    addresses: Addresses,
) -> Node:
    """Folders are sections; ``order``, then natural name order, sorts what is inside."""
    sections = {"": Node()}
    own = {url: path for path, url in claims.items()}
    ranked: dict[str, list[tuple[tuple[object, ...], Node]]] = {folder: [] for folder in folders}
    for folder, url in folders.items():
        if folder:
            page = own.get(url)
            if page is not None and not outlines[page].in_nav:
                continue
            name = folder.rpartition("/")[2]
            sections[folder] = Node(url, page, None if page else name_title(name))
            rank = _rank(outlines[page].order if page else None, name)
            ranked[folder.rpartition("/")[0]].append((rank, sections[folder]))
    for path, url in claims.items():
        folder = addresses.folder(path)
        if outlines[path].in_nav and (url != folders[folder] or not folder):
            first = -float("inf") if url == folders[folder] else outlines[path].order
            ranked[folder].append((_rank(first, addresses.stem(path)), Node(url, path)))
    for folder, section in sections.items():
        for _, node in sorted(ranked[folder], key=lambda pair: pair[0]):
            section.add(node)
    return sections[""]


def _rank(order: float | None, name: str) -> tuple[object, ...]:
    return (float("inf") if order is None else order, natural(name), name)


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which 2 comes before 10 and case does not matter."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


def name_title(name: str) -> str:
    """Make a title of a file's or folder's name."""
    words = re.sub(r"[-_\s]+", " ", name).strip() or name
    return words[:1].upper() + words[1:]


def _from_configuration(
    nav: Collection[NavEntry], claims: Mapping[SourcePath, Url], files: Node
) -> Node:
    """Lay out the tree as configured; a folder named there stands for what is inside it."""
    root = Node()
    sections = {node.url: node for node in _walk(files)}

    def lay(entries: Iterable[NavEntry], above: Node) -> None:
        for entry in entries:
            match entry:
                case NavLink():
                    above.add(Node(href=entry.href, title=entry.title))
                case NavSection():
                    lay(entry.children, above.add(Node(title=entry.title)))
                case NavPage() if entry.path in claims:
                    above.add(Node(claims[entry.path], entry.path, entry.title))
                case NavPage() if entry.path.endswith("/"):
                    folder = next((n for n in sections.values() if _is_folder(n, entry.path)), None)
                    if folder is not None:
                        folder.title = entry.title or folder.title
                        above.add(folder)

    lay(nav, root)
    return root


def _is_folder(node: Node, path: str) -> bool:
    return bool(node.children and node.url and path.endswith(node.url.removeprefix("/")))


def _walk(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _walk(child)
