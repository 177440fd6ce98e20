"""Targets and labels in Markdown, found without parsing it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.site.scan import Scan


def uses(text: str) -> list[tuple[str, str, str]]:
    return [(use.kind, use.shows, use.text) for use in Scan(text, 0).uses]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b)", [("target", "link", "b")]),
        ("![a](b)", [("target", "image", "b")]),
        ("[a][B]", [("reference", "link", "b")]),
        ("![A][]", [("reference", "image", "a")]),
        ("[a]", [("shortcut", "link", "a")]),
        ("[^a]", [("footnote", "link", "^a")]),
        ("<img src=b>", [("html", "image", "b")]),
        ("<a href='b'>", [("html", "link", "b")]),
        ("`[a](b)`", []),
    ],
)
def test_use_has_a_kind_and_shows_something(text: str, found: list[tuple[str, str, str]]) -> None:
    assert uses(text) == found


def test_definitions_are_no_uses() -> None:
    scan = Scan("[A  b]: <x y.md> 'title'\n[^n]: note\n", 0)
    assert scan.definitions == {"a b": ("x y.md", 9)}
    assert scan.footnotes == {"^n"}
    assert not scan.uses


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 20_000, "![" * 20_000, "[a](" * 10_000, "`" * 20_000, "` `` " * 5_000),
        *("<a " * 10_000, "\n```a\nx" * 5_000, "[x](" + " " * 50_000),
        *("[x](a " + "b " * 10_000, "[x](" + "(a" * 5_000),
    ],
)
def test_hostile_text_takes_no_longer_than_other(text: str) -> None:
    started = time.perf_counter()
    Scan(text, 0)
    assert time.perf_counter() - started < 2


@given(st.text(alphabet="[]()!<>`~\\a^:\n '\"=#", max_size=80))
def test_offsets_lie_in_the_text(text: str) -> None:
    scan = Scan(text, 0)
    offsets = [use.offset for use in scan.uses] + [at for _, at in scan.definitions.values()]
    assert all(0 <= offset <= len(text) for offset in offsets)
