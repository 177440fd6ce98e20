"""Every source at one instant, and the settings that say what to make of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from devserver.build.step import OUTLINE, fingerprint
from devserver.model import Dialect, Digest, Source, SourcePath, ThemeFiles
from devserver.site.tree import Nav
from devserver.site.urls import Addresses
from devserver.view import About


@dataclass(frozen=True, slots=True)
class Settings:
    """What of the configuration a build depends on, and nothing else of it."""

    addresses: Addresses
    dialect: Dialect
    title: str
    nav: Nav
    drafts: bool = True
    is_draft: Callable[[SourcePath], bool] = lambda _: False
    """Whether a page is a draft, whatever its front matter says."""
    styles: tuple[str, ...] = ()
    """Stylesheets: paths inside the project, or urls of other sites."""
    scripts: tuple[Mapping[str, Any], ...] = ()
    """``{"src", "type", "defer", "async"}``, ``src`` as for stylesheets."""
    logo: str | None = None
    favicon: str | None = None
    accent: str | None = None
    repo_url: str | None = None
    edit_url: str | None = None
    base_url: str | None = None
    summary: SourcePath | None = None
    """The file of an mdBook that gives the navigation, and is no page itself."""
    feed: bool = False
    """Whether a feed of the newest pages is wanted; it needs ``base_url``."""
    finished: bool = False
    """Pages are made for a host of plain files, and not for the live server."""
    about: About = field(default_factory=About)
    reading: Digest = field(init=False)
    """Digest of what decides how a page's text is read."""

    skimming: Digest = field(init=False)
    """Digest of what decides how a page's outline is read."""

    def __post_init__(self) -> None:
        """Digest once what every page's document and outline depend on."""
        docs = self.addresses.docs
        # MkDocs calls a page after its first heading, of which every extension may make something.
        mkdocs = fingerprint((self.dialect,)) if self.dialect.mkdocs else ""
        object.__setattr__(self, "reading", fingerprint((self.dialect, docs)))
        object.__setattr__(self, "skimming", OUTLINE.key(meaning=mkdocs, docs=docs))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The sources of a site at one instant. Equal snapshots make equal sites."""

    root: str
    """The project folder, absolute: where static files are served from."""
    docs: Mapping[SourcePath, Source]
    theme: ThemeFiles
    settings: Settings
    text: Callable[[Source], str | None]
    """Give a source's text; ``None`` if it is not readable, or no longer what the snapshot says."""
    other: Callable[[str], Source | None]
    """Give a file outside the docs folder by its path; ``None`` if it is not there for us."""
    faults: Mapping[SourcePath, str] = field(default_factory=dict)
    """Why a file of ``docs`` cannot be read."""
    undecodable: Callable[[Source], int | None] = lambda _: None
    """The line of the first byte that is not UTF-8."""
    changed: frozenset[SourcePath] | None = None
    """What may differ from the snapshot built before; ``None``: everything."""

    def text_of(self, path: SourcePath) -> str:
        """Give the text of a file, of the docs folder or outside; empty if it cannot be had."""
        source = self.docs.get(path) or self.other(path)
        return (self.text(source) if source is not None else None) or ""
