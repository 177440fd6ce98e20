"""Finds words again in the text as it was written, to rank it and to show where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final, NamedTuple

from devserver.words import is_run

Pieces = list[str]
"""A text cut at its marks: every second piece is marked, beginning with the second."""

_BEFORE: Final = 50
_LENGTH: Final = 180
"""Characters of an excerpt, and of them before the first mark."""

_LOOKED_AT: Final = 50_000
"""Characters of one section in which words are looked for again."""

_COUNTED: Final = 20
_MARKED: Final = 100
"""Places of a word in one section that are counted, and that may be shown."""


class _Folding(dict[int, str]):
    """Folds letters one by one, so that each stays where it is."""

    def __missing__(self, letter: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(letter)).lower()
        bare = "".join(character for character in apart if not "\u0300" <= character <= "\u036f")
        folded = unicodedata.normalize("NFC", bare)
        self[letter] = folded if len(folded) == 1 else chr(letter)
        return self[letter]


_folding: Final = _Folding()


def flat(text: str) -> str:
    """Fold a text letter by letter: what is found in it stands at the same place in the text."""
    text = text[:_LOOKED_AT]
    return text.lower() if text.isascii() else text.translate(_folding)


@dataclass(frozen=True, slots=True)
class Sought:
    """One part of a query as it is found again: a word or more, or one that is much like it."""

    pattern: re.Pattern[str]
    first: tuple[str, ...]
    """What each of the alternatives begins with: to look for just that is far quicker."""

    def spots(self, text: str) -> Iterator[re.Match[str]]:
        """Find it in a flat text."""
        if any(word in text for word in self.first):
            yield from self.pattern.finditer(text)


class Hits(NamedTuple):
    """How often something stands in a text: as it was sought, and with more letters at its end."""

    whole: int
    begun: int


def sought(alternatives: Sequence[Sequence[str]], *, begins: bool) -> Sought:
    """Seek any of some rows of words, of which the last may go on if it is only begun."""
    rows = (_row(row) + _tail(row, begins=begins) for row in alternatives)
    return Sought(re.compile("|".join(rows)), tuple(row[0] for row in alternatives))


def _row(row: Sequence[str]) -> str:
    """Write a row of words; between them stand few signs, and in a run nothing at all."""
    first = re.escape(row[0])
    # A pattern that opens with plain letters is found ten times as fast.
    written = first if is_run(row[0]) else rf"{first}(?<![^\W_]{first})"
    for before, word in pairwise(row):
        if is_run(word) and is_run(before) and before[-1] == word[0]:
            written += re.escape(word[1:])
        else:
            written += r"[\W_]{0,4}" + re.escape(word)
    return written


def _tail(row: Sequence[str], *, begins: bool) -> str:
    if is_run(row[-1]):
        return "()"
    return r"([^\W_]*)" if begins else r"()(?![^\W_])"


def count(what: Sought, text: str) -> Hits:
    """Count in a flat text; what stands there very often is not counted to the end."""
    whole = begun = 0
    for found in islice(what.spots(text), _COUNTED):
        if found[found.lastindex or 0]:
            begun += 1
        else:
            whole += 1
    return Hits(whole, begun)


def marked(text: str, what: Iterable[Sought]) -> Pieces:
    """Cut a whole text at what is sought."""
    return _pieces(text, _spots(flat(text), what))


def excerpt(text: str, what: Sequence[Sought]) -> Pieces:
    """Cut out where most of what is sought stands close together, with what is around it."""
    spots = _spots(flat(text), what)
    start = _start(text, _best(spots))
    end = min(start + _LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start + _LENGTH // 2, end), start + _LENGTH // 2)
        end = start + _LENGTH if end <= start + _LENGTH // 2 else end
    inside = [(a - start, b - start) for a, b in spots if a >= start and b <= end]
    pieces = _pieces(text[start:end], inside)
    pieces[0] = ("… " if start else "") + pieces[0]
    pieces[-1] += " …" if end < len(text) else ""
    return pieces


def _best(spots: list[tuple[int, int]]) -> int:
    """Give the spot from which on most others stand within an excerpt."""
    best, most = spots[0][0] if spots else 0, 0
    for number, (start, _) in enumerate(spots[:40]):
        near = sum(other < start + _LENGTH - _BEFORE for other, _ in spots[number : number + 20])
        if near > most:
            best, most = start, near
    return best


def _start(text: str, spot: int) -> int:
    """Begin an excerpt a few words before a spot, at a word."""
    if spot <= _BEFORE:
        return 0
    space = text.find(" ", spot - _BEFORE, spot)
    return space + 1 if space >= 0 else spot - _BEFORE // 2


def _spots(text: str, what: Iterable[Sought]) -> list[tuple[int, int]]:
    """Find where marks begin and end; those that touch are one."""
    found = sorted(hit.span() for each in what for hit in islice(each.spots(text), _MARKED))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _pieces(text: str, spots: Iterable[tuple[int, int]]) -> Pieces:
    pieces, done = [], 0
    for start, end in spots:
        pieces += [text[done:start], text[start:end]]
        done = end
    return [*pieces, text[done:]]
