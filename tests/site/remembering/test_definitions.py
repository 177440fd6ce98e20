"""Definitions matter to the texts that may refer to them."""

from __future__ import annotations

import pytest

from devserver.site.dialect import native
from devserver.site.loading import load
from devserver.site.remembering.definitions import Definitions, mentions

ONE = {"one": ("one.md", None)}


def test_they_are_those_of_the_page() -> None:
    md, _ = load(native())
    md.convert("[One]: one.md\n\n*[HTML]: Hypertext\n\nText")
    assert Definitions.of(md) == Definitions(ONE, {"HTML": "Hypertext"})


def test_labels_that_mean_something_else_have_changed() -> None:
    before = Definitions({**ONE, "two": ("two.md", None)}, {})
    after = Definitions({**ONE, "two": ("2.md", None), "three": ("3.md", "t")}, {})
    assert before.changed(after) == frozenset({"two", "three"})
    assert before.changed(before) == frozenset()


def test_abbreviation_may_change_any_text() -> None:
    assert Definitions(ONE, {}).changed(Definitions(ONE, {"a": "b"})) is None
    assert mentions("text", None)


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("see [two words] there", True),
        ("see [Two\n   WORDS][]", True),
        ("> see [text][two\n> words]", True),
        ("two words", False),
        ("[one] word", False),
    ],
)
def test_text_mentions_a_label(text: str, mentioned: bool) -> None:
    assert mentions(text, frozenset({"two words"})) is mentioned


def test_every_text_with_a_bracket_may_mention_a_label_whose_case_is_doubtful() -> None:
    assert mentions("[ΟΔΟΣ]", frozenset({"οδος"}))
    assert not mentions("text", frozenset({"οδος"}))
