"""Finds pages for what somebody typed: the index gives candidates, the best of them are read.

FTS5's own ranking looks at every place of a word in every page, a tenth of a second for a common
one. So it only says which pages have the words, those first that are named by them, and not more
than can be read: how good they are is judged by their texts.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from devserver.index_rows import TEXT, Text, sound_text
from devserver.query import Part, parse
from devserver.ranking import Judged, judge, shown
from devserver.typos import meant

PAGES: Final = 12
"""Pages in an answer."""

_READ: Final = 24
"""Candidates whose texts are read, which takes a third of a millisecond each."""

_LOOKED_UP: Final = 200
"""Pages that the index may give for one question."""

_FEW: Final = 3
"""Below so many pages, words like those that were typed are looked for as well."""

_SECONDS: Final = 0.25
"""The longest that one question may keep SQLite, whatever it is."""

_STEPS: Final = 1_000
"""Instructions of SQLite's machine between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One part of a query, and the words that may have been meant by it."""

    part: Part
    meant: tuple[str, ...] = ()

    def match(self, *, names: bool = False) -> str:
        """Write it for FTS5."""
        others = (f'"{word}"' for word in self.meant)
        return f"({' OR '.join((self.part.match(names=names), *others))})"


def find(connection: sqlite3.Connection, typed: str) -> list[dict[str, Any]]:
    """Give the best pages for what was typed, best first. Raises ``sqlite3.Error``."""
    senses = [Sense(part) for part in parse(typed)]
    if not senses:
        return []
    until = time.monotonic() + _SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        senses, numbers, exact = _looked_up(connection, senses)
    finally:
        # To read what was found takes little, and is not given up.
        connection.set_progress_handler(None, 0)
    judged = _judged(connection, numbers, senses, typed)
    right, others = judged[:exact], judged[exact:]
    return [shown(each) for each in (*_ranked(right), *_ranked(others))[:PAGES]]


def _looked_up(
    connection: sqlite3.Connection, senses: list[Sense]
) -> tuple[list[Sense], list[int], int]:
    """Give the pages that may be meant; so many of the first have just what was typed."""
    numbers = list(dict.fromkeys(_candidates(connection, senses)))
    exact = len(numbers)
    if len(numbers) < _FEW:
        with suppress(sqlite3.OperationalError):
            wider = [Sense(sense.part, meant(connection, sense.part)) for sense in senses]
            if wider != senses:
                senses = wider
                numbers += _candidates(connection, senses)
    if not numbers:
        numbers = list(_with_any(connection, senses))
    return senses, numbers, exact


def _candidates(connection: sqlite3.Connection, senses: Sequence[Sense]) -> Iterator[int]:
    """Give the numbers of pages that have all words, the likelier ones first."""
    every = " AND ".join(sense.match(names=True) for sense in senses)
    yield from _look_up(connection, "names", f"title : ({every})", _READ)
    yield from _look_up(connection, "names", every, _READ)
    # What is about to be typed does not keep a page from being found by what was typed before.
    long = [sense for sense in senses if not sense.part.is_short or len(senses) == 1]
    text = " AND ".join(sense.match() for sense in long)
    if len(long) > 1:
        row = " + ".join(sense.part.match() for sense in long)
        yield from _look_up(connection, "words", row, _READ)
        some = " OR ".join(sense.match(names=True) for sense in long)
        named = dict.fromkeys(_look_up(connection, "names", some, _LOOKED_UP))
        yield from [
            number for number in _look_up(connection, "words", text, 2000) if number in named
        ][:_READ]
    yield from _look_up(connection, "words", text, _LOOKED_UP)


def _with_any(connection: sqlite3.Connection, senses: Sequence[Sense]) -> Iterator[int]:
    """Give pages that have some of the words."""
    yield from _look_up(
        connection, "names", " OR ".join(s.match(names=True) for s in senses), _READ
    )
    yield from _look_up(connection, "words", " OR ".join(s.match() for s in senses), _LOOKED_UP)


def _look_up(connection: sqlite3.Connection, table: str, match: str, most: int) -> list[int]:
    """Ask one question; what takes too long has no answer."""
    question = f"select rowid from {table} where {table} match ? limit {most}"
    try:
        return [number for (number,) in connection.execute(question, (match,))]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return []
        raise


def _judged(
    connection: sqlite3.Connection, numbers: Sequence[int], senses: Sequence[Sense], typed: str
) -> list[Judged]:
    """Read the likeliest pages, and judge each by its text."""
    texts = (_text(connection, number) for number in list(dict.fromkeys(numbers))[:_READ])
    rows = [
        ((sense.part.words, *((word,) for word in sense.meant)), sense.part.begins)
        for sense in senses
    ]
    return list(judge((text for text in texts if text is not None), rows, typed))


def _ranked(judged: Iterable[Judged]) -> list[Judged]:
    """Put the best first; of equals, the first by its url."""
    return sorted(judged, key=lambda each: (-each.score, each.text.place.url))


def _text(connection: sqlite3.Connection, number: int) -> Text | None:
    return sound_text(connection.execute(TEXT, (number,)).fetchall())
