"""Puts the links of a converted page in place, now that the rest of the site is known."""

from __future__ import annotations

import html
from dataclasses import dataclass

from devserver.model import Document, Link, Problem, Url
from devserver.site import mkdocs_links
from devserver.site.links import Resolved, Targets, fill, resolve


@dataclass(frozen=True, slots=True)
class Linked:
    """An article's finished HTML, what its links lead to, and which lead nowhere."""

    body: str
    targets: tuple[tuple[Link, Resolved], ...]
    problems: tuple[Problem, ...]


def linked(document: Document, url: Url, targets: Targets) -> Linked:
    """Resolve every link of ``document`` as seen from ``url``."""
    found = [(link, resolve(link, url, targets, document.path)) for link in document.links]
    escape = mkdocs_links.escape if targets.mkdocs else html.escape
    return Linked(
        fill(document.parts, [resolved.href for _, resolved in found], escape),
        tuple(found),
        tuple(resolved.problem for _, resolved in found if resolved.problem is not None),
    )
