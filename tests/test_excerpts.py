"""An excerpt shows where most of what was sought stands together, and marks it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.excerpts import count, excerpt, flat, marked, sought
from devserver.words import words


def test_a_word_is_marked_whole_from_its_beginning_on() -> None:
    what = [sought([("con",)], begins=True)]
    assert marked("Configure it, but do not second it.", what) == [
        "", "Configure", " it, but do not second it.",
    ]  # fmt: skip


def test_a_whole_word_is_not_marked_in_a_longer_one() -> None:
    assert marked("go ago gone", [sought([("go",)], begins=False)]) == ["", "go", " ago gone"]


def test_accents_and_capitals_do_not_hide_a_word() -> None:
    assert marked("Éclair", [sought([("eclair",)], begins=False)]) == ["", "Éclair", ""]


def test_words_that_belong_together_are_marked_together() -> None:
    what = [sought([("snake", "case")], begins=True)]
    assert marked("a snake_case name, a snake in a case", what)[1::2] == ["snake_case"]


def test_a_run_is_found_in_the_middle_of_one() -> None:
    what = [sought([("検索", "索機")], begins=True)]
    assert marked("全文検索機能です", what) == ["全文", "検索機", "能です"]


def test_an_excerpt_is_taken_where_the_words_are() -> None:
    text = "filler " * 100 + "the needle here and a needle there " + "filler " * 100
    pieces = excerpt(text, [sought([("needle",)], begins=False)])
    assert pieces[1::2] == ["needle", "needle"]
    assert pieces[0].startswith("… ")
    assert pieces[-1].endswith(" …")
    assert len("".join(pieces)) < 200


def test_whole_words_and_beginnings_are_counted_apart() -> None:
    assert count(sought([("doc",)], begins=True), flat("Doc docs documents DOC")) == (2, 2)


@settings(deadline=None)
@given(st.text())
def test_a_text_stays_what_it_is_when_it_is_marked(text: str) -> None:
    assert len(flat(text)) == len(text)
    found = [word.folded for word in words(text)][:5]
    what = [sought([(word,)], begins=True) for word in found]
    assert "".join(marked(text, what)) == text
    if text:
        assert "".join(excerpt(text, what)).strip("… ")[:20] in text
