"""What is remembered of every page, so that a question about all of them need not read any."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from devserver.build.cache import Cache
from devserver.build.pipeline import conversion
from devserver.build.snapshot import Snapshot
from devserver.language.lines import Span
from devserver.language.writing import Target, Writing
from devserver.model import Dialect, SourcePath
from devserver.site.wikilinks import MARK


class Titled(NamedTuple):
    """A heading: its level, what a reader sees of it, and where its title is written."""

    level: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Card:
    """A page with its includes in place, as far as other pages are concerned with it."""

    targets: tuple[Target, ...] = ()
    headings: tuple[Titled, ...] = ()
    keys: frozenset[str] = frozenset()
    """The ``key`` of each of its targets."""
    looked_up: frozenset[str] = frozenset()
    """Every file that it includes, or would if that were there."""
    searched: str = ""
    """The headings in lower case, each on a line."""
    width: int = 1
    """The bytes that its widest character needs: 1 (ASCII), 2 or 4."""


class Cards(dict[SourcePath, Card]):
    """The card of every page, and which pages name or include a file."""

    def __init__(self) -> None:
        super().__init__()
        self._mentions: dict[str, set[SourcePath]] = {}
        self._includers: dict[str, set[SourcePath]] = {}

    def put(self, path: SourcePath, card: Card | None) -> None:
        """Take a page's new card; none for what is no page any more."""
        before, after = self.pop(path, _BLANK), card or _BLANK
        if card is not None:
            self[path] = card
        for index, was, now in (
            (self._mentions, before.keys, after.keys),
            (self._includers, before.looked_up, after.looked_up),
        ):
            for name in was - now:
                index[name].discard(path)
            for name in now - was:
                index.setdefault(name, set()).add(path)

    def mentioning(self, keys: Iterable[str]) -> set[SourcePath]:
        """Give the pages that name a file by one of some keys."""
        return set().union(*(self._mentions.get(key, ()) for key in keys))

    def including(self, path: str) -> set[SourcePath]:
        """Give the pages that include a file."""
        return set(self._includers.get(path, ()))

    def included(self) -> Iterable[SourcePath]:
        """Give the files that some page includes, or would if they were there."""
        return (SourcePath(path) for path, pages in self._includers.items() if pages)


_BLANK = Card()


class Reading:
    """The pages that were read, and those that are yet to be: ten thousand take a while."""

    def __init__(self, dialect: Dialect, cache: Cache) -> None:
        self._dialect = dialect
        self._cache = cache
        self.known = Cards()
        """The cards of pages that were read so far."""
        self._unread: dict[SourcePath, None] = {}

    def begin(self, pages: Iterable[SourcePath]) -> None:
        """Note which pages there are to be read."""
        self._unread = dict.fromkeys(pages)

    def read_on(self, snapshot: Snapshot) -> bool:
        """Read one more page; whether there was any left."""
        path = next(iter(self._unread), None)
        if path is None:
            return False
        # One that cannot be read for whatever reason must not be tried for ever.
        del self._unread[path]
        self.known.put(path, self._card(path, snapshot))
        return True

    def every(self, snapshot: Snapshot) -> Cards:
        """Give the cards of all pages; what is not read yet is read first."""
        while self.read_on(snapshot):
            pass
        return self.known

    def again(
        self, paths: Iterable[SourcePath], snapshot: Snapshot, pages: Container[SourcePath]
    ) -> None:
        """Read files anew; one that is none of the ``pages`` has no card."""
        for path in paths:
            self._unread.pop(path, None)
            self.known.put(path, self._card(path, snapshot) if path in pages else None)

    def _card(self, path: SourcePath, snapshot: Snapshot) -> Card:
        made = conversion(snapshot, path, self._cache)
        if not isinstance(made, tuple):
            return _BLANK
        writing = Writing(path, made[0].expanded, self._dialect)
        return card_of(writing, (name for name, _ in made[2]))


def card_of(writing: Writing, looked_up: Iterable[str]) -> Card:
    """Note what a page says."""
    targets = tuple(writing.targets())
    headings = tuple(
        Titled(each.level, each.text, writing.span(each.start, each.start + len(each.title)))
        for each in writing.headings
    )
    keys = frozenset(key(target.link.target) for target in targets)
    searched = "\n".join(heading.text for heading in headings).lower()
    width = width_of(writing.expanded.text)
    return Card(targets, headings, keys, frozenset(looked_up), searched, width)


def width_of(text: str) -> int:
    """Give the bytes that the widest character of a text needs: 1 (ASCII), 2 or 4."""
    return 1 if text.isascii() else 4 if _ASTRAL.search(text) else 2


def key(target: str) -> str:
    """Give what two ways of naming the same file have in common: its bare name, in lower case.

    It is ``#`` for an anchor of the page itself, and empty for a folder that is named by dots.
    """
    path = target.removeprefix(MARK).partition("#")[0].partition("?")[0]
    if not path:
        return "#"
    last = unquote(path).rstrip("/").rpartition("/")[2]
    return "" if last in {".", ".."} else _ENDING.sub("", last).lower()


def keys_of(path: SourcePath, url: str) -> set[str]:
    """Give every key by which a file may be named; the page of a folder goes by that as well."""
    own = key(path)
    keys = {own, key(url)}
    if own in {"index", "readme"} or key(path.rpartition("/")[0]) == own:
        keys |= {key(path.rpartition("/")[0]), ""}
    return keys


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_ENDING = re.compile(r"\.(?:md|markdown|mdx|mdown|mkdn|mkd|html)\Z", re.IGNORECASE)
