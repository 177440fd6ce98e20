"""What is a colour, and what would escape from a stylesheet's declaration."""

from __future__ import annotations

import pytest

from devserver.colour import NAMED, is_colour


@pytest.mark.parametrize(
    "text",
    [
        *("teal", "RebeccaPurple", "#fff", "#FFF8", "#12abEF", "#12abEF80"),
        *("rgb(1, 2, 3)", "rgba(1 2 3 / 40%)", "hsl(120 50% 50%)", "oklch(60% 0.15 30)"),
        "color(display-p3 1 0.5 0)",
    ],
)
def test_a_colour_of_css_is_one(text: str) -> None:
    assert is_colour(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "tael", "#ff", "#12345", "#ggg", " teal", "teal\n", "inherit", "var(--x)"),
        *("red;", "red}", "rgb(1,2,3)}", "rgb(1;2)", "rgb(url(x))", "expression(1)", "rgb(/**/)"),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_colour(text)


def test_every_name_of_css_is_known() -> None:
    assert len(NAMED) == 148
