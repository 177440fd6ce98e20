"""What of a configuration a build depends on, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from devserver.build.snapshot import Settings
from devserver.config import Config
from devserver.model import Dialect, SourcePath
from devserver.site.dialect import beyond
from devserver.site.tree import Nav
from devserver.site.urls import Addresses
from devserver.sources.ignore import Patterns

MKDOCS_SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


def settings_of(config: Config, *, drafts: bool) -> Settings:
    """Turn a configuration into what a build depends on."""
    named = config.docs.relative_to(config.project).as_posix()
    docs = "" if named == "." else f"{named}/"
    left_out = _matching((*config.not_in_nav, *config.drafts), docs)
    nav = Nav(
        config.file_name,
        config.nav,
        left_out,
        config.tabs,
        folders=config.nav_folders,
        validation=config.validation,
    )
    suffixes = MKDOCS_SUFFIXES if config.mkdocs else (".md", ".markdown", ".mdx")
    return Settings(
        addresses=Addresses(docs, suffixes, config.directory_urls, config.mkdocs),
        dialect=dialect_of(config),
        title=config.title,
        nav=nav,
        drafts=drafts,
        is_draft=_matching(config.drafts, docs),
        styles=config.extra_css,
        scripts=tuple(script.attributes() for script in config.extra_js),
        logo=config.logo,
        favicon=config.favicon,
        accent=config.accent,
        repo_url=config.repo_url,
        edit_url=config.edit_url,
        base_url=config.site_url,
        summary=SourcePath(f"{docs}SUMMARY.md") if config.dialect.like == "mdbook" else None,
        feed=config.feed,
        about=config.about,
    )


def _matching(patterns: Iterable[str], docs: str) -> Callable[[SourcePath], bool]:
    """Match sources by patterns for paths relative to the docs folder."""
    written = tuple(patterns)
    if not written:
        return lambda _: False
    matches = Patterns(written)
    return lambda path: matches(path.removeprefix(docs))


def dialect_of(config: Config) -> Dialect:
    """Add what a native project asks for to what it has anyway."""
    return config.dialect if config.dialect.mkdocs else beyond(config.dialect)
