"""Offsets, lines and columns of a text say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devserver.language.lines import Lines


def test_what_lies_beyond_an_end_is_that_end() -> None:
    lines = Lines("ab\n\nc")
    assert [lines.line(number) for number in range(6)] == ["", "ab", "", "c", "", ""]
    assert [lines.offset(1, 9), lines.offset(2, 9), lines.offset(9, 1)] == [2, 3, 5]
    assert [*lines] == ["ab", "", "c"]
    assert lines.count == 3


@given(st.text(alphabet="a𝄞\n\u2028\x0c"))
def test_there_and_back_is_the_same_place(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        line, column = lines.at(offset)
        assert lines.offset(line, column) == offset
        assert text[:offset].count("\n") == line - 1
