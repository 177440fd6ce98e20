"""Who stands before whom in a folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devserver.model import SourcePath
from devserver.site.order import folder_rank, natural, page_rank
from tests.site.sites import MKDOCS, NATIVE

NUMBERED = replace(NATIVE, numbered=True)


def test_numbers_are_counted_and_case_does_not_matter() -> None:
    names = ["b", "A10", "a2", "a", "B1"]
    assert sorted(names, key=natural) == ["a", "a2", "A10", "b", "B1"]


def test_what_says_its_order_comes_first() -> None:
    said = page_rank(SourcePath("docs/z.md"), 3, NATIVE)
    assert said < folder_rank("b", 4, NATIVE) < page_rank(SourcePath("docs/a.md"), None, NATIVE)


def test_a_number_before_the_name_is_an_order_only_to_docusaurus() -> None:
    numbered, said = SourcePath("docs/02-x.md"), folder_rank("y", 1, NUMBERED)
    assert said < page_rank(numbered, None, NUMBERED) < folder_rank("y", 3, NUMBERED)
    assert folder_rank("y", 3, NATIVE) < page_rank(numbered, None, NATIVE)


@pytest.mark.parametrize(("first", "second"), [("index", "a"), ("README", "a"), ("a", "b")])
def test_mkdocs_has_a_folders_page_first_and_folders_last(first: str, second: str) -> None:
    pages = [page_rank(SourcePath(f"docs/{name}.md"), None, MKDOCS) for name in (first, second)]
    assert pages == sorted(pages)
    assert pages[-1] < folder_rank("a", None, MKDOCS)
