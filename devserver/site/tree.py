"""The places of a site as a tree: as its folders have them, or as a configuration lays them out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from devserver.model import (
    NavEntry,
    NavLink,
    NavLook,
    NavPage,
    NavSection,
    Outline,
    Problem,
    SourcePath,
    Url,
)
from devserver.site.categories import Category
from devserver.site.near import Names
from devserver.site.order import LAST, Rank, folder_rank, page_rank
from devserver.site.outline import name_title
from devserver.site.urls import Addresses
from devserver.site.validation import Validation


@dataclass(slots=True, eq=False)
class Node:
    """A place in the navigation tree. Titles of pages are looked up when shown, not kept here."""

    url: Url | None = None
    path: SourcePath | None = None
    title: str | None = None
    """A title given by the configuration or made from a folder's name."""
    href: str | None = None
    """A link to another site or, from the root of this one, to where nothing of it is known."""
    look: NavLook = field(default_factory=NavLook)
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, child: Node) -> Node:
        """Append a child and return it."""
        child.parent = self
        self.children.append(child)
        return child

    def graft(self, other: Node, title: str | None = None) -> None:
        """Append a copy of another tree; of one whose top is no place, append what is in it."""
        top = Node(other.url, other.path, title or other.title, other.href, other.look)
        above = self.add(top) if top.url or top.title else self
        for child in other.children:
            above.graft(child)

    def ancestors(self) -> Iterator[Node]:
        """Give the nodes above this one, nearest first, without the root."""
        node = self.parent
        while node is not None and node.parent is not None:
            yield node
            node = node.parent

    def below(self) -> Iterator[Node]:
        """Give every node below this one, in the order of reading."""
        left = self.children[::-1]
        while left:
            node = left.pop()
            yield node
            left += reversed(node.children)


@dataclass(frozen=True, slots=True)
class Nav:
    """What a configuration says of the navigation."""

    file: SourcePath
    """The configuration itself; empty if there is none."""
    entries: tuple[NavEntry, ...] | None = None
    """``None``: as the folders have it."""
    omitted: Callable[[SourcePath], bool] = lambda _: False
    """Whether a page is meant to be left out."""
    tabs: bool | None = None
    """Whether the first level stands at the top of each page; ``None``: if that helps."""
    home: SourcePath | None = None
    """The page that is the site's first one where no file is called so."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the file itself."""
    folders: bool = True
    """Whether a path that ends with ``/`` stands for everything in that folder."""
    validation: Validation = field(default_factory=Validation)
    categories: Mapping[str, Category] = field(default_factory=dict)
    """What folders say of themselves."""


# ---------------------------------------------------------------- as the folders have it


def by_folder(
    outlines: Mapping[SourcePath, Outline],
    pages: Mapping[SourcePath, Url],
    folders: Mapping[str, Url],
    addresses: Addresses,
    nav: Nav,
) -> dict[str, Node]:
    """Give the section of each folder with all below it; that of ``""`` is the whole tree.

    In MkDocs' meaning files come before folders, and a folder's page is one of its files. Else
    that page is the section itself: its ``order`` places it, its ``nav: false`` hides all of it.
    """
    sections = _sections(pages, folders, addresses, nav)
    heads = {section.path for section in sections.values()}
    ranked: dict[str, list[tuple[Rank, Node]]] = {folder: [] for folder in folders}
    for path, url in pages.items():
        shown = outlines[path].in_nav and not nav.omitted(path)
        if shown and path not in heads:
            order = -LAST if url == folders[""] else outlines[path].order
            rank = page_rank(path, order, addresses)
            ranked[addresses.folder(path)].append((rank, Node(url, path)))
    # The deepest first: only then is it known which sections have anything in them.
    for folder in sorted(folders, key=len, reverse=True):
        section = sections[folder]
        for _, node in sorted(ranked[folder], key=lambda pair: pair[0]):
            section.add(node)
        page = outlines[section.path] if section.path else None
        if folder and (page.in_nav if page else section.children):
            above, _, name = folder.rpartition("/")
            said = nav.categories.get(folder, Category())
            given = page.order if page and said.position is None else said.position
            rank = folder_rank(name, given, addresses)
            ranked[above].append((rank, section))
    return sections


def _sections(
    pages: Mapping[SourcePath, Url], folders: Mapping[str, Url], addresses: Addresses, nav: Nav
) -> dict[str, Node]:
    """Make a section of each folder; the top is no place of its own."""
    at = {url: path for path, url in pages.items()}
    sections = {"": Node()}
    for folder, url in folders.items():
        if folder and addresses.mkdocs:
            sections[folder] = Node(title=mkdocs_title(folder.rpartition("/")[2]))
        elif folder:
            said = nav.categories.get(folder, Category())
            own = _page_of(folder, said, pages, addresses) or at.get(url)
            title = None if own else name_title(SourcePath(f"{folder}/index.md")).text
            look = NavLook(opened=said.opened)
            sections[folder] = Node(
                pages.get(own, url) if own else url, own, said.label or title, look=look
            )
    return sections


def _page_of(
    folder: str, said: Category, pages: Mapping[SourcePath, Url], addresses: Addresses
) -> SourcePath | None:
    """Find the page that a folder names as its own, by its path from there or from the top."""
    for name in (f"{folder}/{said.page}", said.page) if said.page else ():
        for path in pages:
            if addresses.named(addresses.bare(path)) in (name, addresses.named(name)):
                return path
    return None


def mkdocs_title(folder: str) -> str:
    """Make a section's title of a folder's name, by the rule of MkDocs' ``dirname_to_title``."""
    title = folder.replace("-", " ").replace("_", " ")
    return title.capitalize() if title.lower() == title else title


# ---------------------------------------------------------------- as a configuration lays it out


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays out the navigation that is asked for, and tells what is asked for in vain."""

    nav: Nav
    addresses: Addresses
    urls: Mapping[SourcePath, Url]
    """Of pages and static files."""
    sections: Mapping[str, Node]
    unseen: Collection[SourcePath]
    """Pages that exist, but are not shown now."""
    problems: list[Problem] = field(default_factory=list)
    _titles: dict[SourcePath, str | None] = field(default_factory=dict)
    """What a page is called where it stands first: to MkDocs, it is the same page everywhere."""

    def tree(self) -> Node:
        """Lay everything out; a folder that is named stands for what is inside it."""
        root = Node()
        self._lay(self.nav.entries or (), root)
        return root

    def _lay(self, entries: Iterable[NavEntry], above: Node) -> None:
        for entry in entries:
            match entry:
                case NavLink():
                    above.add(Node(href=entry.href, title=entry.title))
                case NavSection():
                    below = above.add(Node(title=entry.title, look=entry.look))
                    self._lay(entry.children, below)
                case NavPage():
                    self._lay_page(entry, above)

    def _lay_page(self, entry: NavPage, above: Node) -> None:
        folder = self._relative(entry).rstrip("/").removeprefix(".")
        url, title = self.urls.get(entry.path), entry.title
        if self.addresses.mkdocs:
            title = self._titles.setdefault(entry.path, title)
        if url is not None and self.addresses.is_page(entry.path):
            node = above.add(Node(url, entry.path, title, look=entry.look))
            self._lay(entry.children, node)
        elif url is not None:
            above.add(Node(url, title=title or entry.path.rpartition("/")[2]))
        elif entry.path.endswith("/") and folder in self.sections and self.nav.folders:
            above.graft(self.sections[folder], title)
        else:
            self._lay_missing(entry, title, above)

    def _lay_missing(self, entry: NavPage, title: str | None, above: Node) -> None:
        if entry.path not in self.unseen:
            self._miss(entry)
            if self.addresses.mkdocs:
                # Its author may know better: a plugin makes it, or it is on the host anyway.
                above.add(Node(href=self._relative(entry), title=title or self._relative(entry)))
        if entry.children:
            self._lay(entry.children, above.add(Node(title=entry.title, look=entry.look)))

    def _relative(self, entry: NavPage) -> str:
        return entry.path.removeprefix(self.addresses.docs)

    def _miss(self, entry: NavPage) -> None:
        wanted = self._relative(entry)
        if wanted.endswith("/"):
            what, there = "folder with pages", [f"{folder}/" for folder in self.sections if folder]
        else:
            pages = filter(self.addresses.is_page, self.urls)
            what, there = "page", [self.addresses.relative(path) for path in pages]
        near = Names(there).nearest(wanted)
        message = f"there is no {what} “{wanted}”" + (f", did you mean “{near}”?" if near else "")
        severity = self.nav.validation.nav_not_found
        if severity is not None:
            place = (self.nav.file, entry.line, entry.column)
            self.problems.append(Problem(*place, severity, "nav-missing-file", message))
