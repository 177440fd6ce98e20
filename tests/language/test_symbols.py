"""Headings of one page, and of all of them."""

from __future__ import annotations

from pathlib import Path

from devserver.language.symbols import Symbol, find_symbols, symbols
from devserver.language.writing import Writing
from devserver.model import SourcePath
from devserver.site.dialect import native
from tests.language.sites import Site


def test_headings_lie_within_each_other() -> None:
    text = "# One\n\n### Deep\n\n## Two\n\n# `Three`\n\nend"

    def shape(found: list[Symbol]) -> list[object]:
        return [(each.text, each.span.line, each.last, shape(each.children)) for each in found]

    assert shape(symbols(Writing.of(SourcePath("a.md"), text, native()))) == [
        ("One", 1, 6, [("Deep", 3, 4, []), ("Two", 5, 6, [])]),
        ("Three", 7, 9, []),
    ]


def test_pages_and_headings_are_found_by_all_words_in_any_case(tmp_path: Path) -> None:
    pages = {
        "tea.md": "# Tea\n\n## Hot water\n\n## Waters that are hotter\n",
        "water.md": "# Water\n",
        "cup.md": "# Cup\n",
    }
    site = Site(tmp_path, pages)
    found = [(each.text, each.within) for each in find_symbols(site.library, "WATER")]
    assert found == [("Water", ""), ("Waters that are hotter", "Tea"), ("Hot water", "Tea")]
    found = [(each.text, each.within) for each in find_symbols(site.library, "hot water")]
    assert found == [("Hot water", "Tea"), ("Waters that are hotter", "Tea")]
    found = [(each.text, each.within) for each in find_symbols(site.library, "")]
    assert found == [("Cup", ""), ("Tea", ""), ("Water", "")]
