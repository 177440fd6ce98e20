"""Puts the links of a converted page in place, now that the rest of the site is known."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from devserver.body_lines import BodyLines
from devserver.build.step import Findings
from devserver.model import Document, Link, SourcePath, Url
from devserver.site import mkdocs_links
from devserver.site.links import Resolved, Targets, fill, resolve
from devserver.site.wikilinks import MARK, any_named, meant


class Body(NamedTuple):
    """An article's finished HTML, and what it was made of."""

    html: str
    document: Document
    hrefs: Sequence[str]

    def lines(self) -> BodyLines | None:
        """Say where lines of the source may be told in it."""
        parts = zip(self.document.parts, self.hrefs, strict=False)
        starts = list(accumulate((len(part) + len(href) for part, href in parts), initial=0))
        numbers = {path: number for number, path in enumerate(files(self.document))}
        places = tuple(
            (starts[part] + offset, line, numbers[path])
            for part, offset, line, path in self.document.lines
        )
        return BodyLines.of(self.html, places)


def files(document: Document) -> tuple[SourcePath, ...]:
    """Name the files that the blocks of a page were written in: its own first."""
    return tuple(dict.fromkeys((document.path, *(path for *_, path in document.lines))))


def linked(document: Document, url: Url, targets: Targets) -> Body:
    """Give an article as seen from ``url``."""
    escape = mkdocs_links.escape if targets.mkdocs else html.escape
    hrefs = [escape(resolved.href) for _, resolved in leads(document, url, targets)]
    return Body(fill(document.parts, hrefs), document, hrefs)


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
