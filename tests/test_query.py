"""Whatever is typed becomes words, and nothing that SQLite would obey."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.query import LONGEST, Part, parse


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("live pre", [Part(("live",)), Part(("pre",), begins=True)]),
        ("snake_case", [Part(("snake", "case"), begins=True)]),
        ("--host", [Part(("host",), begins=True)]),
        ("C++", [Part(("c++",), begins=True)]),
        ('"as it is" wri', [Part(("as", "it", "is")), Part(("wri",), begins=True)]),
        ('"not closed', [Part(("not",)), Part(("closed",), begins=True)]),
        ("検索機能", [Part(("検索", "索機", "機能"), begins=True)]),
        ("検", [Part(("検",), begins=True)]),
        ("NEAR(a b)", [Part(("near", "a")), Part(("b",), begins=True)]),
        ("* \" ' ( ) ^ : - +", []),
        ("\0", []),
        ("", []),
    ],
)
def test_what_is_typed_is_read(typed: str, parts: list[Part]) -> None:
    assert parse(typed) == parts


def test_a_short_beginning_is_looked_for_in_names_alone() -> None:
    part = Part(("co",), begins=True)
    assert part.is_short
    assert (part.match(), part.match(names=True)) == ('"co"', '"co" *')
    assert Part(("con",), begins=True).match() == '"con" *'
    assert not Part(("検",), begins=True).is_short


@settings(deadline=None)
@given(st.text())
def test_no_text_is_obeyed(typed: str) -> None:
    parts = parse(typed)
    assert len(parts) <= 8
    assert all(re.fullmatch(r'"[^"]+"( \*)?', part.match(names=True)) for part in parts)


def test_a_query_without_end_is_cut() -> None:
    assert len(parse("word " * 10_000)) == 8
    assert len(parse("漢" * 10_000)[0].words) == 24
    assert len(parse("x" * 10_000)[0].words[0]) <= LONGEST
