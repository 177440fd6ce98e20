"""One mistake in a word, or two in a long one, and it is still known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.index_rows import SCHEMA
from devserver.query import Part
from devserver.typos import distance, meant

WORDS = ("install", "installation", "instance", "template", "templates", "config", "serve")


@pytest.fixture
def vocabulary() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    connection.executemany("insert into terms values (?, ?)", [(w, w[::-1]) for w in WORDS])
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [
        ("word", "word", 0),
        ("word", "wrod", 1),
        ("word", "world", 1),
        ("word", "wod", 1),
        ("word", "ward", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_mistakes_are_counted(one: str, other: str, mistakes: int) -> None:
    assert distance(one, other, 3) == mistakes
    assert distance(one, other, 0) == min(mistakes, 1)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("instal", "install"),
        ("isntall", "install"),
        ("instalation", "installation"),
        ("instalaton", "installation"),
        ("tempalte", "template"),
        ("confgi", "config"),
        ("cnofig", "config"),
        ("templta", "template"),
    ],
)
def test_a_mistyped_word_is_known(vocabulary: sqlite3.Connection, typed: str, word: str) -> None:
    assert word in meant(vocabulary, Part((typed,), begins=True))


@pytest.mark.parametrize("typed", ["ins", "検索", "12345", "zzzzzz"])
def test_nothing_is_meant_by_what_is_like_no_word(
    vocabulary: sqlite3.Connection, typed: str
) -> None:
    assert meant(vocabulary, Part((typed,))) == ()


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12), st.integers(0, 2))
def test_mistakes_are_the_same_from_both_sides(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == distance(other, one, most) or (
        min(distance(one, other, most), distance(other, one, most)) > most
    )
