"""What earlier builds found out: the last result of each step for each subject, and its inputs."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec

from devserver.build.step import FINDINGS, OUTLINE, PARSE, Findings, Outlined, Outlines, Step
from devserver.model import Digest, Document, Page, Problem, Source, SourcePath, Url
from devserver.rows import Result, Shelf
from devserver.store import Store

T = TypeVar("T")

Also = tuple[tuple[str, str], ...]
"""Inputs found while running: the paths looked up, each with its digest (empty: not there)."""

_KEPT: Final = 128
"""Decoded results kept in memory, so that a page edited again and again is not read back."""

_UNSAVED_AT_MOST: Final = 64 << 20
"""Bytes of results kept in memory for a store that cannot be written to."""


@dataclass(frozen=True, slots=True)
class Known:
    """That a result exists, without the result: enough to say whether it still holds."""

    key: Digest
    also: Also = ()


class Cache:
    """Results by step and subject, in memory and, if there is one, in the store.

    Only the last result of a subject is kept. ``ran`` says which steps did run, in order, since
    whoever is interested last cleared it. ``shelf`` is where its finished pages stand.
    """

    def __init__(self, store: Store | None = None, shelf: Shelf = "pages") -> None:
        self.ran: list[tuple[str, str]] = []
        self._store = store
        self._shelf = shelf
        self._recent: OrderedDict[tuple[str, str], tuple[Digest, Any]] = OrderedDict()
        self._unsaved: dict[tuple[str, str], Result] = {}
        self._unsaved_bytes = 0
        self._published: dict[Url, tuple[Digest, Digest]] = {}
        self._outlines: Outlines | None = None
        self.outlines_are_new = False
        """Some are not kept for the next start yet."""
        self.parsed: dict[str, Known] = {}
        """What is known of each page's document."""
        self.faults: dict[Url, tuple[Digest, Problem]] = {}
        """Why a page could not be rendered, and the digest of what it was to be made of."""
        self.includers: dict[str, set[str]] = {}
        """By file looked up: the pages whose text depends on it, or did once."""
        for subject, key, also in store.known(PARSE.name) if store is not None else ():
            self._know(subject, Known(Digest(key), _also(also)))

    def _know(self, subject: str, known: Known) -> None:
        self.parsed[subject] = known
        for path, _ in known.also:
            self.includers.setdefault(path, set()).add(subject)

    def outlines(self, reading: Digest) -> Mapping[SourcePath, Outlined]:
        """Give what is known of pages' outlines, if their texts are still read in the same way."""
        return self._outlines_read(reading).pages

    def _outlines_read(self, reading: Digest) -> Outlines:
        if self._outlines is None and self._store is not None:
            self._outlines = _unpacked(OUTLINE, self._store.outlines())
        if self._outlines is None or self._outlines.reading != reading:
            self._outlines = Outlines(reading, {})
        return self._outlines

    def keep_outline(self, reading: Digest, made: Outlined) -> None:
        """Know an outline from now on; ``remember`` keeps it for the next start."""
        self._outlines_read(reading).pages[made.outline.path] = made
        self.outlines_are_new = True

    def remember(self, sources: Collection[Source], gone: Iterable[SourcePath]) -> None:
        """Keep for the next start what the files are now, and the outlines. Raises ``StoreError``.

        All of it is written in one piece: for quiet moments.
        """
        outlines = self._outlines or Outlines(Digest(""), {})
        # One that is no page now, such as what gives the navigation, may be scanned all the same.
        for path in outlines.pages.keys() - {source.path for source in sources}:
            del outlines.pages[path]
        if self._store is not None:
            self._store.remember(sources, OUTLINE.packed(outlines), gone)
        self.outlines_are_new = False

    def recall(self, step: Step[T], subject: str, key: Digest) -> T | None:
        """Give the result of ``step`` for ``subject`` if it was made from these very inputs."""
        recent = self._recent.get((step.name, subject))
        if recent is not None and recent[0] == key:
            self._recent.move_to_end((step.name, subject))
            value: T = recent[1]
            return value
        found = self._kept(step, subject, key)
        if found is not None:
            self._keep_recent(step, subject, key, found)
        return found

    def glance(self, subject: str, key: Digest) -> Document | Findings | None:
        """Recall what checks need of a page's document, without the trouble of its HTML."""
        recent = self._recent.get((PARSE.name, subject))
        if recent is not None and recent[0] == key:
            made: Document = recent[1]
            return made
        return self._kept(FINDINGS, subject, key)

    def _kept(self, step: Step[T], subject: str, key: Digest) -> T | None:
        result = self._unsaved.get((step.name, subject))
        if result is None and self._store is not None:
            result = self._store.result(step.name, subject)
        known = self.parsed.get(subject) if step.name == PARSE.name else None
        if result is None or result.key != key or (known and _also(result.also) != known.also):
            return None
        return _unpacked(step, result.value)

    def last(self, step: Step[T], subject: str) -> T | None:
        """Give the last result of ``step`` for ``subject``, whatever it was made from."""
        result = self._unsaved.get((step.name, subject))
        if result is None and self._store is not None:
            result = self._store.result(step.name, subject)
        return None if result is None else _unpacked(step, result.value)

    def keep(self, step: Step[T], subject: str, key: Digest, value: T, also: Also = ()) -> None:
        """Remember a result under the digest of its inputs and those found while it was made."""
        self._keep_recent(step, subject, key, value)
        # What went wrong may go right another time: a page too slow for a busy machine, say.
        if not getattr(value, "failed", False):
            said = json.dumps(also) if also else ""
            self._keep_unsaved(Result(step.name, subject, key, said, step.packed(value)))
        if step is PARSE:
            self._know(subject, Known(key, also))

    def _keep_unsaved(self, result: Result) -> None:
        self._drop_unsaved((result.step, result.subject))
        self._unsaved[result.step, result.subject] = result
        self._unsaved_bytes += len(result.value)
        while self._unsaved_bytes > _UNSAVED_AT_MOST:
            self._drop_unsaved(next(iter(self._unsaved)))

    def _drop_unsaved(self, name: tuple[str, str]) -> None:
        dropped = self._unsaved.pop(name, None)
        self._unsaved_bytes -= len(dropped.value) if dropped is not None else 0

    def _keep_recent(self, step: Step[T], subject: str, key: Digest, value: T) -> None:
        self._recent[step.name, subject] = (key, value)
        self._recent.move_to_end((step.name, subject))
        if len(self._recent) > _KEPT:
            self._recent.popitem(last=False)

    def published(self, url: Url) -> tuple[Digest, Digest] | None:
        """Give the version of what readers get at ``url`` and the digest of what it was made of."""
        if url not in self._published and self._store is not None:
            stored = self._store.page(url, self._shelf)
            if stored is not None:
                self._published[url] = (stored.version, stored.key)
        return self._published.get(url)

    def doubt(self, url: Url) -> None:
        """Look at the store itself when the page is next asked for: a reader may have failed to."""
        self._published.pop(url, None)

    @property
    def waiting(self) -> int:
        """How many results are not in the store yet."""
        return len(self._unsaved)

    def publish(self, pages: list[tuple[Page, Digest]], removed: list[Url]) -> None:
        """Make pages what readers get, in one transaction.

        Raises ``StoreError``; nothing is published then, and nothing is lost either.
        """
        if self._store is not None:
            self._store.publish(pages, removed=removed, shelf=self._shelf)
        for page, key in pages:
            self._published[page.url] = (page.version, key)
        for url in removed:
            self._published.pop(url, None)

    def save(self) -> None:
        """Put every result found so far into the store, in one transaction.

        Raises ``StoreError``; nothing is lost then.
        """
        if self._store is not None:
            self._store.save(self._unsaved.values())
        self._unsaved.clear()
        self._unsaved_bytes = 0

    def forget(self, subject: str) -> None:
        """Drop what is known of a page that is gone."""
        self.parsed.pop(subject, None)
        self._recent.pop((PARSE.name, subject), None)
        self._drop_unsaved((PARSE.name, subject))

    def holds(self, subject: str, key: Digest, current: Callable[[str], str]) -> bool:
        """Whether a page's document is known and every input found while making it is the same."""
        known = self.parsed.get(subject)
        return (
            known is not None
            and known.key == key
            and all(current(path) == there for path, there in known.also)
        )


def _also(said: str) -> Also:
    return tuple((path, there) for path, there in json.loads(said)) if said else ()


def _unpacked(step: Step[T], raw: bytes) -> T | None:
    try:
        return step.unpacked(raw)
    except msgspec.MsgspecError:
        return None
