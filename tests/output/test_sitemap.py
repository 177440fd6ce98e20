"""A sitemap is well-formed whatever the addresses, and the same whatever their order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree import ElementTree

from devserver.output.sitemap import sitemap

_NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_every_page_is_there_with_the_time_it_tells() -> None:
    pages = [
        ("https://tea.example/b/?a&b", date(2026, 3, 1)),
        ("https://tea.example/c/", datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        ("https://tea.example/a/", None),
    ]
    assert sitemap(pages) == sitemap(reversed(pages))
    entries = ElementTree.fromstring(sitemap(pages)).findall("s:url", _NAMES)
    told = [
        (each.findtext("s:loc", None, _NAMES), each.findtext("s:lastmod", None, _NAMES))
        for each in entries
    ]
    assert told == [
        ("https://tea.example/a/", None),
        ("https://tea.example/b/?a&b", "2026-03-01"),
        ("https://tea.example/c/", "2026-03-01T09:30:00+00:00"),
    ]
