"""The newest pages of a site for feed readers: RSS 2.0, of the pages that say their date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.sax.saxutils import escape

ITEMS: Final = 30
"""So many pages, the newest, are in a feed."""


@dataclass(frozen=True, slots=True)
class Item:
    """A page as a feed tells of it; ``url`` is absolute and percent-encoded."""

    url: str
    title: str
    date: datetime
    description: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself: the site's title, its front page's url, and its own."""

    title: str
    home: str
    url: str
    description: str


def feed(channel: Channel, items: Iterable[Item]) -> str:
    """Write a feed; it is as old as its newest page, so that it only changes with its pages."""
    newest = sorted(items, key=lambda item: (-item.date.timestamp(), item.url))[:ITEMS]
    built = _element("lastBuildDate", format_datetime(newest[0].date)) if newest else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"{_element('title', channel.title)}"
        f"{_element('link', channel.home)}"
        f"{_element('description', channel.description)}"
        f'<atom:link href="{_text(channel.url)}" rel="self" type="application/rss+xml"/>\n'
        f"{built}{''.join(map(_item, newest))}</channel>\n</rss>\n"
    )


def _item(item: Item) -> str:
    description = _element("description", item.description) if item.description else ""
    return (
        "<item>\n"
        f"{_element('title', item.title)}"
        f"{_element('link', item.url)}"
        f"{_element('guid', item.url)}"
        f"{_element('pubDate', format_datetime(item.date))}"
        f"{description}"
        f"{''.join(_element('category', tag) for tag in item.tags)}"
        "</item>\n"
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>\n"


_NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may have, however they are written."""


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text), {'"': "&quot;"})
