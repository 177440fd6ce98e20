"""Which pages and files the site has and where: relates outlines, and looks at nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from devserver.model import Outline, Problem, SourcePath, Url
from devserver.site.slugs import said_url
from devserver.site.tabs import is_tabbed
from devserver.site.tree import Layout, Nav, Node, by_folder
from devserver.site.urls import Addresses, candidates, file_at, is_nameable


@dataclass(frozen=True, slots=True)
class Structure:
    """The shape of a site: it changes when files come, go or move, never with a title."""

    addresses: Addresses
    urls: Mapping[SourcePath, Url]
    """Of pages and static files."""
    pages: Mapping[Url, SourcePath]
    files: Mapping[Url, SourcePath]
    others: frozenset[SourcePath]
    """Every file without an outline, also those that no url is left for."""
    folders: Mapping[str, Url]
    """Every folder that holds a page, at whatever depth, and the url of its page or listing."""
    listings: Mapping[Url, str]
    """Those of them that have no page, and show what is in them instead."""
    sections: Mapping[str, Node]
    """What lies in each folder, whatever navigation is configured."""
    tree: Node
    nodes: Mapping[Url, Node]
    """Where each url stands in the tree: the first place, if there are several."""
    order: tuple[Url, ...]
    """Pages as a reader goes through them, and each one's place in it (the last of several)."""
    places: Mapping[Url, int]
    tabbed: bool
    """Whether the first level stands at the top of each page."""
    problems: tuple[Problem, ...]

    def meant(self, url: Url) -> Url | None:
        """Give the url of this site that an almost right one means."""
        stripped = SourcePath(self.addresses.docs + url.lstrip("/"))
        if stripped in self.urls and self.urls[stripped] != url:
            return self.urls[stripped]
        there = (self.pages, self.listings, self.files)
        return next((u for u in candidates(url) if any(u in known for known in there)), None)

    def folder_of(self, url: Url) -> str | None:
        """Give the folder that is listed at ``url``; ``None`` if it has a page or is none."""
        return self.listings.get(url)


def relate(
    outlines: Mapping[SourcePath, Outline],
    others: Collection[SourcePath],
    addresses: Addresses,
    nav: Nav,
    before: Structure | None,
) -> Structure:
    """Give every page its url and its place. ``before`` decides who keeps a disputed url.

    ``others`` are the files of the docs folder without an outline: static ones, hidden drafts.
    """
    given = frozenset(others)
    outlines, others, nameless = _nameable(outlines, others)
    claims = _claims(outlines, addresses, nav, before)
    pages = {claimants[0]: url for url, claimants in claims.items()}
    statics = {path: addresses.file_url(path) for path in others if not addresses.is_page(path)}
    covered = {file_at(url): path for path, url in pages.items()}
    files = {path: url for path, url in statics.items() if url not in covered}
    urls = {**files, **pages}
    folders = _folders(pages, addresses)
    sections = by_folder(outlines, pages, folders, addresses, nav)
    layout = Layout(nav, addresses, urls, sections, {*outlines, *others}, list(nav.problems))
    tree = sections[""] if nav.entries is None else layout.tree()
    at = {url: path for path, url in pages.items()}
    below = list(tree.below())
    nodes = {node.url: node for node in reversed(below) if node.url is not None}
    order = _order(below, at, addresses)
    served = {url: path for path, url in files.items()}
    return Structure(
        addresses=addresses,
        urls=urls,
        pages=at,
        files=served,
        others=given,
        folders=folders,
        listings=_listings(folders, at, served, addresses),
        sections=sections,
        tree=tree,
        nodes=nodes,
        order=order,
        places={url: place for place, url in enumerate(order)},
        tabbed=is_tabbed(tree) if nav.tabs is None else nav.tabs,
        problems=(
            *_all_taken(claims, statics, covered),
            *map(_nameless, nameless),
            *layout.problems,
            *_left_out(outlines, pages, nodes, nav),
        ),
    )


def _nameable(
    outlines: Mapping[SourcePath, Outline], others: Collection[SourcePath]
) -> tuple[Mapping[SourcePath, Outline], Collection[SourcePath], list[SourcePath]]:
    """Part what can have a url from what cannot."""
    nameless = sorted(path for path in (*outlines, *others) if not is_nameable(path))
    if nameless:
        outlines = {path: said for path, said in outlines.items() if path not in nameless}
        others = set(others).difference(nameless)
    return outlines, others, nameless


def shape(outline: Outline) -> tuple[object, ...]:
    """Give what of an outline the structure depends on."""
    said = (outline.meta.get(key) for key in ("slug", "id", "sidebar_position"))
    return outline.order, outline.in_nav, outline.draft, *map(str, said)


# ---------------------------------------------------------------- urls


def _claims(
    outlines: Mapping[SourcePath, Outline],
    addresses: Addresses,
    nav: Nav,
    before: Structure | None,
) -> dict[Url, list[SourcePath]]:
    """Give the pages that claim each url, first the one that gets it.

    An ``index`` comes before a ``README``. Of all others the one that had the url keeps it; if
    none did, a folder's own page comes before one that is only called like the folder.
    """
    ranked = [(addresses.index_rank(path), path) for path in outlines]
    indexes = {path: rank for rank, path in ranked if rank is not None}
    best: dict[str, tuple[int, SourcePath]] = {}
    for path, rank in indexes.items():
        folder = addresses.folder(path)
        best[folder] = min(best.get(folder, (rank, path)), (rank, path))
    if nav.home is not None and nav.home in outlines:
        best.setdefault("", (0, nav.home))
    heads = {path: folder for folder, (_, path) in best.items()}
    claims: dict[Url, list[tuple[bool, bool, bool, SourcePath]]] = {}
    for path in sorted(outlines):
        head = path in heads
        second = path in indexes and not head
        said = said_url(outlines[path], addresses) if addresses.numbered else None
        if said is not None:
            url = said
        elif head or (second and addresses.mkdocs):
            url = addresses.folder_url(heads.get(path, addresses.folder(path)))
        else:
            url = addresses.page_url(path)
        had = before is not None and before.pages.get(url) == path
        claims.setdefault(url, []).append((second, not had, not head, path))
    return {url: [claim[-1] for claim in sorted(made)] for url, made in claims.items()}


def _all_taken(
    claims: Mapping[Url, list[SourcePath]],
    statics: Mapping[SourcePath, Url],
    covered: Mapping[Url, SourcePath],
) -> Iterator[Problem]:
    """Tell which files want a url that another has: of a page's claimants, and of static files."""
    for url, (there, *rest) in claims.items():
        yield from (_taken(url, there, path) for path in rest)
    for path, url in statics.items():
        if url in covered:
            yield _taken(url, covered[url], path)


def _taken(url: Url, there: SourcePath, path: SourcePath) -> Problem:
    message = f"{url} is already the url of {there}; this file is not published"
    return Problem(path, 1, 1, "error", "duplicate-url", message)


def _nameless(path: SourcePath) -> Problem:
    message = "no address can have a backslash or control character; this file is not published"
    return Problem(path, 1, 1, "error", "file-name", message)


def _folders(pages: Mapping[SourcePath, Url], addresses: Addresses) -> dict[str, Url]:
    folders = {"": addresses.folder_url("")}
    for path in pages:
        folder = addresses.folder(path)
        while folder not in folders:
            folders[folder] = addresses.folder_url(folder)
            folder = folder.rpartition("/")[0]
    return folders


def _listings(
    folders: Mapping[str, Url],
    pages: Mapping[Url, SourcePath],
    files: Mapping[Url, SourcePath],
    addresses: Addresses,
) -> dict[Url, str]:
    """Give the folders that need a page made for them.

    MkDocs shows nothing in place of a folder, and a preview no more than what will be there; only
    a site that has no start gets one.
    """
    needed = {url: folder for folder, url in folders.items() if not (folder and addresses.mkdocs)}
    return {u: f for u, f in needed.items() if u not in pages and file_at(u) not in files}


def _order(below: list[Node], pages: Collection[Url], addresses: Addresses) -> tuple[Url, ...]:
    """Give the pages as a reader goes through them.

    MkDocs goes through what the navigation names, a picture too, and through a page as often as
    it is named.
    """
    named = [node.url for node in below if node.url is not None]
    return tuple(named if addresses.mkdocs else dict.fromkeys(url for url in named if url in pages))


def _left_out(
    outlines: Mapping[SourcePath, Outline],
    pages: Mapping[SourcePath, Url],
    nodes: Mapping[Url, Node],
    nav: Nav,
) -> Iterator[Problem]:
    """Tell which pages a configured navigation forgets."""
    severity = nav.validation.omitted_files
    if nav.entries is None or severity is None:
        return
    for path, url in pages.items():
        outline = outlines[path]
        meant = outline.draft or not outline.in_nav or nav.omitted(path)
        if url not in nodes and not meant:
            message = f"this page is not in the navigation of {nav.file}"
            yield Problem(path, 1, 1, severity, "not-in-nav", message)
