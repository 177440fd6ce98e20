"""A page of a Docusaurus folder may say itself at which address it stands."""

from __future__ import annotations

from posixpath import normpath

from devserver.model import Outline, Url
from devserver.site.urls import Addresses


def said_url(outline: Outline, addresses: Addresses) -> Url | None:
    """Give the url that ``slug`` or ``id`` of the front matter asks for; ``None`` if none does."""
    slug, own = outline.meta.get("slug"), outline.meta.get("id")
    if isinstance(slug, str | int) and str(slug).strip():
        written = str(slug).strip()
    elif isinstance(own, str | int) and addresses.index_rank(outline.path) is None:
        written = str(own).strip().rpartition("/")[2]
    else:
        return None
    folder = addresses.named(addresses.folder(outline.path))
    path = normpath(written if written.startswith("/") else f"/{folder}/{written}").strip("/")
    if not path or path.startswith("..") or any(map(_is_odd, path)):
        return Url("/") if not path else None
    return Url(f"/{path}/" if addresses.directory_urls else f"/{path}.html")


def _is_odd(character: str) -> bool:
    return character in "\\?#" or not character.isprintable()
