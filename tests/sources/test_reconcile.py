"""Comparing everything now and then, in slices, and the more seldom the longer it takes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from devserver.model import SourcePath
from devserver.sources.reconcile import AT_LEAST, OFTEN, SHARE, Reconciler

A, B = SourcePath("a.md"), SourcePath("b.md")


def scan_of(*steps: set[SourcePath]) -> Reconciler:
    return Reconciler(lambda: iter(steps))


def test_it_is_first_due_some_seconds_after_the_start() -> None:
    assert scan_of().due == pytest.approx(time.monotonic() + AT_LEAST, abs=1.0)


def test_it_begins_at_once_when_something_may_have_been_missed() -> None:
    reconciler = scan_of()
    reconciler.hurry()
    assert reconciler.due <= time.monotonic()


def test_what_differs_is_told_when_all_is_compared() -> None:
    reconciler = scan_of({A}, set(), {B})
    past, future = time.monotonic() - 1.0, time.monotonic() + 60.0
    assert reconciler.advance(past) == set()
    assert reconciler.advance(past) == set()
    assert reconciler.advance(future) == {A, B}
    assert reconciler.due == pytest.approx(time.monotonic() + AT_LEAST, abs=1.0)


def test_each_comparison_begins_anew() -> None:
    reconciler = scan_of({A})
    for _ in range(2):
        assert reconciler.advance(time.monotonic() + 60.0) == {A}


def test_a_slow_comparison_is_made_seldom() -> None:
    def slow() -> Iterator[set[SourcePath]]:
        until = time.monotonic() + 0.05
        while time.monotonic() < until:
            pass
        yield set()

    reconciler = Reconciler(slow)
    reconciler.advance(time.monotonic() + 60.0)
    assert reconciler.due > time.monotonic() + 0.05 * SHARE - 1.0


def test_without_events_it_is_made_often() -> None:
    reconciler = scan_of({A})
    reconciler.often = True
    assert reconciler.due == pytest.approx(time.monotonic() + OFTEN, abs=0.2)
    reconciler.advance(time.monotonic() + 60.0)
    assert reconciler.due == pytest.approx(time.monotonic() + OFTEN, abs=0.2)
    reconciler.often = False
    reconciler.advance(time.monotonic() + 60.0)
    assert reconciler.due == pytest.approx(time.monotonic() + AT_LEAST, abs=1.0)
