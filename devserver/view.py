"""What a template sees: one page and only its own surroundings, with links relative to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from devserver.model import Problem, Url

Search = Literal["live", "static", "none"]
"""Who answers a search: the server that keeps the pages, an index beside finished files, nobody."""

Kind = Literal["page", "listing", "missing", "welcome", "problem"]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the navigation tree, as far as it is shown on one page."""

    title_html: str
    href: str | None
    """Relative to the page; ``None`` for a section without a page of its own."""
    current: bool = False
    """This is the page being read."""
    active: bool = False
    """The page being read is this one or lies below it."""
    section: bool = False
    external: bool = False
    children: tuple[NavItem, ...] = ()
    more: int = 0
    """How many siblings after this one are left out (a folder of thousands)."""
    icon: str = ""
    """A picture before the title, as HTML."""
    status: str = ""
    """A word such as ``new`` that the page says of itself."""
    opened: bool = False
    """What is below it shows from the beginning."""
    ruled: bool = False
    """A line is drawn above it."""

    @property
    def plain(self) -> bool:
        """Whether it is a link and no more, as most are: a template is then soon done with it."""
        marked = self.active or self.section or self.external or self.icon or self.status
        return not (marked or self.href is None or self.children or self.more or self.ruled)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to a page, or a neighbour of it: a title and a relative link."""

    title_html: str
    href: str | None


@dataclass(frozen=True, slots=True)
class TocItem:
    """An entry of the on-page table of contents."""

    title_html: str
    id: str
    children: tuple[TocItem, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a project says of itself beside its name."""

    description: str = ""
    author: str = ""
    copyright: str = ""
    """HTML, as the author wrote it."""
    repo_name: str = ""
    language: str = ""
    """A language tag (BCP 47)."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """``site`` in a template: what is the same on every page, links relative to the page."""

    title: str
    home: str
    root: str
    """Prefix from this page to the root of the site: ``./``, ``../`` … or ``/`` on a 404 page."""
    styles: tuple[str, ...] = ()
    scripts: tuple[Mapping[str, Any], ...] = ()
    """``{"src", "type", "defer", "async"}``."""
    logo: str | None = None
    favicon: str | None = None
    accent: str | None = None
    repo_url: str | None = None
    base_url: str | None = None
    finished: bool = False
    """The page is made for a host of plain files, and not for the live server."""
    feed: str | None = None
    assets: Mapping[str, str] = field(default_factory=dict)
    """By the name of each static file of the theme: a link to it."""
    about: About = field(default_factory=About)
    search: Search = "none"


@dataclass(frozen=True, slots=True)
class PageView:
    """``page`` in a template: one page and only its own surroundings, links relative to it."""

    kind: Kind
    url: Url
    title: str
    title_html: str
    body: str
    """The article's HTML, finished and trusted."""
    description: str = ""
    path: str = ""
    toc: tuple[TocItem, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    nav: tuple[NavItem, ...] = ()
    tabs: tuple[NavItem, ...] = ()
    """The first level of ``nav``, each with a link, where it stands at the top of the page."""
    previous: Crumb | None = None
    next: Crumb | None = None
    edit_url: str | None = None
    canonical: str | None = None
    image: str | None = None
    """An absolute url of what is shown where the page is shared."""
    published: str = ""
    """When the page was first published, if it says so: a date, or with its time (RFC 3339)."""
    tags: tuple[str, ...] = ()
    draft: bool = False
    hidden: tuple[str, ...] = ()
    """What the page wants hidden: ``navigation``, ``toc``, ``path``, ``tags``, ``footer``."""
    words: int = 0
    meta: Mapping[str, Any] = field(default_factory=dict)
    entries: tuple[Crumb, ...] = ()
    """A listing's pages, or a 404's near matches."""
    problems: tuple[Problem, ...] = ()
    """What keeps the page from being built, on a problem page."""
