"""What a template is told of a place, in a word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from devserver.view import NavItem

LINK = NavItem("Page", "page/")


def test_a_link_and_no_more_is_plain() -> None:
    assert LINK.plain


@pytest.mark.parametrize(
    "more",
    [
        *({"active": True}, {"section": True}, {"external": True}, {"ruled": True}),
        *({"icon": "<svg></svg>"}, {"status": "new"}, {"more": 3}, {"children": (LINK,)}),
        {"href": None},
    ],
)
def test_whatever_else_is_shown_of_a_place_keeps_it_from_being_plain(more: dict[str, Any]) -> None:
    assert not replace(LINK, **more).plain
