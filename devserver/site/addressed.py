"""In a Docusaurus folder links may lead from address to address, as if none ended with ``/``."""

from __future__ import annotations

from collections.abc import Collection
from posixpath import dirname, join, normpath

from devserver.model import Url


def addressed(path: str, page_url: Url, there: Collection[Url]) -> Url | None:
    """Give the url that ``path`` on the page at ``page_url`` means, if it is among ``there``.

    An absolute one begins with ``/docs``: there Docusaurus has the docs folder, unless configured.
    """
    wanted = normpath(join(dirname(page_url.rstrip("/")) or "/", path)).removesuffix(".html")
    meant = (wanted, wanted.removeprefix("/docs")) if path.startswith("/docs") else (wanted,)
    for each in meant:
        bare = each.strip("/")
        for url in (Url(f"/{bare}/" if bare else "/"), Url(f"/{bare}.html")):
            if url in there:
                return url
    return None
