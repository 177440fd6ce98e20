"""The lines of a page as Python-Markdown wants them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.site.extensions.indentation import Indentation


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("- a\n  - b\n    - c", "- a\n    - b\n        - c"),
        ("- a\n    - b\n        - c", "- a\n    - b\n        - c"),
        ("1. a\n   b", "1. a\n    b"),
        ("text\n- a", "text\n\n- a"),
        ("- a\n\n  b\n- c", "- a\n\n    b\n\n- c"),
        ("  indented\n  text", "  indented\n  text"),
        ("    - code\n      - code", "    - code\n      - code"),
        ("> - a\n>   - b", "> - a\n>     - b"),
        ("```\n- a\n  - b\n```", "```\n- a\n  - b\n```"),
    ],
)
def test_lines_are_indented_by_four_columns_a_level(written: str, wanted: str) -> None:
    assert Indentation(written.split("\n")).written == wanted.split("\n")


LINE = st.from_regex(r" {0,9}(?:[-*>#|`]{0,3} ?|1[.)] |```|!!! |)[a-z|-]{0,3}", fullmatch=True)


@given(st.lists(LINE, max_size=12))
def test_nothing_but_space_and_a_closing_fence_is_added(lines: list[str]) -> None:
    def letters(text: list[str]) -> str:
        return "".join("".join(text).split()).replace(")", ".").replace(">", "")

    written = letters(Indentation(lines).written)
    assert written.startswith(letters(lines))
    # A fence that was never closed is closed at the end.
    assert written[len(letters(lines)) :] in {"", "```"}
