"""The dictionary: every noun the rooms of the house hand to each other, and nothing that acts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NewType

SourcePath = NewType("SourcePath", str)
"""A file by its path relative to the project folder, with ``/``; never absolute, never ``..``."""

Url = NewType("Url", str)
"""A page or file as the server knows it: decoded, root-relative, starts with ``/``."""

Digest = NewType("Digest", str)
"""32 hexadecimal digits of BLAKE2b: equal digests mean equal content."""

Line = NewType("Line", int)
"""A line of a source file, counted from 1, front matter included."""

Severity = Literal["error", "warning", "hint"]


def digest(content: bytes | str) -> Digest:
    """Name ``content`` (text as UTF-8) so that equal content, and only that, has an equal name."""
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return Digest(hashlib.blake2b(raw, digest_size=16).hexdigest())


# ---------------------------------------------------------------- what is on the disk


@dataclass(frozen=True, slots=True)
class Stamp:
    """What ``stat`` says of a file; two equal stamps mean that it need not be read again."""

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int


@dataclass(frozen=True, slots=True)
class Source:
    """One file at one instant. A static file is never read: its digest is that of its stamp."""

    path: SourcePath
    stamp: Stamp
    digest: Digest


# ---------------------------------------------------------------- what can go wrong


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the user's content, told once with its place; ``line`` and ``column`` from 1."""

    path: SourcePath
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    excerpt: str = ""
    """The source line itself, for the overlay; filled in when the problem is reported."""

    def where(self) -> str:
        """``path:line:column``, the form that editors and terminals make a link of."""
        return f"{self.path}:{self.line}:{self.column}"


# ---------------------------------------------------------------- what a page is made of


@dataclass(frozen=True, slots=True)
class Outline:
    """What a light scan knows of a page: enough for urls, navigation and neighbours."""

    path: SourcePath
    title: str
    """Plain text, never empty."""
    title_html: str
    """The same with inline code and emphasis; safe HTML without links."""
    title_from: Literal["front matter", "heading", "name"] = "name"
    order: float | None = None
    draft: bool = False
    in_nav: bool = True
    template: str = "page.html"
    description: str = ""
    tags: tuple[str, ...] = ()
    meta: dict[str, Any] = field(default_factory=dict)
    """The whole front matter, as plain JSON values."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How Markdown is read: which extensions, with which options, in which tool's meaning."""

    extensions: tuple[str, ...]
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By extension, plain JSON values; a callable is named ``{"python/name": "dotted.name"}``."""
    mkdocs: bool = False
    """MkDocs' meanings: raw HTML is left as written, titles and metadata as MkDocs has them."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A source with its includes in place."""

    text: str
    origins: tuple[tuple[SourcePath, int], ...] | None = None
    """The file and line each line of ``text`` came from; ``None`` when nothing is included."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One conversion, complete: a worker needs, and its result depends on, nothing else."""

    path: SourcePath
    expanded: Expanded
    dialect: Dialect


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with an anchor. ``title_html`` is safe inline HTML without links."""

    level: int
    id: str
    title: str
    title_html: str


@dataclass(frozen=True, slots=True)
class Link:
    """A reference from a page, as the author wrote it, at the place of its target in the source."""

    target: str
    path: SourcePath
    line: int
    column: int
    kind: Literal["link", "image"] = "link"


@dataclass(frozen=True, slots=True)
class Document:
    """A page's Markdown converted. Its links are not resolved: that needs the rest of the site.

    The article's HTML is ``parts[0] + href(links[0]) + parts[1] + …``: always one part more
    than there are links, each link filling the inside of one quoted attribute.
    """

    path: SourcePath
    parts: tuple[str, ...]
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id in the article, headings included, in order."""
    words: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One finished page: ``version`` is the digest of ``html``."""

    url: Url
    version: Digest
    html: str
    status: int = 200


# ---------------------------------------------------------------- what navigation is written as


@dataclass(frozen=True, slots=True)
class NavPage:
    """A page named in a configured navigation; no title means the page's own."""

    path: SourcePath
    title: str | None = None


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link to another site in a configured navigation."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class NavSection:
    """A titled group in a configured navigation."""

    title: str
    children: tuple[NavEntry, ...]


NavEntry = NavPage | NavLink | NavSection


# ---------------------------------------------------------------- what a template sees


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


@dataclass(frozen=True, slots=True)
class PageView:
    """``page`` in a template: one page and only its own surroundings, links relative to it."""

    kind: Literal["page", "listing", "missing", "welcome", "problem"]
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
    previous: Crumb | None = None
    next: Crumb | None = None
    edit_url: str | None = None
    canonical: str | None = None
    tags: tuple[str, ...] = ()
    draft: bool = False
    words: int = 0
    meta: Mapping[str, Any] = field(default_factory=dict)
    entries: tuple[Crumb, ...] = ()
    """A listing's pages, or a 404's near matches."""
    problems: tuple[Problem, ...] = ()
    """What keeps the page from being built, on a problem page."""
