"""``build : Snapshot → Site``. Read this first: the whole journey of a page, top to bottom.

A site is asked for, never propagated: after every change the build is simply asked again for
the pages somebody wants, and finds most answers in ``Memory``, each under the digest of the
inputs it was made from. What has to be converted first is listed in ``Site.missing``; whoever
asked converts it elsewhere, tells ``remember``, and asks again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from devserver.body_lines import BodyLines
from devserver.build.absent import missing_page
from devserver.build.cache import Also, Cache
from devserver.build.linking import linked
from devserver.build.reasons import note_reasons, rendered_from
from devserver.build.relation import Related, relate
from devserver.build.snapshot import Snapshot
from devserver.build.step import EXPAND, PARSE, RENDER, fingerprint
from devserver.model import (
    Digest,
    Document,
    Expanded,
    Job,
    Outline,
    Page,
    Problem,
    SourcePath,
    Url,
    digest,
)
from devserver.site.context import absolute, page_view, plain_view, site_view
from devserver.site.navigation import children
from devserver.site.problem_page import problem_page
from devserver.site.sharing import picture
from devserver.site.snippet_options import SnippetOptions
from devserver.site.theme import TemplateFault
from devserver.view import PageView


@dataclass(slots=True)
class Memory:
    """What a build may remember of the builds before it."""

    cache: Cache
    snapshot: Snapshot | None = None
    related: Related | None = None
    """How the pages of ``snapshot``, the last one, hang together."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A wanted page: its version, and its text if it is not what readers already get."""

    url: Url
    version: Digest
    key: Digest
    page: Page | None
    faults: tuple[Problem, ...] = ()
    """What went wrong in the templates; the page is then the last good one, or says so."""
    lines: BodyLines | None = None
    """Where lines of the source may be told in the text: for readers who write, as they get it."""


@dataclass(slots=True)
class Site:
    """The answer: the shape of the site, and the wanted pages as far as they can be given."""

    related: Related
    pages: dict[Url, Rendered] = field(default_factory=dict)
    missing: dict[Url, tuple[Job, Digest, Also]] = field(default_factory=dict)


def build(snapshot: Snapshot, wanted: Iterable[Url], memory: Memory) -> Site:
    """Build the ``wanted`` pages of a snapshot; urls that are no pages are left out."""
    related = memory.related
    if related is None or memory.snapshot is not snapshot:
        related = relate(snapshot, memory.cache, memory.related)
        memory.snapshot, memory.related = snapshot, related
    site = Site(related)
    for url in wanted:
        path = related.structure.pages.get(url)
        if path is not None:
            _document_page(site, snapshot, memory.cache, url, related.outlines[path])
        elif (folder := related.structure.folder_of(url)) is not None:
            site.pages[url] = _listing(snapshot, memory.cache, related, url, folder)
    return site


def document(
    snapshot: Snapshot, path: SourcePath, cache: Cache
) -> Document | tuple[Job, Digest, Also]:
    """Give a page's document if it is known, else what a worker needs: expand → parse."""
    key = parse_key(snapshot, path)
    known = cache.recall(PARSE, path, key) if is_known(snapshot, path, key, cache) else None
    return known or conversion(snapshot, path, cache)


def is_known(snapshot: Snapshot, path: SourcePath, key: Digest, cache: Cache) -> bool:
    """Whether a page's document was made from these very inputs."""
    return cache.holds(path, key, lambda name: _digest_of(snapshot.other(name)))


def conversion(
    snapshot: Snapshot, path: SourcePath, cache: Cache
) -> Document | tuple[Job, Digest, Also]:
    """Give what a worker needs to convert a page; a page that cannot be read is known to fail."""
    try:
        expanded, also = _expanded(snapshot, path, cache)
    except _Unread as unread:
        problem = Problem(unread.path, 1, 1, "error", "unreadable", unread.why)
        return Document(path, ("",), problems=(problem,), failed=True)
    return Job(path, expanded, snapshot.settings.dialect), parse_key(snapshot, path), also


def parse_key(snapshot: Snapshot, path: SourcePath) -> Digest:
    """Name the inputs of a page's document that are known beforehand."""
    return PARSE.key(source=snapshot.docs[path].digest, dialect=snapshot.settings.reading)


def remember(cache: Cache, job: Job, key: Digest, also: Also, made: Document) -> None:
    """Keep a document that was converted, for the build that asks next."""
    cache.ran.append((PARSE.name, job.path))
    cache.keep(PARSE, job.path, key, made, also)


# ---------------------------------------------------------------- the steps of one page


class _Unread(Exception):  # noqa: N818 - no error of ours, and none that leaves this room
    """A file cannot be read, or is not what the snapshot says: nothing is to be made of it."""

    def __init__(self, snapshot: Snapshot, path: SourcePath) -> None:
        self.path = path
        self.why = snapshot.faults.get(path, "it changed while it was read")


def _expanded(snapshot: Snapshot, path: SourcePath, cache: Cache) -> tuple[Expanded, Also]:
    """Put includes in place; every file looked for is an input, also one that is not there."""
    looked_up: dict[str, str] = {}
    options = SnippetOptions.of(snapshot.settings.dialect)
    docs = snapshot.settings.addresses.docs

    def read(name: str) -> tuple[SourcePath, str] | None:
        for candidate in options.candidates(name, path, snapshot.root, docs):
            source = snapshot.other(candidate)
            looked_up[candidate] = _digest_of(source)
            text = snapshot.text(source) if source is not None else None
            if source is not None and text is not None:
                return source.path, text
            if source is not None and source.path not in snapshot.faults:
                raise _Unread(snapshot, source.path)
        return None

    text = snapshot.text(snapshot.docs[path])
    if text is None:
        raise _Unread(snapshot, path)
    expanded = options.expanded(path, text, read)
    if looked_up:
        cache.ran.append((EXPAND, path))
    return expanded, tuple(sorted(looked_up.items()))


def _digest_of(source: object) -> str:
    return getattr(source, "digest", "")


def _document_page(
    site: Site, snapshot: Snapshot, cache: Cache, url: Url, outline: Outline
) -> None:
    """Parse → render, as far as it goes without converting anything here."""
    made = document(snapshot, outline.path, cache)
    if not isinstance(made, Document):
        site.missing[url] = made
        return
    related = site.related
    around = related.around(url)
    written = linked(made, url, related.targets)
    body = related.with_tags(written.html, url)
    view = page_view(related.titled(outline, url), made, body, around, related.face)
    if related.face.finished:
        view = replace(view, image=picture(outline, url, related.targets, related.face))
    if made.failed:
        site.pages[url] = _last_good(cache, related, view, made.problems)
    else:
        site.pages[url] = _rendered(cache, related, view, outline.template)
        if body == written.html and not related.face.finished:
            site.pages[url] = replace(site.pages[url], lines=written.lines())


def _listing(snapshot: Snapshot, cache: Cache, related: Related, url: Url, folder: str) -> Rendered:
    """Make the page of a folder that has none."""
    if not related.structure.pages:
        page = missing_page(snapshot, related, url)
        return Rendered(url, page.version, page.version, page)
    around = related.around(url)
    entries = children(related.structure, url, related.title_html, related.escape)
    title = related.folder_title(folder) or snapshot.settings.title
    view = plain_view("listing", title, around, entries)
    if related.face.base_url:
        view = replace(view, canonical=absolute(related.face.base_url, url))
    return _rendered(cache, related, view, "listing.html")


def _rendered(cache: Cache, related: Related, view: PageView, template: str) -> Rendered:
    """Put a page into its templates, unless readers already get just that."""
    site = site_view(related.face, view.url)
    inputs = {**rendered_from(view, site), "templates": related.closure(template)}
    key = RENDER.key(**inputs)
    published = cache.published(view.url)
    if published is not None and published[1] == key:
        return Rendered(view.url, published[0], key, None)
    seen, problem = cache.faults.get(view.url, (None, None))
    if problem is None or seen != key:
        cache.ran.append((RENDER.name, view.url))
        try:
            html = related.theme.render(template, site, view)
        except TemplateFault as fault:
            problem = related.template_problem(fault, view.path)
            cache.faults[view.url] = key, problem
        else:
            if not related.settings.finished:
                note_reasons(cache, view.url, key, inputs)
            return Rendered(view.url, digest(html), key, Page(view.url, digest(html), html))
    faults = (problem,)
    return replace(_last_good(cache, related, view, faults), faults=faults)


def _last_good(
    cache: Cache, related: Related, view: PageView, problems: tuple[Problem, ...]
) -> Rendered:
    """Leave what readers have; if they have nothing, show what is wrong.

    A finished site has nothing from before: what it is must not depend on what was built earlier.
    """
    published = None if related.settings.finished else cache.published(view.url)
    key = fingerprint(("problem", view.url))
    if published is not None and published[1] != key:
        return Rendered(view.url, *published, None)
    html = problem_page(related.theme, site_view(related.face, view.url), view, problems)
    return Rendered(view.url, digest(html), key, Page(view.url, digest(html), html))
