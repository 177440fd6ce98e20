"""Segments are remembered by what they follow from, or not at all."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from markdown import Markdown

from devserver.site.dialect import native
from devserver.site.fragment import Fragment
from devserver.site.loading import load
from devserver.site.remembering.memory import Memory
from devserver.site.remembering.segment_memory import Known, SegmentMemory


@pytest.fixture
def md() -> Markdown:
    return load(native())[0]


@pytest.fixture
def segments(md: Markdown) -> SegmentMemory:
    return SegmentMemory(md, Memory(100_000))


def test_number_of_a_placeholder_does_not_matter(md: Markdown, segments: SegmentMemory) -> None:
    first, other, same = (md.htmlStash.store(html) for html in ("<b>", "<i>", "<b>"))
    key = segments.key(f"a {first}")
    assert segments.key(f"a {same}") == key
    assert segments.key(f"a {other}") != key
    assert segments.key(f"b {first}") != key


def test_element_cannot_be_part_of_a_key(md: Markdown, segments: SegmentMemory) -> None:
    placeholder = md.htmlStash.store(Element("p"))
    assert segments.key(placeholder) is None
    assert segments.recall(None) is None


def test_placeholder_of_text_with_placeholders_cannot_either(
    md: Markdown, segments: SegmentMemory
) -> None:
    inner = md.htmlStash.store("<b>")
    assert segments.key(md.htmlStash.store(f"<div>{inner}")) is None


def known(edition: int = 1) -> Known:
    return Known(Fragment.of("<p>text</p>\n"), closed=True, edition=edition)


def test_what_is_kept_is_recalled(segments: SegmentMemory) -> None:
    kept = known()
    segments.keep(segments.key("text"), "text", kept)
    assert segments.recall(segments.key("text")) is kept


@pytest.mark.parametrize(
    "text",
    ["a[^1]", "[a]: b", "*[a] : b", "[TOC]", "///Footnotes Go Here///"],
)
def test_what_belongs_to_its_page_is_not_kept(segments: SegmentMemory, text: str) -> None:
    segments.keep("key", text, known())
    assert segments.recall("key") is None


def test_formula_that_is_reported_is_not_kept(md: Markdown, segments: SegmentMemory) -> None:
    md.convert("Text $\\frac$")
    segments.keep("formula", "Text $\\frac$", known())
    segments.keep("text", "Text", known())
    assert segments.recall("formula") is None
    assert segments.recall("text") is not None


def test_changed_definition_matters_to_what_mentions_it(
    md: Markdown, segments: SegmentMemory
) -> None:
    editions = []
    for target in ("one.md", "another.md"):
        md.references["one"] = (target, "")
        editions.append(segments.edition())
    then = known(editions[0])
    assert segments.holds(then, "see [one]", editions[0])
    assert not segments.holds(then, "see [one]", editions[1])
    assert segments.holds(then, "see [two]", editions[1])


def test_definitions_that_are_forgotten_are_taken_for_changed(
    md: Markdown, segments: SegmentMemory
) -> None:
    then = known(segments.edition())
    for number in range(20):
        md.references["one"] = (str(number), "")
        edition = segments.edition()
    assert not segments.holds(then, "see [one]", edition)
