"""The keys under which results are remembered."""

from __future__ import annotations

import msgspec
import pytest

from devserver.build.step import OUTLINE, PARSE, Outlined, Outlines, fingerprint
from devserver.model import Outline, SourcePath, digest


def test_a_key_depends_on_the_step_and_on_each_named_input() -> None:
    keys = {
        OUTLINE.key(source="a", meaning="b"),
        PARSE.key(source="a", meaning="b"),
        OUTLINE.key(source="b", meaning="a"),
        OUTLINE.key(source="ab", meaning=""),
        OUTLINE.key(source="a"),
    }
    assert len(keys) == 5
    assert OUTLINE.key(meaning="b", source="a") in keys


def test_a_result_comes_back_as_it_was_and_anything_else_is_refused() -> None:
    outline = Outline(SourcePath("a.md"), "A", "A", order=2.0, meta={"k": ["v", {"n": None}]})
    made = Outlines(digest("as ever"), {outline.path: Outlined(digest("# A"), outline)})
    assert OUTLINE.unpacked(OUTLINE.packed(made)) == made
    with pytest.raises(msgspec.MsgspecError):
        PARSE.unpacked(OUTLINE.packed(made))
    with pytest.raises(msgspec.MsgspecError):
        OUTLINE.unpacked(OUTLINE.packed(made).replace(b"a.md", b"\x80.md"))


def test_a_fingerprint_sees_content_and_not_the_order_of_a_set() -> None:
    assert fingerprint(({"a": 1, "b": 2},)) == fingerprint(({"b": 2, "a": 1},))
    assert fingerprint((frozenset("abc"),)) == fingerprint((frozenset("cba"),))
    assert fingerprint(("a", "b")) != fingerprint(("ab",))
