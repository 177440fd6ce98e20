"""Whatever the observer tells and when, no path is forgotten and none waits beyond its time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devserver.messages import FilesChanged
from devserver.sources.batch import AT_MOST, CALM, EACH, FEW, QUIET, SOON, Batch
from tests.fuzz.examples import examples

_PATHS = st.sampled_from([f"/{n}" for n in range(8)])
_PASSES = st.sampled_from([0.0, 0.001, QUIET / 2, QUIET, CALM / 2, CALM, SOON, AT_MOST, 3.0])
_TINY = 1e-9
"""Seconds that adding and subtracting may lose."""


class Story:
    """A batch beside the plainest account of what it was told."""

    def __init__(self) -> None:
        self.batch = Batch()
        self.now = 100.0
        self.marked: dict[str, tuple[float, bool]] = {}
        """By path: when it was first marked since it was last taken, and whether it is whole."""
        self.last = 0.0

    def mark(self, path: str, *, complete: bool) -> None:
        first, _ = self.marked.get(path, (self.now, False))
        self.marked[path] = (first, complete)
        self.last = self.now
        self.batch.add(FilesChanged(path, complete), self.now)

    def take(self, *, differed: bool) -> None:
        taken, since = self.batch.take()
        assert taken <= self.marked.keys()
        assert {path for path, (_, whole) in self.marked.items() if whole} <= taken
        assert since == min(self.marked[path][0] for path in taken)
        for path in taken:
            del self.marked[path]
        if differed:
            self.batch.acted(taken, self.now)

    def wait(self, seconds: float, *, differed: bool) -> None:
        """Let time pass; whoever has the batch takes whatever is due on the way."""
        until = self.now + seconds
        while (due := self.batch.due()) is not None and due <= until:
            self.now = max(self.now, due)
            self.take(differed=differed)
        self.now = until

    def storm(self, times: int, *, complete: bool) -> None:
        """Mark one path after the other, with never a pause that is long enough."""
        for number in range(times):
            self.mark(f"/{number % 8}", complete=complete)
            self.look()
            self.wait(QUIET / 2, differed=False)

    def look(self) -> None:
        """Hold the time at which it is due against what is promised."""
        due = self.batch.due()
        assert (due is None) == (not self.marked)
        if due is None:
            return
        first = min(since for since, _ in self.marked.values())
        assert first - _TINY <= due <= first + max(AT_MOST, EACH * len(self.marked)) + _TINY
        assert due <= self.last + CALM + _TINY


_STEPS = st.one_of(
    st.tuples(st.just("mark"), _PATHS, st.booleans()),
    st.tuples(st.just("mark"), _PATHS, st.booleans()),
    st.tuples(st.just("pass"), _PASSES, st.booleans()),
    st.tuples(st.just("storm"), st.integers(2, 60), st.booleans()),
)


@given(st.lists(_STEPS, max_size=40))
@examples(200)
def test_whatever_is_told_is_taken_in_time(steps: list[tuple[str, object, bool]]) -> None:
    story = Story()
    for kind, value, flag in steps:
        if kind == "mark":
            story.mark(str(value), complete=flag)
        elif isinstance(value, float):
            story.wait(value, differed=flag)
        elif isinstance(value, int):
            story.storm(value, complete=flag)
        story.look()
    story.wait(3600, differed=False)
    assert not story.marked


@given(st.lists(_PATHS, min_size=1, max_size=FEW, unique=True), st.lists(_PASSES, max_size=3))
@examples(50)
def test_a_few_whole_files_are_due_at_once(paths: list[str], pauses: list[float]) -> None:
    story = Story()
    for path, pause in zip(paths, [*pauses, *[0.0] * FEW], strict=False):
        story.mark(path, complete=True)
        story.now += pause
    due = story.batch.due()
    assert due is not None
    assert due <= story.now
    story.take(differed=False)
    assert not story.marked
