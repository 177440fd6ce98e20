"""The list of a site's pages for search engines, as sitemaps.org has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

from devserver.site.dates import Moment

NAME: Final = "sitemap.xml"


def sitemap(pages: Iterable[tuple[str, Moment | None]]) -> str:
    """Write the absolute, percent-encoded urls, each with when it last changed, if it says so.

    Other times are not told: those of files and of commits differ from one checkout to the next.
    """
    entries = (
        f"<url><loc>{escape(url)}</loc>"
        + (f"<lastmod>{when.isoformat()}</lastmod>" if when is not None else "")
        + "</url>\n"
        for url, when in sorted(pages, key=lambda page: page[0])
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(entries)}</urlset>\n"
    )
