"""Puts the links of a converted page in place, now that the rest of the site is known."""

from __future__ import annotations

import html

from devserver.build.step import Findings
from devserver.model import Document, Link, Url
from devserver.site import mkdocs_links
from devserver.site.links import Resolved, Targets, fill, resolve


def linked(document: Document, url: Url, targets: Targets) -> str:
    """Give an article's finished HTML, as seen from ``url``."""
    escape = mkdocs_links.escape if targets.mkdocs else html.escape
    hrefs = [resolved.href for _, resolved in leads(document, url, targets)]
    return fill(document.parts, hrefs, escape)


def leads(
    document: Document | Findings, url: Url, targets: Targets
) -> tuple[tuple[Link, Resolved], ...]:
    """Find what every link of a page leads to."""
    return tuple((link, resolve(link, url, targets, document.path)) for link in document.links)
