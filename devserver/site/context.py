"""What a template is given: one page and only its own surroundings, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit

from devserver.model import Document, Heading, Outline, SourcePath, Url
from devserver.site.dates import written
from devserver.site.navigation import Surroundings
from devserver.site.urls import relative
from devserver.view import About, Crumb, Kind, PageView, Search, SiteView, TocItem

FEED: Final = Url("/feed.xml")

THEME: Final = "/_devserver/theme/"
"""Where the theme's static files stand."""


@dataclass(frozen=True, slots=True)
class Face:
    """What is the same on every page; links to files of this site are urls from its root."""

    title: str
    home: Url
    styles: tuple[str, ...] = ()
    scripts: tuple[Mapping[str, Any], ...] = ()
    logo: str | None = None
    favicon: str | None = None
    accent: str | None = None
    repo_url: str | None = None
    edit_url: str | None = None
    """With ``{path}``, the page's path below the docs folder, or ``{path_noext}``."""
    base_url: str | None = None
    about: About = field(default_factory=About)
    search: Search = "none"
    docs: str = ""
    """The docs folder's prefix in source paths."""
    front: Url = Url("/")  # noqa: RUF009 - a text by another name
    """What the first page is called where it is named in full: MkDocs may name its file."""
    finished: bool = False
    feed: Url | None = None
    assets: Mapping[str, str] = field(default_factory=dict)
    """By the name of each static file of the theme: the one it has in its folder on this site."""

    @property
    def above(self) -> str:
        """Give the path that the site has on its host, with a slash at its end."""
        path = urlsplit(self.base_url or "").path
        return f"{path.rstrip('/')}/"

    def files(self) -> frozenset[str]:
        """Give every url that the face names, of this site or another."""
        named = (*self.styles, *(s["src"] for s in self.scripts), self.logo, self.favicon)
        return frozenset(url for url in named if url)


def site_view(face: Face, url: Url | None) -> SiteView:
    """Show the site from ``url``; from ``None``, a page that is shown at any url, absolutely."""
    above = face.above

    def seen(target: str | None) -> str | None:
        if target is None or not target.startswith("/") or target.startswith("//"):
            return target
        return relative(url, Url(target)) if url is not None else above + quote(target[1:])

    root = above if url is None else "../" * (url.count("/") - 1) or "./"
    return SiteView(
        title=face.title,
        home=seen(face.home) or root,
        root=root,
        styles=tuple(seen(style) or "" for style in face.styles),
        scripts=tuple({**script, "src": seen(script["src"])} for script in face.scripts),
        logo=seen(face.logo),
        favicon=seen(face.favicon),
        accent=face.accent,
        repo_url=face.repo_url,
        base_url=face.base_url,
        finished=face.finished,
        feed=seen(face.feed),
        assets={name: f"{root}{THEME[1:]}{quote(file)}" for name, file in face.assets.items()},
        about=face.about,
        search=face.search,
    )


def page_view(
    outline: Outline, document: Document, body: str, around: Surroundings, face: Face
) -> PageView:
    """Show a converted page. ``body`` is its article with the links resolved."""
    return PageView(
        kind="page",
        url=around.url,
        title=outline.title,
        title_html=outline.title_html,
        body=body,
        description=outline.description,
        path=outline.path,
        toc=contents(document.headings),
        crumbs=around.crumbs,
        nav=around.nav,
        tabs=around.tabs,
        previous=around.previous,
        next=around.next,
        edit_url=_edit_url(face, outline.path),
        canonical=_canonical(face, around.url),
        published=when.isoformat() if face.finished and (when := written(outline.meta)) else "",
        tags=outline.tags,
        draft=outline.draft,
        hidden=_words(outline.meta.get("hide")),
        words=document.words,
        meta=outline.meta,
    )


def _canonical(face: Face, url: Url) -> str | None:
    return absolute(face.base_url, face.front if url == "/" else url) if face.base_url else None


def absolute(base_url: str, url: Url) -> str:
    """Give the whole address of a url of a site, percent-encoded."""
    return f"{base_url.rstrip('/')}{quote(url)}"


def plain_view(
    kind: Kind, title: str, around: Surroundings, entries: tuple[Crumb, ...] = ()
) -> PageView:
    """Show a page without a source: a listing, a missing page, an empty site."""
    return PageView(
        kind=kind,
        url=around.url,
        title=title,
        title_html=_escaped(title),
        body="",
        crumbs=around.crumbs,
        nav=around.nav,
        tabs=around.tabs,
        previous=around.previous,
        next=around.next,
        entries=entries,
    )


def contents(headings: Iterable[Heading]) -> tuple[TocItem, ...]:
    """Nest the headings below the first level, however many levels an author skipped."""
    stack: list[tuple[int, Heading | None, list[TocItem]]] = [(1, None, [])]

    def close() -> None:
        _, heading, below = stack.pop()
        if heading is not None:
            item = TocItem(heading.title_html, heading.id, tuple(below))
            stack[-1][2].append(item)

    for heading in headings:
        if heading.level > 1:
            while stack[-1][0] >= heading.level:
                close()
            stack.append((heading.level, heading, []))
    while len(stack) > 1:
        close()
    return tuple(stack[0][2])


def _edit_url(face: Face, path: SourcePath) -> str | None:
    if not face.edit_url:
        return None
    relative = path.removeprefix(face.docs)
    url = face.edit_url
    for name, value in (("path", relative), ("path_noext", relative.rpartition(".")[0])):
        # By MkDocs' rule, “!q” is for a place where even a slash has to be encoded.
        url = url.replace(f"{{{name}}}", quote(value)).replace(f"{{{name}!q}}", quote(value, ""))
    return url


def _words(written: object) -> tuple[str, ...]:
    """Read a word or a list of them; whatever else it is says nothing."""
    words = written if isinstance(written, list) else [written]
    return tuple(word for word in words if isinstance(word, str))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
