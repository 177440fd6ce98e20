"""What other sites show of a page that is shared there: its picture, by an absolute url."""

from __future__ import annotations

from devserver.model import Link, Outline, SourcePath, Url
from devserver.site.context import Face, absolute
from devserver.site.links import Targets, resolve


def picture(outline: Outline, url: Url, targets: Targets, face: Face) -> str | None:
    """Give the page's own ``image``, else the logo; ``None`` if it can have no absolute url."""
    said = outline.meta.get("image")
    if not isinstance(said, str) or not said.strip():
        return _absolute(face.logo, face)
    if "//" in said:
        return said.strip()
    link = Link(said.strip(), outline.path, 1, 1, "image")
    found = resolve(link, url, targets, SourcePath(outline.path)).page
    return _absolute(targets.urls[found], face) if found is not None else None


def _absolute(url: str | None, face: Face) -> str | None:
    """Put the site's address before a url from its root; one of another site has its own."""
    if url is None or not url.startswith("/"):
        return url
    return absolute(face.base_url, Url(url)) if face.base_url else None
