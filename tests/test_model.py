"""The few things that nouns do by themselves."""

from __future__ import annotations

from devserver.model import Problem, SourcePath, digest


def test_equal_content_has_an_equal_name_whichever_way_it_is_given() -> None:
    assert digest("tea") == digest(b"tea")
    assert digest("tea") != digest("Tea")
    assert len(digest("")) == 32


def test_text_that_no_encoding_has_can_be_named_too() -> None:
    assert digest("\ud800") != digest("\ud801")


def test_a_problem_says_its_place_as_editors_read_it() -> None:
    problem = Problem(SourcePath("docs/tea.md"), 3, 8, "error", "broken-link", "there is no “pot”")
    assert problem.where() == "docs/tea.md:3:8"
