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


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The theme's files, the project's already laid over the built-in ones."""

    templates: Mapping[str, str]
    own: frozenset[str]
    """Templates that come from the project."""
    statics: Mapping[str, tuple[str, Digest]]
    """By name: the absolute path and the digest of the content."""
    prefix: str = ""
    """The project's templates folder as a source path, for problems about its files."""


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
    label_html: str = ""
    """What the navigation calls it instead, if that is another name."""
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
    like: Literal["mdbook", "docusaurus"] | None = None
    """Another tool for which the folder was written, and whose way of saying things it has."""

    def has(self, name: str) -> bool:
        """Whether an extension is among them, by its short name or by that of its module."""
        return name in self.extensions or f"markdown.extensions.{name}" in self.extensions

    def options_of(self, name: str) -> dict[str, Any]:
        """Give the options of an extension, by either of its names."""
        return self.options.get(name) or self.options.get(f"markdown.extensions.{name}") or {}


@dataclass(frozen=True, slots=True)
class Expanded:
    """A source with its includes in place."""

    text: str
    origins: tuple[tuple[SourcePath, int], ...] | None = None
    """The file and line each line of ``text`` came from; ``None`` when nothing is included."""
    problems: tuple[Problem, ...] = ()
    indents: tuple[int, ...] = ()
    """How many columns of each line its include added; empty when nothing is included."""


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

    The article's HTML is ``parts[0] + href(links[0]) + parts[1] + …``: each link fills the inside
    of one quoted attribute, and ``external`` ones, to other sites, are in place already.
    """

    path: SourcePath
    parts: tuple[str, ...]
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()  # Every id in the article, headings included, in order.
    words: int = 0
    problems: tuple[Problem, ...] = ()
    failed: bool = False  # It was given up: whatever was good before stays on screen.
    external: tuple[Link, ...] = ()
    lines: tuple[tuple[int, int, int, SourcePath], ...] = ()  # By part, offset in it, line, file.


@dataclass(frozen=True, slots=True)
class Page:
    """One finished page: ``version`` is the digest of ``html``."""

    url: Url
    version: Digest
    html: str
    status: int = 200


# ---------------------------------------------------------------- what navigation is written as


@dataclass(frozen=True, slots=True)
class NavLook:
    """How an entry is shown: safe HTML, a number (``3.1.``), a line above it, opened or folded."""

    html: str | None = None
    number: str = ""
    ruled: bool = False
    opened: bool = False


@dataclass(frozen=True, slots=True)
class NavPage:
    """A page named in a configured navigation; no title means the page's own."""

    path: SourcePath
    """A path ending with ``/`` is a folder, and stands for everything inside it."""
    title: str | None = None
    line: int = 1
    """Where the configuration names it."""
    column: int = 1
    children: tuple[NavEntry, ...] = ()
    look: NavLook = NavLook()


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
    look: NavLook = NavLook()


NavEntry = NavPage | NavLink | NavSection
