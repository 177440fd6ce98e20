"""A change is over when every page it concerns is out, and tells which of them differ."""

from __future__ import annotations

import time

from devserver.model import Url
from devserver.rebuild import Rebuild

A, B, C = Url("/a/"), Url("/b/"), Url("/c/")


def test_it_waits_for_its_own_pages_and_reports_those_that_differ() -> None:
    rebuild = Rebuild(7, ("a.md",), time.monotonic() - 0.5, {A, B})
    rebuild.settle({B, C}, {B, C})
    assert rebuild.waiting == {A}
    rebuild.settle({A}, set())
    assert not rebuild.waiting
    told = rebuild.report({B: 2, C: 5})
    assert (told.generation, told.changed, told.pages, told.tabs) == (7, ("a.md",), (B,), 2)
    assert 500 <= told.ms < 20_000
