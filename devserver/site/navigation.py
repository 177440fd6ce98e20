"""What one page shows of the site around it: its branch of the tree, its way, its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from devserver.model import SourcePath, Url
from devserver.site.structure import Structure
from devserver.site.tree import Node
from devserver.site.urls import relative
from devserver.view import Crumb, NavItem

WHOLE: Final = 150
"""Up to so many places the whole tree is on every page, so that sections can be unfolded."""

WINDOW: Final = 100
"""So many siblings at most are shown of a longer list, around the one being read."""

TitleOf = Callable[[SourcePath], str]
"""A page's title as safe inline HTML."""

SignOf = Callable[[SourcePath], tuple[str, str]]
"""A page's icon, as HTML, and its status, a word; empty if it has none."""


def _no_sign(_: SourcePath) -> tuple[str, str]:
    return "", ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The site as one page sees it; every link is relative to the page."""

    url: Url
    nav: tuple[NavItem, ...]
    tabs: tuple[NavItem, ...]
    """The first level, where it stands at the top of the page; else nothing."""
    crumbs: tuple[Crumb, ...]
    previous: Crumb | None
    next: Crumb | None


def surroundings(
    structure: Structure, url: Url, title_of: TitleOf, escape: TitleOf, sign_of: SignOf = _no_sign
) -> Surroundings:
    """Look around from ``url``. Pages elsewhere in a large tree have no part in the result.

    ``escape`` makes HTML of a title that a configuration gave as plain text.
    """
    here = _Here(structure, url, title_of, escape)
    here.sign_of = sign_of
    previous, following = _neighbours(structure, url)
    return Surroundings(
        url=url,
        nav=here.items(structure.tree),
        tabs=here.tabs(structure.tree) if structure.tabbed else (),
        crumbs=tuple(here.crumb(node) for node in reversed(list(here.ancestors))),
        previous=here.neighbour(previous),
        next=here.neighbour(following),
    )


def from_anywhere(around: Surroundings, above: str) -> Surroundings:
    """Have the links of a page at the root hold at any url; ``above`` is the root's path."""

    def item(shown: NavItem) -> NavItem:
        href = shown.href
        if href is not None and not shown.external:
            href = above + href.removeprefix("./")
        return replace(shown, href=href, children=tuple(map(item, shown.children)))

    nav, tabs = tuple(map(item, around.nav)), tuple(map(item, around.tabs))
    return replace(around, nav=nav, tabs=tabs)


def children(
    structure: Structure, url: Url, title_of: TitleOf, escape: TitleOf
) -> tuple[Crumb, ...]:
    """List what lies in the folder whose listing is at ``url``."""
    here = _Here(structure, url, title_of, escape)
    section = structure.sections[structure.listings[url]]
    return tuple(Crumb(here.title(n), here.href(n, folded=True)) for n in section.children)


class _Here:
    """One page as a point of view."""

    def __init__(self, structure: Structure, url: Url, title_of: TitleOf, escape: TitleOf) -> None:
        self._url = url
        self._title_of = title_of
        self._escape = escape
        self._structure = structure
        self._node = structure.nodes.get(url) or self._nearest(structure, url)
        self.ancestors = list(self._node.ancestors()) if self._node else []
        if self._node is not None and self._node.url != url:
            self.ancestors.insert(0, self._node)
        self._active = {id(node) for node in (self._node, *self.ancestors) if node}
        self._whole = len(structure.nodes) <= WHOLE
        self.sign_of: SignOf = _no_sign

    @staticmethod
    def _nearest(structure: Structure, url: Url) -> Node | None:
        """Find the section in which a page outside the navigation lies."""
        folder = url.strip("/")
        while folder:
            folder = folder.rpartition("/")[0]
            node = structure.nodes.get(structure.folders.get(folder, Url("")))
            if node is not None and folder:
                return node
        return None

    def items(self, node: Node) -> tuple[NavItem, ...]:
        """Show the children of ``node``, unfolded along the way to the page."""
        shown, more = self._window(node.children)
        items = [self._item(child) for child in shown[:-1]]
        return (*items, *(self._item(child, more) for child in shown[-1:]))

    def tabs(self, root: Node) -> tuple[NavItem, ...]:
        """Show the first level alone, each section with a link into it."""
        shown, _ = self._window(root.children)
        tabs = (replace(self._item(node), href=self.href(node, folded=True)) for node in shown)
        return tuple(replace(tab, children=(), more=0) for tab in tabs if tab.href is not None)

    def _window(self, nodes: list[Node]) -> tuple[list[Node], int]:
        if len(nodes) <= WINDOW:
            return nodes, 0
        here = next((i for i, node in enumerate(nodes) if id(node) in self._active), 0)
        start = max(0, min(here - WINDOW // 2, len(nodes) - WINDOW))
        return nodes[start : start + WINDOW], len(nodes) - WINDOW

    def _item(self, node: Node, more: int = 0) -> NavItem:
        active = id(node) in self._active
        unfolded = active or self._whole
        icon, status = self.sign_of(node.path) if node.path else ("", "")
        number = f'<span class="number">{node.look.number}</span> ' if node.look.number else ""
        return NavItem(
            title_html=number + self.title(node),
            href=self.href(node, folded=not unfolded),
            current=active and node.url == self._url,
            active=active,
            section=bool(node.children),
            external=node.href is not None and _leads_out(node.href),
            children=self.items(node) if unfolded else (),
            more=more,
            icon=icon,
            status=status,
            opened=node.look.opened,
            ruled=node.look.ruled,
        )

    def title(self, node: Node) -> str:
        """Give a place's title as HTML."""
        if node.look.html is not None:
            return node.look.html
        if node.title is None and node.path is not None:
            return self._title_of(node.path)
        return self._escape(SourcePath(node.title or ""))

    def href(self, node: Node, *, folded: bool = False) -> str | None:
        """Link to a place; to the first page inside it where a folded section has none."""
        if node.href is not None:
            return node.href if _leads_out(node.href) else self._from_root(node.href)
        target = node.url
        if target is None and folded:
            target = next((below.url for below in node.below() if below.url is not None), None)
        return None if target is None else relative(self._url, target)

    def _from_root(self, href: str) -> str:
        path, mark, rest = href.partition("#")
        return relative(self._url, Url(f"/{path}")) + mark + rest

    def crumb(self, node: Node) -> Crumb:
        """Show a place as a step of the way."""
        return Crumb(self.title(node), self.href(node))

    def neighbour(self, url: Url | None) -> Crumb | None:
        """Show the page before or after."""
        node = self._structure.nodes.get(url) if url else None
        return self.crumb(node) if node else None


def _leads_out(href: str) -> bool:
    """Whether a link is one to another site, or to another place of the same host."""
    return href.startswith("/") or ":" in href.partition("/")[0]


def _neighbours(structure: Structure, url: Url) -> tuple[Url | None, Url | None]:
    place = structure.places.get(url)
    if place is None:
        return None, None
    order = structure.order
    return (
        order[place - 1] if place > 0 else None,
        order[place + 1] if place + 1 < len(order) else None,
    )
