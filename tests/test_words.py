"""Words are cut and folded alike, whoever asks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.words import LONGEST, fold, folded_words, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello, World", "hello world"),
        ("snake_case and dotted.names", "snake case and dotted names"),
        ("--some-option", "some option"),
        ("C++ and C# and F#, page#anchor", "c++ and c# and f# page anchor"),
        ("Crème brûlée, naïve Ångström", "creme brulee naive angstrom"),
        ("Straße", "strasse"),
        ("ＡＢＣ １２", "abc 12"),
        ("検索", "検索 索"),
        ("API検索機能", "api 検索 索機 機能 能"),
        ("한국어 문서", "한국 국어 어 문서 서"),
        ("हिन्दी में", "हिन्दी में"),
        ("Ёлка й", "елка и"),
        ("don’t stop…", "don t stop"),
        ("¡! … — ©", ""),
    ],
)
def test_a_text_becomes_its_words(text: str, found: str) -> None:
    assert folded_words(text) == found


def test_a_composed_letter_is_the_same_as_its_parts() -> None:
    assert fold("cafe\u0301") == fold("café") == "cafe"


@settings(deadline=None)
@given(st.text())
def test_a_word_stands_where_it_says(text: str) -> None:
    for word in words(text):
        assert word.folded == fold(text[word.start : word.end]) != ""
        assert len(word.folded) <= LONGEST


@settings(deadline=None)
@given(st.text())
def test_what_is_folded_has_no_space_and_stays_as_it_is(text: str) -> None:
    found = folded_words(text)
    assert not any(character.isspace() for word in found.split(" ") for character in word)
    found.encode()
    assert all('"' not in word and "\0" not in word for word in found.split())
