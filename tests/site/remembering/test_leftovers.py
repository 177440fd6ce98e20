"""What a text leaves behind for the next one is noticed."""

from __future__ import annotations

from typing import Any

from devserver.site.dialect import native
from devserver.site.loading import load
from devserver.site.remembering.leftovers import Leftovers


def test_ordinary_text_leaves_nothing() -> None:
    md, _ = load(native())
    leftovers = Leftovers(md)
    md.convert("*a **b** c_d* _e_ ~~f~~ ^g^\n\n**a *b** c*\n\n***a** b*")
    leftovers.look()
    assert not leftovers.found


def test_what_is_left_when_the_next_text_begins_is_found() -> None:
    md, _ = load(native())
    leftovers = Leftovers(md)
    delimiters: Any = md.inlinePatterns["em_strong"]
    delimiters.regions.append((0, 1, 2, 3, ("em", "em"), 1))
    md.convert("text")
    assert leftovers.found
