"""Whatever a page is made of, it becomes one article, the same each time, and its ids are known."""

from __future__ import annotations

import re
from collections import Counter

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Document, Expanded, Job, SourcePath
from devserver.site.fragment import MARK
from devserver.site.links import fill
from devserver.site.markdown import convert
from tests.fuzz.examples import examples
from tests.site.remembering.pages import BLOCKS, DIALECTS
from tests.site.remembering.test_instance import EDITS, edited, pair

PAGE = SourcePath("docs/page.md")

_SOUP = st.lists(
    st.one_of(
        st.sampled_from("\n `*_[]()!|$:\\a\té^~=+-#\"'{}.,"),
        st.sampled_from(
            ["\n\n", "    ", "- ", "1. ", "> ", "# ", "## a", "```", "~~~", "$$", "[^1]", "[^1]: "]
        ),
        st.sampled_from(
            [
                "!!! note",
                '=== "a"',
                "??? x",
                "|-|",
                "*[a]: ",
                "{#a}",
                "{.b}",
                ": ",
                "[!NOTE]",
                "[TOC]",
            ]
        ),
        st.sampled_from(
            [
                "[ ] ",
                "++a++",
                ":+1:",
                "https://a.b",
                "+++\n",
                "[a]: ",
                "](",
                "#!py ",
                "&amp;",
                "&lt;",
            ]
        ),
        st.sampled_from(
            [
                "$a_b$",
                "\\(x\\)",
                "==",
                "^^",
                "\x02",
                "\x03",
                "wzxhzdk:0",
                "klzzwxh:0000",
                "\u202e",
                "&#",
            ]
        ),
        st.text(max_size=3).filter(lambda text: "<" not in text),
    ),
    max_size=25,
).map("".join)
_RAW = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "<b id=x>",
        "</b>",
        "<script>",
        "</script>",
        "<details markdown>",
        "<br/>",
        "<textarea>",
        "<table>",
        "<tr>",
        "<a href=",
        "<p",
        ">",
        "<![CDATA[",
        "<?php",
        "<template>",
        "<pre>",
        "<svg>",
    ]
)
_MARKDOWN = st.lists(st.one_of(BLOCKS.filter(lambda text: "<" not in text), _SOUP), max_size=5).map(
    "\n\n".join
)
_ANYTHING = st.lists(st.one_of(BLOCKS, _SOUP, _RAW, st.just("\n\n")), max_size=8).map("".join)
_DIALECT = st.sampled_from(sorted(DIALECTS))


def of(text: str, dialect: str) -> Document:
    return convert(Job(PAGE, Expanded(text), DIALECTS[dialect]))


def html_of(document: Document) -> str:
    return fill(document.parts, [link.target for link in document.links])


def assert_sound(document: Document, text: str, dialect: str) -> None:
    """Hold a document against what is promised of every one."""
    if document.failed:
        # Extensions that we did not choose have their own faults.
        assert dialect != "native", document.problems
        assert len(document.problems) == len(document.parts) == 1
        return
    assert len(document.parts) == len(document.links) + 1
    assert MARK not in "".join(document.parts)
    lines = text.count("\n") + 1
    places = [(link.line, link.column) for link in document.links]
    places += [(problem.line, problem.column) for problem in document.problems]
    assert all(1 <= line <= lines and column >= 1 for line, column in places)
    twice = [anchor for anchor, times in Counter(document.anchors).items() if times > 1]
    told = [problem for problem in document.problems if problem.code == "duplicate-id"]
    assert len(told) == len(twice)
    assert {heading.id for heading in document.headings} <= set(document.anchors)
    for heading in document.headings:
        assert 1 <= heading.level <= 6
        assert not re.search(
            r"<(?!/?(?:abbr|b|code|del|em|i|ins|kbd|mark|s|strong|sub|sup)>)[a-zA-Z/!]",
            heading.title_html,
        )


@given(text=_ANYTHING, dialect=_DIALECT)
@examples(60)
def test_any_page_is_a_document_and_the_same_each_time(text: str, dialect: str) -> None:
    document = of(text, dialect)
    assert_sound(document, text, dialect)
    of("# Another\n\nText[^1]\n\n[^1]: x\n\n*[a]: b\n\n[a]: c", dialect)
    assert of(text, dialect) == document


@given(text=_MARKDOWN, dialect=_DIALECT)
@examples(60)
def test_any_page_without_html_is_well_formed_and_stays_in_its_article(
    text: str, dialect: str
) -> None:
    document = of(text, dialect)
    assert_sound(document, text, dialect)
    whole = f"{_BEFORE}{html_of(document)}{_AFTER}"
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(whole)
    if dialect == "native":
        assert {code for _, code, _ in parser.errors} <= _HARMLESS, parser.errors
    [article] = tree.iter("article")
    [main] = tree.iter("main")
    assert [child.tag for child in main] == ["article", "hr"]
    ids = [element.get("id") for element in article.iter() if element.get("id") is not None]
    assert sorted(ids) == sorted(document.anchors)


_BEFORE = "<!DOCTYPE html><title>x</title><main><article>"
_AFTER = "</article><hr></main>"
_HARMLESS = {
    *("invalid-codepoint", "control-character-in-input-stream", "expected-named-entity"),
    *("illegal-codepoint-for-numeric-entity", "numeric-entity-without-semicolon"),
    *("named-entity-without-semicolon", "expected-numeric-entity"),
}
"""Characters and entities that the author wrote and that HTML would rather not have."""


@given(
    dialect=_DIALECT,
    blocks=st.lists(st.one_of(BLOCKS, _SOUP), max_size=6),
    edits=st.lists(EDITS, max_size=6),
)
@examples(20)
def test_any_page_that_is_remembered_is_the_same_as_one_that_is_not(
    dialect: str, blocks: list[str], edits: list[tuple[str, int, int, str]]
) -> None:
    tried = pair(dialect)
    tried.agree("\n\n".join(blocks))
    for edit in edits:
        blocks = edited(blocks, edit)
        tried.agree("\n\n".join(blocks))
