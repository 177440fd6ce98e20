"""A block is found in the next line that may be its first."""

from __future__ import annotations

import pytest

from devserver.site.source_map.text import Text


@pytest.mark.parametrize(
    ("lines", "block", "found"),
    [
        (["a", "b"], "b", 1),
        (["- a", "- b"], "b", 1),
        (["> > a"], "a", 0),
        (["", "", "a"], "\na", 2),
        (["12. a"], "a", 0),
        ([": a"], "a", 0),
        # It is the end of a line, but nothing that opens a box stands before it.
        (["extra", "a"], "a", 1),
        (["a"], "", None),
        (["a"], "b", None),
    ],
)
def test_a_block_is_found(lines: list[str], block: str, found: int | None) -> None:
    assert Text(lines, 0).find(block) == found


def test_the_cursor_only_moves_forward() -> None:
    text = Text(["same", "", "same", "", "same"], 0)
    found = []
    for _ in range(3):
        line = text.find("same")
        assert line is not None
        found.append(line)
        text.leave(line, "same", "")
    assert found == [0, 2, 4]
    assert text.find("same") is None


def test_what_is_left_of_a_block_is_found_behind_what_was_taken() -> None:
    text = Text(["# Same", "Same"], 0)
    line = text.find("# Same\nSame")
    assert line == 0
    text.leave(line, "# Same\nSame", "Same")
    assert text.find("Same") == 1


def test_a_block_far_away_is_another_one() -> None:
    assert Text([*[""] * 3000, "a"], 0).find("a") is None


def test_a_term_is_found_above_its_meaning() -> None:
    assert Text(["Term", ": meaning", "Term"], 0).find_above("Term", 1) == 0
    assert Text(["Other"], 0).find_above("Term", 0) is None


def test_a_heading_is_found_inside_its_block() -> None:
    block = "\ntext\n## Head *x* ##\nmore"
    assert Text.within(block, "Head ") == 1
    assert Text.within("Setext\n===", "Setext") == 0
    assert Text.within("# A", "not there") == 0
