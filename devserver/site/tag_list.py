"""A page may ask for the list of all tags: ``[TAGS]`` becomes every tag with the pages it is on."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

LABEL = "TAGS"
"""Between brackets and alone in its paragraph, it is no reference."""

_MARKER = re.compile(rf"<p>\[{LABEL}\]</p>|<!--\s*material/tags\b[^>]*-->")


class Tagged(NamedTuple):
    """A page with tags: its title as HTML, and a reference to it."""

    tags: tuple[str, ...]
    title_html: str
    href: str


def with_tags(body: str, pages: Callable[[], Iterable[Tagged]]) -> str:
    """Put the list in the place of each marker; ``pages`` is only asked if there is one."""
    if not _MARKER.search(body):
        return body
    listed = _list(pages())
    return _MARKER.sub(lambda _: listed, body)


def _list(pages: Iterable[Tagged]) -> str:
    found: dict[str, list[Tagged]] = {}
    for page in pages:
        for tag in page.tags:
            found.setdefault(tag, []).append(page)
    return "\n".join(
        f'<h2 id="{_id(tag)}"><span class="md-tag">{html.escape(tag)}</span></h2>\n<ul>\n'
        + "".join(
            f'<li><a href="{html.escape(page.href)}">{page.title_html}</a></li>\n'
            for page in sorted(found[tag], key=lambda page: page.title_html.casefold())
        )
        + "</ul>"
        for tag in sorted(found, key=lambda tag: (tag.casefold(), tag))
    )


def _id(tag: str) -> str:
    return html.escape("tag:" + re.sub(r"\s+", "-", tag.strip().lower()))
