"""Relates the pages: outlines, urls, navigation, theme; redone only where a change reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Final
from urllib.parse import quote, urlsplit

from devserver.build.cache import Cache
from devserver.build.facing import EXTRA as EXTRA
from devserver.build.facing import face_of
from devserver.build.outlining import all_outlines, changed_outlines
from devserver.build.snapshot import Settings, Snapshot
from devserver.build.step import RELATE, fingerprint
from devserver.model import (
    Digest,
    Outline,
    Problem,
    SourcePath,
    ThemeFiles,
    Url,
)
from devserver.site.categories import is_category, is_one, is_partial, read_category
from devserver.site.context import Face
from devserver.site.icon_files import picture
from devserver.site.links import Targets
from devserver.site.navigation import Surroundings, surroundings
from devserver.site.near import Names
from devserver.site.structure import Structure
from devserver.site.structure import relate as structure_of
from devserver.site.tag_list import Tagged, with_tags
from devserver.site.theme import TemplateFault, Theme, UnknownTemplate
from devserver.site.tree import Nav
from devserver.site.urls import relative
from devserver.view import Crumb

INNER_INDEX: Final = "Index"
"""What MkDocs calls the first page of a site if it has no title and stands inside a section."""

NEAR: Final = 5
"""So many pages at most are offered in place of one that does not exist."""


@dataclass(frozen=True, slots=True)
class Related:
    """The site without any page's content: what every page may look at, each at its own part."""

    settings: Settings
    outlines: Mapping[SourcePath, Outline]
    structure: Structure
    theme: Theme
    theme_files: ThemeFiles
    face: Face
    targets: Targets
    _closures: dict[str, Digest] = field(default_factory=dict)

    def title_html(self, path: SourcePath) -> str:
        """Give a page's title as safe HTML."""
        outline = self.outlines[path]
        shown = outline.label_html or outline.title_html
        return INNER_INDEX if self._is_inner_index(outline) else shown

    def around(self, url: Url) -> Surroundings:
        """Give what the page at ``url`` shows of the site."""
        return surroundings(self.structure, url, self.title_html, self.escape, self.sign)

    def sign(self, path: SourcePath) -> tuple[str, str]:
        """Give a page's icon, as HTML, and its status."""
        outline = self.outlines.get(path)
        if outline is None:
            return "", ""
        icon, status = outline.meta.get("icon"), outline.meta.get("status")
        shown = picture(f":{icon.replace('/', '-')}:") if isinstance(icon, str) else None
        return shown or "", status if isinstance(status, str) else ""

    def with_tags(self, body: str, url: Url) -> str:
        """List the pages with tags where the page at ``url`` asks for that."""
        return with_tags(body, lambda: self._tagged(url))

    def _tagged(self, url: Url) -> Iterator[Tagged]:
        for there, path in self.structure.pages.items():
            if self.outlines[path].tags:
                title = self.titled(self.outlines[path], there).title_html
                yield Tagged(self.outlines[path].tags, title, relative(url, there))

    def titled(self, outline: Outline, url: Url) -> Outline:
        """Call a page what the navigation calls it, where that is the meaning."""
        node = self.structure.nodes.get(url)
        dialect, title_html, title = self.settings.dialect, None, None
        if node is not None and self._is_inner_index(outline):
            title = INNER_INDEX
        elif node is not None and (dialect.mkdocs or dialect.like == "mdbook"):
            title, title_html = node.title, node.look.html
        if title is None:
            return outline
        return replace(outline, title=title, title_html=title_html or self.escape(title))

    def _is_inner_index(self, outline: Outline) -> bool:
        """Whether a page would be called “Home”, but to MkDocs is inside a section and thus not."""
        if outline.title_from != "name" or not self.settings.dialect.mkdocs:
            return False
        url = self.structure.urls.get(outline.path)
        node = self.structure.nodes.get(url) if url == self.structure.folders[""] else None
        return node is not None and node.title is None and any(node.ancestors())

    @staticmethod
    def escape(title: str) -> str:
        """Make HTML of a plain title."""
        return escape(title, quote=False)

    def folder_title(self, folder: str) -> str:
        """Give the title of a folder without a page."""
        return self.structure.sections[folder].title or ""

    def closure(self, template: str) -> Digest:
        """Digest every template that ``template`` can reach."""
        if template not in self._closures:
            names = sorted(self.theme.closure(template))
            texts, own = self.theme.templates, self.theme_files.own
            place = self.theme_files.prefix
            said = ((n, texts.get(n, ""), place if n in own else "") for n in names)
            self._closures[template] = fingerprint(said)
        return self._closures[template]

    def near(self, url: Url) -> tuple[Crumb, ...]:
        """Give the pages whose urls are most like one that does not exist."""
        pages = self.structure.pages
        names = Names(pages).nearest_few(url, NEAR)
        return tuple(Crumb(self.title_html(pages[Url(name)]), quote(name)) for name in names)

    def template_problem(self, fault: TemplateFault, page: str = "") -> Problem:
        """Say which line of which template is at fault; of the page, if it named a wrong one."""
        prefix = self.theme_files.prefix if fault.template in self.theme_files.own else "theme/"
        place = page if isinstance(fault, UnknownTemplate) and page else prefix + fault.template
        return Problem(
            SourcePath(place), max(fault.line, 1), 1, "error", "template", fault.message,
            fault.excerpt,
        )  # fmt: skip


def relate(snapshot: Snapshot, cache: Cache, before: Related | None) -> Related:
    """Bring what was related before up to date; the same object if no page can see a change."""
    if before is None or snapshot.changed is None or before.settings != snapshot.settings:
        outlines: Mapping[SourcePath, Outline] = all_outlines(snapshot, cache)
        reshaped = True
    else:
        outlines, reshaped = changed_outlines(snapshot, cache, before.outlines)
        reshaped |= _files_came_or_went(snapshot, before.structure)
        if not reshaped and before.theme_files == snapshot.theme:
            return before if outlines is before.outlines else replace(before, outlines=outlines)
    if before is None or reshaped:
        cache.ran.append((RELATE, ""))
        structure = _structure(snapshot, outlines, before.structure if before else None)
    else:
        structure = before.structure
    return Related(
        settings=snapshot.settings,
        outlines=outlines,
        structure=structure,
        theme=_theme(snapshot, before),
        theme_files=snapshot.theme,
        face=face_of(snapshot, structure),
        targets=before.targets if before and not reshaped else _targets(snapshot, structure),
    )


def _targets(snapshot: Snapshot, structure: Structure) -> Targets:
    addresses, settings = structure.addresses, snapshot.settings
    hidden = structure.others if addresses.mkdocs and not settings.drafts else ()
    return Targets(
        addresses.docs,
        structure.urls,
        structure.folders,
        settings.dialect.mkdocs,
        addresses.directory_urls,
        {*structure.urls.values(), *structure.folders.values()} if addresses.numbered else (),
        drafts={path: addresses.own_url(path) for path in hidden if addresses.is_page(path)},
        above=urlsplit(settings.base_url or "").path or "/",
        validation=settings.nav.validation,
    )


def _theme(snapshot: Snapshot, before: Related | None) -> Theme:
    files = snapshot.theme
    if before is not None and before.theme.templates == files.templates:
        return before.theme
    return Theme(files.templates, files.own)


def _files_came_or_went(snapshot: Snapshot, structure: Structure) -> bool:
    """Whether a static file that links may lead to, or that a page hides, is new or gone."""
    pages = snapshot.settings.addresses
    return any(
        (path in snapshot.docs) != (path in structure.others)
        for path in snapshot.changed or ()
        if not pages.is_page(path)
    )


def _structure(
    snapshot: Snapshot, outlines: Mapping[SourcePath, Outline], before: Structure | None
) -> Structure:
    addresses, nav = snapshot.settings.addresses, _nav(snapshot)
    if _is_docusaurus(snapshot, outlines):
        addresses = replace(addresses, numbered=True)
        nav = _with_categories(nav, snapshot)
        outlines = {p: said for p, said in outlines.items() if not is_partial(p, addresses.docs)}
    hidden = is_category if addresses.numbered else (lambda _: False)
    others = [path for path in snapshot.docs if path not in outlines and not hidden(path)]
    return structure_of(outlines, others, addresses, nav, before)


def _is_docusaurus(snapshot: Snapshot, outlines: Mapping[SourcePath, Outline]) -> bool:
    """Whether numbers before names, and categories, mean what they mean to Docusaurus."""
    dialect = snapshot.settings.dialect
    if dialect.mkdocs or dialect.like == "mdbook":
        return False
    return dialect.like == "docusaurus" or is_one(snapshot.docs, outlines)


def _with_categories(nav: Nav, snapshot: Snapshot) -> Nav:
    """Add what the folders say of themselves."""
    docs = snapshot.settings.addresses.docs
    found = {}
    for path in filter(is_category, snapshot.docs):
        text = snapshot.text(snapshot.docs[path])
        if text is not None:
            found[path[len(docs) :].rpartition("/")[0]] = read_category(path, text)
    wrong = (problem for said in found.values() for problem in said.problems)
    return replace(nav, categories=found, problems=(*nav.problems, *wrong))


def _nav(snapshot: Snapshot) -> Nav:
    """Give the navigation that is configured, or else written in a summary."""
    settings = snapshot.settings
    path = settings.summary
    if path is None or settings.nav.entries is not None:
        return settings.nav
    source = snapshot.docs.get(path)
    text = snapshot.text(source) if source is not None else None
    if text is None:
        message = f"there is no {path} that can be read; the files give the navigation"
        problem = Problem(settings.nav.file or path, 1, 1, "error", "nav-missing-file", message)
        return replace(settings.nav, problems=(problem,))
    from devserver.site.summary import read_summary  # Only readers of an mdBook wait for it.

    return read_summary(path, text, settings.addresses.docs)
