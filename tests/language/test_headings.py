"""Headings are found as they are written."""

from __future__ import annotations

import time

import pytest

from devserver.language.headings import headings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# A\n", [(1, "A")]),
        ("## A *b* ##  \n", [(2, "A *b*")]),
        ("### A # b {#own}\n", [(3, "A # b")]),
        ("A b\n===\n\nC {: .x #c }\n---\n", [(1, "A b"), (2, "C")]),
        ("> ## A\n\n- # B\n\n1. # C\n", [(2, "A"), (1, "B"), (1, "C")]),
        ("> A\n> ===\n", [(1, "A")]),
        ("text\nA\n---\n", []),
        ("- A\n---\n", []),
        ("| A\n---\n", []),
        ("---\n\n---\n", []),
        ("#\n\n####### x\n\n#no\n\n# #\n", []),
        ("text # no heading\n", []),
        ("# A\n# B\n", [(1, "A"), (1, "B")]),
    ],
)
def test_a_heading_has_a_level_and_a_title(text: str, found: list[tuple[int, str]]) -> None:
    there = headings(text, 0, ())
    assert [(each.level, each.title) for each in there] == found
    for each in there:
        assert text.startswith(each.title, each.start)


def test_what_is_hidden_or_above_the_start_is_no_heading() -> None:
    text = "# A\n\n# B\n\n# C\n"
    assert [each.title for each in headings(text, 5, [(9, 14)])] == ["B"]


def test_a_title_is_shown_as_readers_see_it_and_can_be_another() -> None:
    (heading,) = headings("## `A` [b](c.md) :tada: {#x} ##\n", 0, ())
    assert heading.text.startswith("A b 🎉")
    (heading,) = headings("## Old {#x}\n", 0, ())
    assert heading.called("New").source == "## New {#x}"
    (heading,) = headings("Old\n---\n", 0, ())
    assert heading.called("New").source == "New\n-"


@pytest.mark.parametrize(
    "text", ["# " * 50_000, "#" * 100_000, "# a {" * 20_000, ">" * 100_000, "=\n" * 50_000]
)
def test_hostile_text_takes_no_longer_than_other(text: str) -> None:
    started = time.perf_counter()
    headings(text, 0, ())
    assert time.perf_counter() - started < 2
