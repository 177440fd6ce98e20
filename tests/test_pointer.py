"""A cursor is told to pages, and a click to editors, as each of them needs it."""

from __future__ import annotations

import pytest

from devserver.editor.control import CursorMoved
from devserver.model import Url
from devserver.pointer import place_of, pointed
from devserver.pointing import Jump, Pointed

AT = ((Url("/a/"), 0),)


@pytest.mark.parametrize(
    ("cursor", "expected"),
    [
        (CursorMoved("/a.md", 7), Pointed(AT, 7)),
        (CursorMoved("/a.md", 15, visible=(10, 20)), Pointed(AT, 15, "move", 0.5)),
        (CursorMoved("/a.md", 10, reason="edit", visible=(10, 10)), Pointed(AT, 10, "edit", 0.0)),
        # It was left behind when the window was scrolled.
        (CursorMoved("/a.md", 3, visible=(10, 20)), Pointed(AT, 3, "move", 0.0)),
        (
            CursorMoved("/a.md", 3, reason="scroll", visible=(10, 20)),
            Pointed(AT, 15, "scroll", 0.5),
        ),
        (CursorMoved("/a.md", 3, reason="scroll"), Pointed(AT, 3, "scroll")),
    ],
)
def test_a_cursor_is_told_with_its_place_in_the_window(
    cursor: CursorMoved, expected: Pointed
) -> None:
    assert pointed(cursor, AT) == expected


@pytest.mark.parametrize(
    ("word", "line", "following", "expected"),
    [
        ("tea", 1, 4, (2, 5)),
        ("tea", 1, 2, (1, 1)),  # It stands in the next block.
        ("ea", 1, 4, (1, 1)),  # It is only a part of a word.
        ("", 1, 4, (1, 1)),
        (".*", 1, 4, (3, 1)),
        ("tea", 9, None, (9, 1)),
    ],
)
def test_a_word_is_looked_for_in_the_lines_of_its_block(
    word: str, line: int, following: int | None, expected: tuple[int, int]
) -> None:
    lines = ["teapot", "and tea", ".* here"]
    assert place_of(lines, Jump(Url("/a/"), line, word), following) == expected
