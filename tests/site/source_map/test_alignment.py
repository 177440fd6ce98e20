"""Every line that is parsed is led back to the line that was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.site.source_map.alignment import aligned

FENCE = ["```py", "x = 1", "", "y = 2", "```"]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (["a", "b"], ["a", "b"], [0, 1]),
        ([], ["a"], [0]),
        (["a"], [], []),
        # An indentation is no difference.
        (["a", "  b"], ["a", "b"], [0, 1]),
        # A placeholder stands for the line of its fence.
        (["a", "", *FENCE, "", "b"], ["a", "", "", "P", "", "", "b"], [0, 1, 2, 2, 2, 7, 8]),
        (["a", *FENCE, "", *FENCE, "b"], ["a", "P", "", "Q", "b"], [0, 1, 1, 7, 12]),
        # What was rewritten line by line stays where it was.
        (["> [!NOTE]", "> text"], ["!!! note", "    text"], [0, 1]),
        # What is alike is matched in order.
        (["x", "a", "x", "b", "x"], ["x", "A", "x", "B", "x"], [0, 1, 2, 3, 4]),
        # Lines that were taken out.
        (["k: v", "", "a", "b"], ["a", "b"], [2, 3]),
    ],
)
def test_lines_are_found_again(before: list[str], after: list[str], lines: list[int]) -> None:
    assert aligned(before, after) == lines


TEXTS = st.lists(st.sampled_from(["", "a", "b", "c d", "```", "    x", "unique"]), max_size=30)


@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_aligned(before: list[str], after: list[str]) -> None:
    lines = aligned(before, after)
    assert len(lines) == len(after)
    assert all(0 <= line < max(len(before), 1) for line in lines)


@given(TEXTS)
def test_a_text_is_aligned_with_itself(text: list[str]) -> None:
    assert aligned(text, text) == list(range(len(text)))


@given(st.lists(st.integers(), unique=True, max_size=30), st.data())
def test_lines_that_were_left_are_found_exactly(numbers: list[int], data: st.DataObject) -> None:
    before = [f"line {number}" for number in numbers]
    kept = [index for index in range(len(before)) if data.draw(st.booleans())]
    assert aligned(before, [before[index] for index in kept]) == kept
