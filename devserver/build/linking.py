"""Puts the links of a converted page in place, now that the rest of the site is known."""

from __future__ import annotations

import html
from dataclasses import replace

from devserver.build.step import Findings
from devserver.model import Document, Link, SourcePath, Url
from devserver.site import mkdocs_links
from devserver.site.links import Resolved, Targets, fill, resolve
from devserver.site.wikilinks import MARK, any_named, meant


def linked(document: Document, url: Url, targets: Targets) -> str:
    """Give an article's finished HTML, as seen from ``url``."""
    escape = mkdocs_links.escape if targets.mkdocs else html.escape
    hrefs = [resolved.href for _, resolved in leads(document, url, targets)]
    return fill(document.parts, hrefs, escape)


def leads(
    document: Document | Findings, url: Url, targets: Targets
) -> tuple[tuple[Link, Resolved], ...]:
    """Find what every link of a page leads to."""
    home, links = document.path, document.links
    if not any_named(links):
        return tuple((link, resolve(link, url, targets, home)) for link in links)
    return tuple(lead(link, url, targets, home) for link in links)


def lead(link: Link, url: Url, targets: Targets, home: SourcePath) -> tuple[Link, Resolved]:
    """Find what a link leads to that may be one by name."""
    if not link.target.startswith(MARK):
        return link, resolve(link, url, targets, home)
    written = replace(link, target=link.target.removeprefix(MARK))
    return written, resolve(meant(link, home, targets.names, targets.docs), url, targets, home)
