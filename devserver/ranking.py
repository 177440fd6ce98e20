"""Judges how well a page answers a query: its title before its headings, those before its text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from devserver.excerpts import Hits, Sought, count, excerpt, flat, marked, sought
from devserver.index_rows import Section, Text

_TITLE: Final = 16.0
_HEADING: Final = 9.0
_TEXT: Final = 3.0
_CODE: Final = 1.5
"""What one word is worth where it stands; half of it if it only begins like that."""

_ALL: Final = 40.0
"""What it is worth that a page has a word at all: one with all of them comes first."""

_ROW: Final = 6.0
"""The same of words that stand in a row, as they were typed."""

_SECTIONS: Final = 4
"""Sections shown of one page."""

_WORTH_SHOWING: Final = 0.45
"""How much of the best section's worth another one must have to be shown beside it."""

Rows = tuple[tuple[tuple[str, ...], ...], bool]
"""Rows of words that may stand for one part of a query, and whether the last word may go on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A page, how good it is, and those of its sections that made it so, best first."""

    text: Text
    score: float
    sections: tuple[Section, ...]
    parts: tuple[Sought, ...]


def judge(texts: Iterable[Text], query: Sequence[Rows], typed: str) -> Iterator[Judged]:
    """Judge pages by the parts of a query."""
    parts = tuple(sought(rows, begins=begins) for rows, begins in query)
    whole = sought([tuple(word for rows, _ in query for word in rows[0])], begins=True)
    wanted = flat(typed).strip()
    for text in texts:
        title = flat(text.place.title)
        named = [_worth(count(part, title), _TITLE) for part in parts]
        folded = [(section, [*map(flat, section[1:])]) for section in text.sections]
        scored = [(_judge_section(texts, parts), texts, section) for section, texts in folded]
        best = [max((each[0][i] for each in scored), default=0.0) for i in range(len(parts))]
        found = sum(_ALL for a, b in zip(named, best, strict=True) if a or b)
        score = found + sum(named) + _title_bonus(title, wanted, whole, named)
        ranked = sorted(
            ((_total(worths, texts, whole), section) for worths, texts, section in scored),
            key=lambda each: -each[0],
        )
        score += ranked[0][0] if ranked else 0.0
        score += min(sum(worth for worth, _ in ranked[1:]), 10.0) / 5
        least = ranked[0][0] * _WORTH_SHOWING if ranked else 0.0
        good = tuple(section for worth, section in ranked[:_SECTIONS] if worth and worth >= least)
        yield Judged(text, score, good, parts)


def _title_bonus(title: str, wanted: str, whole: Sought, named: Sequence[float]) -> float:
    """Prefer the page that is called just that, then one whose title says little else."""
    if title == wanted:
        return 3 * _TITLE
    row = _ROW if all(named) and len(named) > 1 and count(whole, title) != (0, 0) else 0.0
    return row + (min(len(wanted) / len(title), 1.0) * _ROW if any(named) and title else 0.0)


def _judge_section(texts: Sequence[str], parts: Sequence[Sought]) -> list[float]:
    """Say what each part is worth in a section, of which the texts are flat."""
    heading, text, code = texts
    return [
        _worth(count(part, heading), _HEADING)
        or _worth(count(part, text), _TEXT)
        or _worth(count(part, code), _CODE)
        for part in parts
    ]


def _worth(hits: Hits, most: float) -> float:
    """Count the first most; a word that only begins like that is worth half."""
    if hits.whole:
        return most * (1 + math.log(hits.whole + hits.begun / 2) / 8)
    return most / 2 * (1 + math.log(hits.begun) / 8) if hits.begun else 0.0


def _total(worths: Sequence[float], texts: Sequence[str], whole: Sought) -> float:
    total = sum(worths)
    if len(worths) > 1 and all(worths):
        total += _ROW if any(count(whole, text) != (0, 0) for text in texts) else _ROW / 2
    return total


# ---------------------------------------------------------------- what is shown of it


def shown(judged: Judged) -> dict[str, Any]:
    """Write a page for the reader: texts are cut at their marks, and none of them is HTML."""
    place = judged.text.place
    sections = judged.sections or judged.text.sections[:1]
    return {
        "url": quote(place.url, safe="/-._~!$&'()*+,;=:@"),
        "title": marked(place.title, judged.parts),
        "trail": place.trail,
        "sections": [_section(section, place.title, judged.parts) for section in sections],
    }


def _section(section: Section, title: str, parts: Sequence[Sought]) -> dict[str, Any]:
    """Show a section by what is sought in it; one that is headed like its page has no heading."""
    own = section.heading != title
    text, code = excerpt(section.text, parts), excerpt(section.code, parts)
    in_code = len(code) > len(text) or (len(text) == 1 and not section.text)
    return {
        "anchor": section.anchor if own else "",
        "heading": marked(section.heading, parts) if own and section.heading else [],
        "text": code if in_code else text,
        "code": in_code and bool(section.code),
    }
