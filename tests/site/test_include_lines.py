"""Parts of an included file: which lines they are, and where each of them stands."""

from __future__ import annotations

import pytest

from devserver.model import SourcePath
from devserver.site.include_lines import Line, dedented, line_range, section

PATH = SourcePath("part.py")
SOURCE = ["zero", "  # --8<-- [start:a]", "  one", "    two", "  # --8<-- [end:a]", "five"]


@pytest.mark.parametrize(
    ("written", "indexes"),
    [
        ("1", [0, 1, 2, 3, 4, 5]),
        ("2:3", [1, 2]),
        (":2", [0, 1]),
        ("-2:", [4, 5]),
        ("2:-2", [1, 2, 3, 4]),
        ("9:", []),
    ],
)
def test_range_counts_from_one_or_from_the_end(written: str, indexes: list[int]) -> None:
    assert list(line_range(written, SOURCE)) == indexes


def test_section_is_what_stands_between_its_markers() -> None:
    assert section(PATH, SOURCE, "a") == [2, 3]


def test_missing_section_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="there is no section “main” in"):
        section(PATH, SOURCE, "main")


def test_dedented_lines_know_how_far_they_were_indented() -> None:
    lines = [Line("  one", PATH, 3), Line("", PATH, 4), Line("    two", PATH, 5)]
    assert dedented(lines) == [
        Line("one", PATH, 3, -2),
        Line("", PATH, 4),
        Line("  two", PATH, 5, -2),
    ]
