"""Between the bytes of a request and the urls that pages and files are published under."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from devserver.model import Url

_NEVER: Final = re.compile(r"[\x00-\x1f\x7f\\]|//|/\.\.?(?:/|\Z)")
"""Control characters, backslashes, empty, ``.`` and ``..`` segments: no url has any of them."""

_LONGEST: Final = 4096
"""Characters of a url: no system has a longer path. To look for what a longer one may mean, as is
done for each that does not exist, would keep the whole program busy."""

_PLAIN: Final = "/-._~!$&'()*+,;=:@"
"""What stays as it is in a path (RFC 3986, section 3.3)."""


def url_of(path: bytes) -> Url | None:
    """Decode a request's path once; ``None`` if nothing can ever be published under it."""
    try:
        return checked_url(unquote_to_bytes(path).decode("utf-8"))
    except UnicodeDecodeError:
        return None


def checked_url(text: str) -> Url | None:
    """Take a decoded url from outside; ``None`` if nothing can ever be published under it.

    Urls are only ever looked up, never made file paths. That the odd ones end here as well means
    that no later mistake can make them one.
    """
    possible = text.startswith("/") and len(text) <= _LONGEST and not _NEVER.search(text)
    return Url(text) if possible else None


def location_of(url: Url, query: bytes) -> str:
    """Write ``url`` for a ``Location`` header: exactly one ``/`` in front, the query kept."""
    path = "/" + quote(url, safe=_PLAIN, errors="replace").lstrip("/")
    return f"{path}?{query.decode('ascii')}" if query else path
