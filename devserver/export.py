"""Writes a site as plain files, or only says what is wrong with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from devserver.config import Config, ConfigError
from devserver.messages import Event, Notice, Progress
from devserver.model import Outline, Problem, SourcePath, Url
from devserver.output import sitemap
from devserver.output.feed import Channel, Item, feed
from devserver.output.folder import FreshFolder, is_ours, replacing
from devserver.output.index import write_index
from devserver.output.sitemap import sitemap as written_sitemap
from devserver.site.context import FEED, absolute
from devserver.site.dates import changed, start, written
from devserver.site.urls import file_at
from devserver.terminal import duration
from devserver.whole_site import WholeSite

_NO_JEKYLL: Final = ".nojekyll"
"""Without this file, GitHub's pages leave out every folder whose name begins with ``_``."""


def build(
    config: Config, out: Path, base_url: str | None, say: Callable[[Event], None]
) -> tuple[Problem, ...]:
    """Write the site to ``out``, whole or not at all; drafts are left out.

    Raises ConfigError if ``out`` is not a folder that may be replaced. Problems do not stop it.
    """
    began = time.monotonic()
    out = _replaceable(out, config)
    try:
        with replacing(out) as folder:
            problems, pages = _write_all(with_base(config, base_url), folder, say)
    except OSError as error:
        named = error.filename2 or error.filename or out
        raise ConfigError(f"cannot write {named}: {error.strerror}") from None
    if folder.left_over is not None:
        say(Notice(f"the site before cannot be removed: {folder.left_over}"))
    say(Notice(_told(out, folder, pages, (time.monotonic() - began) * 1000)))
    return tuple(sorted(problems, key=lambda p: (p.path, p.line, p.column, p.code, p.message)))


def with_base(config: Config, base_url: str | None) -> Config:
    """Give the configuration of a site that will be at ``base_url``, if that is said."""
    return replace(config, site_url=base_url) if base_url else config


def file_of(url: Url) -> str:
    """Give the file that a host serves at ``url``, by its path from the output folder."""
    return file_at(url).lstrip("/")


# ---------------------------------------------------------------- writing


def _replaceable(out: Path, config: Config) -> Path:
    """Refuse a folder whose loss would hurt; gives its resolved path."""
    resolved = out.resolve()
    if config.docs.is_relative_to(resolved) or resolved.is_relative_to(config.docs):
        raise ConfigError(f"--out {out} is, holds or lies in the docs folder {config.docs}")
    if resolved.exists() and not resolved.is_dir():
        raise ConfigError(f"--out {out} is a file; give a folder")
    if resolved.is_dir() and not is_ours(resolved):
        raise ConfigError(f"--out {out} holds files that devserver did not write; give another")
    return resolved


def _write_all(
    config: Config, folder: FreshFolder, say: Callable[[Event], None]
) -> tuple[tuple[Problem, ...], set[str]]:
    """Write everything that there is; gives the problems, and which files are pages."""
    with WholeSite(config, drafts=False, finished=True) as site:
        pages = _write_pages(site, folder, say)
        problems = site.check()
        write_index(folder, say)
        problems = (*problems, *_write_files(site, folder))
        _write_lists(site, folder)
    return problems, pages


def _write_pages(site: WholeSite, folder: FreshFolder, say: Callable[[Event], None]) -> set[str]:
    pages: set[str] = set()
    total = len(site.urls())
    for url, html in site.pages():
        pages.add(file_of(url))
        folder.write(file_of(url), html)
        say(Progress(len(pages), total))
    return pages


def _write_files(site: WholeSite, folder: FreshFolder) -> Iterator[Problem]:
    """Copy every other file; one that cannot be costs itself and nothing else."""
    for url, source in site.files():
        name, why = file_of(url), ""
        if folder.has(name):
            why = f"“{name}” is already a page of the site, or a folder with pages"
            code = "duplicate-url"
        else:
            code = "unreadable"
            why = _unreadable(source)
        if why:
            path = SourcePath(site.project.relative(source))
            yield Problem(path, 1, 1, "error", code, why)
        else:
            folder.copy(name, source)


def _told(out: Path, folder: FreshFolder, pages: set[str], ms: float) -> str:
    """Say what was written, and how much of it is not as it was before."""
    files = folder.files - pages
    changed = len(pages & folder.changed), len(files & folder.changed)
    return (
        f"{out}: {_many(len(pages), 'page')} ({changed[0]:,} changed), "
        f"{_many(len(files), 'other file')} ({changed[1]:,} changed) · {duration(ms)}"
    )


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _unreadable(source: str) -> str:
    try:
        with open(source, "rb"):  # noqa: PTH123 - a string as the scan gave it
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _write_lists(site: WholeSite, folder: FreshFolder) -> None:
    """Write what hosts, search engines and feed readers look for, unless the author did."""
    base = site.project.config.site_url
    made: dict[str, Callable[[], str]] = {"404.html": site.missing, _NO_JEKYLL: str}
    if base is not None:
        made[sitemap.NAME] = lambda: _sitemap(site, base)
        if site.project.config.feed:
            made[file_of(FEED)] = lambda: _feed(site, base)
    for name, text in made.items():
        if not folder.has(name):
            folder.write(name, text())


def _documents(site: WholeSite) -> Iterator[tuple[Url, Outline]]:
    """Give every page that somebody wrote: a list of a folder's files is none."""
    related = site.builder.related
    for url, path in related.structure.pages.items():
        yield url, related.titled(related.outlines[path], url)


def _sitemap(site: WholeSite, base: str) -> str:
    return written_sitemap(
        (absolute(base, url), changed(outline.meta)) for url, outline in _documents(site)
    )


def _feed(site: WholeSite, base: str) -> str:
    title = site.project.config.title
    channel = Channel(title, absolute(base, Url("/")), absolute(base, FEED), title)
    return feed(
        channel,
        (
            Item(absolute(base, url), outline.title, start(when), outline.description, outline.tags)
            for url, outline in _documents(site)
            if (when := written(outline.meta)) is not None
        ),
    )
