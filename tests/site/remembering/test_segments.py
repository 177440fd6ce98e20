"""Segments are the whole page, and the page is what they become one by one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from devserver.site.loading import load
from devserver.site.remembering.segments import cut
from tests.site.remembering.pages import BLOCKS, DIALECTS


@pytest.mark.parametrize(
    "segments",
    [
        ["One\ntwo", "Three"],
        ["# One", "Two", "## Three"],
        ["One", "- item\n\n- item\n\n    more", "Two"],
        ["One", "    code\n\n    code", "Two"],
        ["# One", "- item", "## Two", "1. item"],
        ["One", "> quote\n\n> quote", "Two"],
        ["One", '=== "Tab"\n\n    text\n\n=== "Tab"\n\n    text', "Two"],
        ["One\n\n: meaning\n\n: meaning", "Two"],
        ["Above\n\nTerm\n: meaning\n\nTerm\n\n: meaning", "Below"],
        ["One\n\n[a]: b\n\n[c]: d", "Two"],
        ["One", "- item\n\n[a]: b\n\n- item", "Two"],
        ["Text\n***\n\n- item\n\n- item"],
        ["!!! note\n    text\n\n    text", "Two"],
        ["\x02wzxhzdk:0\x03", "- item"],
        ["Term\n\n : meaning"],
        ["Term\n: meaning\n\nTerm\n\n \n: meaning"],
        ["One\n\n\n!!! note\n    text"],
    ],
)
def test_page_is_cut(segments: list[str]) -> None:
    assert cut("\n\n".join(segments), elements=False) == segments


def test_lines_without_text_stay_with_what_stands_before_them() -> None:
    text = "    code\n\n\nTerm\n\n: meaning"
    assert cut(text, elements=False) == [text]
    assert cut("\n\nOne\n\n\nTwo\n\n\n\nThree", elements=False) == [
        "",
        "One\n\n\n",
        "Two\n\n",
        "Three",
    ]


def test_element_may_be_a_list_that_goes_on() -> None:
    text = "\x02wzxhzdk:0\x03\n\n- item"
    assert cut(text, elements=True) == [text]


@cache
def instance(dialect: str) -> Markdown:
    return load(DIALECTS[dialect])[0]


def blocks_of(dialect: str, text: str, parts: Callable[[str, bool], list[str]]) -> object:
    """Parse each part of a page as a document, and say what all of that becomes and defines."""
    md = instance(dialect)
    md.reset()
    lines = text.split("\n")
    for processor in md.preprocessors:
        lines = processor.run(lines)
    page = Element("div")
    elements = not all(isinstance(item, str) for item in md.htmlStash.rawHtmlBlocks)
    for part in parts("\n".join(lines), elements):
        page.extend(list(md.parser.parseDocument(part.split("\n")).getroot() or ()))
    return md.serializer(page), dict(md.references), md.htmlStash.rawHtmlBlocks


def whole(text: str, _elements: bool) -> list[str]:
    return [text]


def in_segments(text: str, elements: bool) -> list[str]:
    return cut(text, elements=elements)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(st.lists(BLOCKS, max_size=6).map("\n\n".join))
def test_segments_become_what_the_page_becomes(dialect: str, text: str) -> None:
    assert blocks_of(dialect, text, in_segments) == blocks_of(dialect, text, whole)
