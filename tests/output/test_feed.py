"""A feed is valid RSS whatever titles hold, and only changes with its pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from devserver.output.feed import ITEMS, Channel, Item, feed

CHANNEL = Channel("Tea & <more>", "https://tea.example/", "https://tea.example/feed.xml", "Tea")
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


def item(number: int) -> Item:
    url = f"https://tea.example/{number}/"
    return Item(url, f"<{number}> \x0b & “{number}”", BEGIN + timedelta(days=number), "Why", ("a",))


def test_the_newest_pages_come_first_and_no_more_than_so_many() -> None:
    items = [item(number) for number in range(ITEMS + 5)]
    assert feed(CHANNEL, items) == feed(CHANNEL, reversed(items))
    channel = ElementTree.fromstring(feed(CHANNEL, items)).find("channel")
    assert channel is not None
    assert channel.findtext("title") == CHANNEL.title
    found = channel.findall("item")
    newest = range(ITEMS + 4, 4, -1)
    assert [each.findtext("guid") for each in found] == [item(number).url for number in newest]
    dates = [parsedate_to_datetime(each.findtext("pubDate") or "") for each in found]
    assert dates == [item(number).date for number in newest]
    assert channel.findtext("lastBuildDate") == found[0].findtext("pubDate")
    assert found[0].findtext("title") == f"<{ITEMS + 4}> \ufffd & “{ITEMS + 4}”"
    assert found[0].findtext("category") == "a"


def test_a_feed_without_pages_is_a_feed() -> None:
    channel = ElementTree.fromstring(feed(CHANNEL, ())).find("channel")
    assert channel is not None
    assert channel.findall("item") == []
    links = channel.findall("{http://www.w3.org/2005/Atom}link")
    assert [link.get("href") for link in links] == [CHANNEL.url]
