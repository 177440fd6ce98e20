"""A link means a place in the source tree; this finds the url that shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from posixpath import normpath, relpath
from typing import NamedTuple
from urllib.parse import quote, unquote

from devserver.model import Link, Problem, SourcePath, Url
from devserver.site import judging, mkdocs_links
from devserver.site.addressed import addressed
from devserver.site.near import Names
from devserver.site.targets import Targets as Targets
from devserver.site.urls import SAFE, file_at, relative


class Resolved(NamedTuple):
    """Where a link leads."""

    led: str | Callable[[], str]
    problem: Problem | None = None
    page: SourcePath | None = None
    """The source that the link leads to, if it is a page or file of this site."""
    anchor: str = ""
    """Decoded, without ``#``."""

    @property
    def href(self) -> str:
        """Percent-encoded, not yet escaped for HTML; who only checks links never asks for it."""
        return self.led if isinstance(self.led, str) else self.led()


def resolve(
    link: Link, page_url: Url, targets: Targets, page: SourcePath | None = None
) -> Resolved:
    """Find what ``link`` on the page at ``page_url`` means in the source tree.

    ``page`` is the page's source; it is needed where the link stands in an included file, whose
    relative links mean what they mean in the page. What cannot be found keeps its target as
    written, with a problem that names the nearest thing there is.
    """
    split = _Split.of(link.target)
    if not split.path:
        return Resolved(link.target, None, page or link.path, split.anchor)
    home = page or link.path
    if targets.mkdocs:
        return _resolve_mkdocs(link, home, page_url, split, targets)
    found = _meant(split.path, link, home, targets)
    found = found or _as_rendered(split.written, page_url, targets)
    if found is None and (url := addressed(split.path, page_url, targets.there)):
        found = _Found(url, targets.pages.get(url))
    if found is None:
        return Resolved(link.target, _broken(link, home, split.path, targets))
    return _resolved(found, split, page_url)


def check_anchor(link: Link, resolved: Resolved, anchors: Collection[str]) -> Problem | None:
    """Tell what is wrong if ``resolved`` names an anchor that its page does not have."""
    wanted = resolved.anchor
    if not wanted or wanted in anchors or wanted == "top":
        return None
    near = nearest_anchor(wanted, anchors)
    hint = f", did you mean “#{near}”?" if near else ""
    message = f"there is no “#{wanted}” in {resolved.page or 'this page'}{hint}"
    column = link.column + max(link.target.find("#"), 0)
    return Problem(link.path, link.line, column, "error", "broken-anchor", message)


def nearest_anchor(wanted: str, anchors: Collection[str]) -> str | None:
    """Give the anchor that was probably meant."""
    near = next((anchor for anchor in anchors if anchor.lower() == wanted.lower()), None)
    return near or Names(list(anchors)).nearest(wanted)


def nearest_file(target: str, home: SourcePath, targets: Targets) -> SourcePath | None:
    """Give the file that a target on the page ``home``, which leads nowhere, probably meant."""
    wanted = _below(home.removeprefix(targets.docs), _Split.of(target).path)
    exact = SourcePath(targets.docs + wanted)
    near = None if exact in targets.urls else targets.names.nearest(wanted)
    return exact if exact in targets.urls else SourcePath(targets.docs + near) if near else None


def fill(parts: Sequence[str], hrefs: Sequence[str]) -> str:
    """Join a document's parts with its links' hrefs, escaped for the attributes they stand in."""
    pieces = [parts[0]]
    for href, part in zip(hrefs, parts[1:], strict=True):
        pieces += href, part
    return "".join(pieces)


# ---------------------------------------------------------------- how a target is read


class _Split(NamedTuple):
    """A target in its parts: ``path`` and ``anchor`` decoded, the others as written."""

    target: str
    written: str
    path: str
    anchor: str

    @classmethod
    def of(cls, target: str) -> _Split:
        rest, _, anchor = target.partition("#")
        path = rest.partition("?")[0]
        return cls(target, path, unquote(path), unquote(anchor))

    @property
    def query(self) -> str:
        _, question, query = self.target.partition("#")[0].partition("?")
        return question + quote(query, safe=SAFE + "?%")

    @property
    def fragment(self) -> str:
        _, mark, anchor = self.target.partition("#")
        return mark + quote(anchor, safe=SAFE + "?%") if anchor else ""


class _Found(NamedTuple):
    url: Url
    source: SourcePath | None


def _resolved(found: _Found, split: _Split, page_url: Url) -> Resolved:
    def href() -> str:
        here = split.anchor and found.url == page_url and not split.query
        return ("" if here else relative(page_url, found.url) + split.query) + split.fragment

    return Resolved(href, None, found.source, split.anchor)


def _meant(path: str, link: Link, home: SourcePath, targets: Targets) -> _Found | None:
    """Look ``path`` up in the source tree: from the page, or else from a file that it includes.

    A path that begins with ``/`` starts at the docs folder or, as on GitHub, at the project's.
    """
    if path.startswith("/"):
        wanted = _below("", path)
        found = _in_source(wanted, targets)
        if found is None and targets.docs and f"{wanted}/".startswith(targets.docs):
            found = _in_source(wanted[len(targets.docs) :], targets)
        return found
    for base in dict.fromkeys((home, link.path)):
        found = _in_source(_below(base.removeprefix(targets.docs), path), targets)
        if found is not None:
            return found
    return None


def _below(page: str, path: str) -> str:
    """Join and normalise; the docs folder is the empty text, and what lies above keeps ``..``."""
    folder = "" if path.startswith("/") else page.rpartition("/")[0]
    joined = normpath(f"{folder}/{path}".lstrip("/"))
    return "" if joined == "." else joined


def _in_source(wanted: str, targets: Targets) -> _Found | None:
    """Look up a file, a folder, or a page without its ending."""
    exact = SourcePath(targets.docs + wanted)
    if exact in targets.urls:
        return _Found(targets.urls[exact], exact)
    stem = wanted.removesuffix("index.html").rstrip("/").removesuffix(".html")
    if stem in targets.folders:
        url = targets.folders[stem]
        return _Found(url, targets.pages.get(url))
    for ending in _ENDINGS:
        page = SourcePath(targets.docs + stem + ending)
        if page in targets.urls:
            return _Found(targets.urls[page], page)
    return None


_ENDINGS = (".md", ".markdown", ".mdx", ".mdown", ".mkdn", ".mkd")


def _as_rendered(path: str, page_url: Url, targets: Targets) -> _Found | None:
    """Look ``path`` up as a browser and then the server would, among the urls of the site.

    Only the server decodes: to the browser, ``%2F`` is a letter in a name. Neither drops a ``/``.
    """
    if "//" in path:
        return None
    wanted = "/" + unquote(_below(quote(page_url).lstrip("/"), path))
    folder = wanted if wanted.endswith("/") else f"{wanted}/"
    for url in (folder,) if path.endswith("/") else (wanted, folder):
        source = targets.pages.get(Url(url))
        if source is not None:
            return _Found(Url(url), source)
    return None


# ---------------------------------------------------------------- as MkDocs has it


def _resolve_mkdocs(
    link: Link, home: SourcePath, page_url: Url, split: _Split, targets: Targets
) -> Resolved:
    """Resolve relative paths of files and nothing else; every other target stays as written."""
    if targets.validation.links_from_docs or not link.target.startswith(("/", "\\")):
        written = mkdocs_links.Split.of(link.target)
        named = mkdocs_links.source(home.removeprefix(targets.docs), written.path)
        exact = SourcePath(targets.docs + named)
        url = targets.urls.get(exact) or targets.drafts.get(exact)
        if url is not None:
            named_url = url if targets.directory_urls else file_at(url)
            return Resolved(
                lambda: written.leading_to(mkdocs_links.reference(page_url, named_url)),
                judging.to_draft(link, exact) if exact in targets.drafts else None,
                exact,
                split.anchor,
            )
    path = split.written
    if targets.above != "/" and path.startswith(targets.above):
        path = path[len(targets.above) - 1 :]
    rendered = _as_rendered(path, page_url, targets)
    if rendered is not None:
        problem = judging.left_as_written(link, targets.validation)
        return Resolved(link.target, problem, rendered.source, split.anchor)
    nothing = _broken(link, home, split.path, targets)
    return Resolved(link.target, judging.broken(link, nothing, split.path, targets.validation))


# ---------------------------------------------------------------- what is wrong


def _broken(link: Link, home: SourcePath, path: str, targets: Targets) -> Problem:
    """Say that nothing is there, and what is nearest to it."""
    wanted = _below(home.removeprefix(targets.docs), path)
    code = "missing-image" if link.kind == "image" else "broken-link"
    if wanted.startswith(".."):
        message = f"“{path}” is outside the docs folder"
    elif SourcePath(targets.docs + wanted) in targets.urls:
        # In MkDocs' meaning a path that begins with “/” is an address, and not one of a file.
        meant = relpath(wanted, home.removeprefix(targets.docs).rpartition("/")[0] or ".")
        message = f"nothing has the address “{path}”, did you mean “{meant}”?"
    else:
        near = targets.names.nearest(wanted)
        hint = f", did you mean “{near}”?" if near else ""
        message = f"there is no “{wanted}”{hint}"
    return Problem(link.path, link.line, link.column, "error", code, message)
