"""Preprocessors rewrite a page before it is parsed; this says which line each of theirs was."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from devserver.site.lines import FENCE, closes


def aligned(before: Sequence[str], after: Sequence[str]) -> list[int]:
    """Give, for each line of ``after``, the index of the line of ``before`` that it was.

    Lines count as the same if only their indentation differs. A line that is new stands for what
    disappeared around it: the placeholder of fenced code for the line of its fence.
    """
    if not before:
        return [0] * len(after)
    then, now = [line.strip() for line in before], [line.strip() for line in after]
    found: list[int | None] = [None] * len(now)
    start = _common(then, now)
    found[:start] = range(start)
    most = min(len(then), len(now)) - start
    end = min(_common(then[::-1], now[::-1]), most)
    last_then, last_now = len(then) - end, len(now) - end
    found[last_now:] = range(last_then, len(then))
    i, j = start, start
    for here, there in [*_anchors(then, now, (i, last_then, j, last_now)), (last_then, last_now)]:
        _match(then, now, (i, here, j, there), found)
        if there < last_now:
            found[there] = here
        i, j = here + 1, there + 1
    return _filled(then, now, found)


_Stretch = tuple[int, int, int, int]
"""Lines ``[a, b)`` of the text before, and ``[c, d)`` of the one after."""


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the lines that are the same from the beginning."""
    for index, (line, there) in enumerate(zip(one, other, strict=False)):
        if line != there:
            return index
    return min(len(one), len(other))


def _anchors(then: Sequence[str], now: Sequence[str], stretch: _Stretch) -> list[tuple[int, int]]:
    """Pair the lines that stand once in each text, as far as they are in the same order.

    This is the idea of patience diff, by Bram Cohen.
    """
    a, b, c, d = stretch
    places = _places_of_unique(then, a, b)
    pairs = [
        (places[line], j) for line, j in _places_of_unique(now, c, d).items() if line in places
    ]
    if all(i < later for (i, _), (later, _) in pairwise(pairs)):
        return pairs
    ends: list[int] = []
    chosen: list[int] = []
    before: list[int] = []
    for index, (i, _) in enumerate(pairs):
        length = bisect_left(ends, i)
        ends[length:] = [i, *ends[length + 1 :]] if length < len(ends) else [i]
        before.append(chosen[length - 1] if length else -1)
        chosen[length : length + 1] = [index]
    longest: list[tuple[int, int]] = []
    index = chosen[-1] if chosen else -1
    while index >= 0:
        longest.append(pairs[index])
        index = before[index]
    return longest[::-1]


def _places_of_unique(lines: Sequence[str], first: int, last: int) -> dict[str, int]:
    times = Counter(lines[first:last])
    return {
        lines[index]: index
        for index in range(first, last)
        if lines[index] and times[lines[index]] == 1
    }


def _match(
    then: Sequence[str], now: Sequence[str], stretch: _Stretch, found: list[int | None]
) -> None:
    """Match equal lines in order, each with the next of its kind."""
    a, b, c, d = stretch
    if then[a:b] == now[c:d]:
        found[c:d] = range(a, b)
        return
    places: dict[str, list[int]] = {}
    for index in range(a, b):
        if then[index]:
            places.setdefault(then[index], []).append(index)
    for j in range(c, d):
        candidates = places.get(now[j], ())
        at = bisect_left(candidates, a)
        if at < len(candidates):
            found[j] = candidates[at]
            a = candidates[at] + 1


# ---------------------------------------------------------------- what is new


def _filled(then: Sequence[str], now: Sequence[str], found: list[int | None]) -> list[int]:
    """Give the lines that were not matched what disappeared where they stand."""
    filled: list[int] = []
    last = -1
    j = 0
    while j < len(now):
        known = found[j]
        if known is not None:
            filled.append(known)
            last = known
            j += 1
            continue
        end = next((k for k in range(j, len(now)) if found[k] is not None), len(now))
        following = found[end] if end < len(now) else None
        gap = range(last + 1, len(then) if following is None else following)
        filled += _stand_ins(then, gap, now[j:end])
        j = end
    return filled


def _stand_ins(then: Sequence[str], gap: range, now: Sequence[str]) -> Iterator[int]:
    """Give a line of the ``gap`` to each of the lines that stand there ``now``."""
    written = [index for index in gap if then[index]]
    wanted = sum(1 for line in now if line)
    # Where as many lines stand as stood there, each was rewritten.
    starts = written if len(written) == wanted else list(_starts(then, gap))
    nearest = min(max(gap.start, 0), len(then) - 1)
    given = 0
    for line in now:
        if line and starts:
            nearest = starts[min(given, len(starts) - 1)]
            given += 1
        yield nearest


def _starts(then: Sequence[str], gap: range) -> Iterator[int]:
    """Give the lines of a gap with which fenced code, or something after a blank line, begins."""
    mark, blank = "", True
    for index in gap:
        line = then[index]
        if mark:
            if closes(line, mark):
                mark, blank = "", True
            continue
        fence = FENCE.match(line)
        if fence or (line and blank):
            yield index
        mark = fence["mark"] if fence else ""
        blank = not line
