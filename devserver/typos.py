"""Finds the words that may have been meant by one that hardly stands anywhere.

Of a word with one mistake, the first half or the second is right; so words are looked up by both,
and only those are compared letter by letter.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from devserver.query import Part
from devserver.words import is_run

_SHORTEST: Final = 4
_LONG: Final = 8
"""Letters from which on a word may have one mistake, and two."""

_COMPARED: Final = 400
"""Words compared for each half."""

_GIVEN: Final = 8

_LAST: Final = "\U0010ffff"

_BEGINNING: Final = (
    "select term from terms where term >= ? and term < ? and length(term) between ? and ? limit ?"
)
_END: Final = (
    "select term from terms where reversed >= ? and reversed < ? and length(term) between ? and ?"
    " limit ?"
)


def meant(connection: sqlite3.Connection, part: Part) -> tuple[str, ...]:
    """Give the words that are most like a part of a query; none for a short or a joined one."""
    word = part.words[0]
    if len(part.words) > 1 or len(word) < _SHORTEST or is_run(word) or word.isdigit():
        return ()
    allowed = 2 if len(word) >= _LONG else 1
    near = []
    letters = set(word)
    for other in _like(connection, word, allowed, begins=part.begins):
        if len(letters.difference(other)) > allowed:
            continue
        mistakes = distance(word, other, allowed)
        if mistakes > allowed and part.begins:
            mistakes = min(
                distance(word, other[:length], allowed)
                for length in range(len(word) - allowed, len(word) + allowed + 1)
            )
        if 0 < mistakes <= allowed:
            near.append((mistakes, abs(len(other) - len(word)), other))
    return tuple(other for _, _, other in sorted(near)[:_GIVEN])


def _like(
    connection: sqlite3.Connection, word: str, allowed: int, *, begins: bool
) -> dict[str, None]:
    """Look up words with the same first part, or the same last one."""
    # Two letters that changed places may be the last of one part and the first of the next.
    size = max(len(word) // (allowed + 1) - (allowed == 1), 2)
    head, tail = word[:size], word[::-1][:size]
    bounds = (len(word) - allowed, len(word) + allowed, _COMPARED)
    longest = (bounds[0], len(word) + 12 if begins else bounds[1], _COMPARED)
    rows = [
        *connection.execute(_BEGINNING, (head, head + _LAST, *longest)),
        *connection.execute(_END, (tail, tail + _LAST, *bounds)),
    ]
    return dict.fromkeys(term for (term,) in rows)


def distance(one: str, other: str, most: int) -> int:
    """Count the letters to put in, leave out, replace or exchange with the next; up to ``most``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
