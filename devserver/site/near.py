"""What a mistyped name was probably meant to be, found fast among ten thousand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from heapq import nlargest

_ENOUGH = 0.72
"""How alike two last segments must be (0 to 1) to be worth a question."""

_LONGEST = 255
"""Characters that are looked at: no file has a longer name, and anyone may ask for any."""

_REMEMBERED = 1000
"""Answers that are kept: a page with many broken links asks for all of them at each edit."""

_MOST = 100
"""So many names at most are compared letter by letter, which takes a while."""


class Names:
    """Paths or anchors that can be asked for the nearest one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._asked: dict[str, str | None] = {}

    def nearest(self, wanted: str) -> str | None:
        """Give the name most like ``wanted``, or nothing if none is much like it.

        The same last segment in another folder comes first, then the most letters in common.
        """
        wanted = wanted[-_LONGEST:]
        if wanted not in self._asked:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            self._asked[wanted] = self._nearest(wanted)
        return self._asked[wanted]

    def _nearest(self, wanted: str) -> str | None:
        last = _last(wanted)
        same = self._by_last.get(last.lower())
        if same:
            return _likest(same, wanted)
        best = max(self._candidates(last), key=lambda name: _alike(_last(name), last), default="")
        if not best or _alike(_last(best), last) < _ENOUGH:
            return None
        return _likest(self._by_last[_last(best).lower()], wanted)

    def called(self, last: str) -> Sequence[str]:
        """Give the names whose last segment is ``last``, whatever its case."""
        return self._by_last.get(last.lower(), ())

    def nearest_few(self, wanted: str, most: int) -> list[str]:
        """Give up to ``most`` names that are much like ``wanted``, the likest first."""
        wanted = wanted[-_LONGEST:]
        last = _last(wanted)
        segments = {last.lower(), *(_last(name).lower() for name in self._candidates(last))}
        alike = [s for s in segments if _alike(s, last) >= _ENOUGH]
        names = [name for segment in alike for name in self._by_last.get(segment, ())]
        return sorted(_few(names, wanted), key=lambda name: -_alike(name, wanted))[:most]

    def _candidates(self, last: str) -> Iterator[str]:
        """Give one name for each of the last segments that share most pairs of letters."""
        shared: Counter[str] = Counter()
        for pair in _pairs(last):
            shared.update(self._by_pair.get(pair, ()))
        for segment, _ in shared.most_common(20):
            yield self._by_last[segment][0]

    @cached_property
    def _by_last(self) -> Mapping[str, Sequence[str]]:
        names = defaultdict(list)
        for name in self._names:
            names[_last(name).lower()].append(name)
        return dict(names)

    @cached_property
    def _by_pair(self) -> Mapping[str, Sequence[str]]:
        segments = defaultdict(list)
        for segment in self._by_last:
            for pair in _pairs(segment):
                segments[pair].append(segment)
        return dict(segments)


def _likest(names: Sequence[str], wanted: str) -> str:
    return max(_few(names, wanted), key=lambda name: _alike(name, wanted))


def _few(names: Sequence[str], wanted: str) -> Sequence[str]:
    """Of very many names, take those that share most segments with the one that is wanted."""
    if len(names) <= _MOST:
        return names
    segments = set(wanted.split("/"))
    return nlargest(_MOST, names, key=lambda name: len(segments.intersection(name.split("/"))))


def _last(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]


def _pairs(text: str) -> set[str]:
    padded = f" {text.lower()} "
    return {padded[index : index + 2] for index in range(len(padded) - 1)}


def _alike(left: str, right: str) -> float:
    return SequenceMatcher(None, left.lower(), right.lower(), autojunk=False).ratio()
