"""Explains one page: what it is made of, what each step takes, and what last made it differ."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from devserver.build.cache import Cache
from devserver.build.pipeline import Memory, build, document, remember
from devserver.build.step import WHY
from devserver.config import Config, ConfigError
from devserver.model import Document, SourcePath, Url
from devserver.site.markdown import convert
from devserver.site.near import Names
from devserver.site.outline import outline
from devserver.whole_site import WholeSite

T = TypeVar("T")


def why(config: Config, page: str) -> str:
    """Say what a page is made of; ``page`` is a url or the path of a source.

    Raises ConfigError if there is no such page.
    """
    with WholeSite(config, drafts=True) as site:
        path = _source_of(site, page)
        url = site.builder.related.structure.urls[path]
        lines = [f"{path} is {url}", *_parts(site, path, url), *_steps(site, path, url)]
        return "\n".join([*lines, _cause(site, url)])


def _parts(site: WholeSite, path: SourcePath, url: Url) -> Iterator[str]:
    """Give the named inputs, one a line."""
    related, snapshot = site.builder.related, site.builder.snapshot
    scanned = related.outlines[path]
    node = related.structure.nodes.get(url)
    above = [near.title or near.url or "" for near in node.ancestors()] if node else []
    yield f"  title       {scanned.title} (from the {scanned.title_from})"
    yield f"  source      {path} {snapshot.docs[path].digest}"
    wanted = document(snapshot, path, Cache())
    for name, there in () if isinstance(wanted, Document) else wanted[2]:
        yield f"  includes    {name} {there or 'not there'}"
    for name in sorted(related.theme.closure(scanned.template)):
        yield f"  template    {name}{' (your own)' if name in related.theme.own else ''}"
    yield f"  navigation  {' > '.join([*reversed(above), url]) if node else 'not in it'}"
    for name in related.settings.dialect.extensions:
        yield f"  extension   {name}"


def _steps(site: WholeSite, path: SourcePath, url: Url) -> Iterator[str]:
    """Run each step once more, apart from everything remembered, and say how long it takes."""
    related, snapshot = site.builder.related, site.builder.snapshot
    settings = snapshot.settings
    memory = Memory(Cache(), snapshot, related)
    text = snapshot.text(snapshot.docs[path]) or ""
    _, took = _timed(lambda: outline(path, text, settings.dialect, settings.addresses.docs))
    yield f"  outline     {took}"
    wanted, took = _timed(lambda: document(snapshot, path, memory.cache))
    yield f"  expand      {took}"
    if isinstance(wanted, Document):
        return
    job, key, also = wanted
    convert(job)  # The first conversion loads extensions, which is not the page's doing.
    made, took = _timed(lambda: convert(job))
    yield f"  parse       {took}"
    remember(memory.cache, job, key, also, made)
    build(snapshot, (url,), memory)  # Compiles the templates.
    _, took = _timed(lambda: build(snapshot, (url,), memory))
    yield f"  render      {took}"


def _timed(step: Callable[[], T]) -> tuple[T, str]:
    started = time.perf_counter()
    made = step()
    return made, f"{(time.perf_counter() - started) * 1000:.1f} ms"


def _cause(site: WholeSite, url: Url) -> str:
    """Say which named inputs were new when the page was last rendered for a reader."""
    reasons = site.cache.last(WHY, url)
    if reasons is None:
        return "never rendered for a reader yet"
    names = ", ".join(name.replace("_", " ") for name in reasons.because)
    return f"last rendered because of: {names or 'the first time'}"


def _source_of(site: WholeSite, page: str) -> SourcePath:
    """Find the page that a path or a url means."""
    structure = site.builder.related.structure
    asked, root = Path(page).resolve(), site.project.config.project
    if asked.is_relative_to(root):
        path = SourcePath(asked.relative_to(root).as_posix())
        if path in site.builder.related.outlines and path in structure.urls:
            return path
    url = Url(f"/{page.strip('/')}/" if page.strip("/") else "/")
    for candidate in (Url(page), url, structure.meant(url)):
        if candidate is not None and candidate in structure.pages:
            return structure.pages[candidate]
    near = Names(structure.pages).nearest(url)
    raise ConfigError(f"there is no page {page}" + (f", did you mean {near}?" if near else ""))
