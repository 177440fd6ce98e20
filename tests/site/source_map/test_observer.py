"""Every block is told in the line it was written in, and its HTML stays as it was to the byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from devserver.model import Dialect, Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert
from devserver.site.source_map.observer import Observer
from tests.site.source_map.accuracy import Found, judge, told

GUIDE = Path(__file__).parents[3] / "sample_site" / "docs"
MKDOCS = Dialect(("admonition", "attr_list", "codehilite", "footnotes", "md_in_html"), mkdocs=True)


def lines(text: str, dialect: Dialect | None = None) -> list[str]:
    """Give the tags with a line, in the order of the page, each with its line."""
    document = convert(Job(SourcePath("page.md"), Expanded(text), dialect or native()))
    found = re.findall(r'<([\w-]+)[^<>]* data-line="(\d+)"', told(document))
    return [f"{tag} {line}" for tag, line in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: x\n---\n# A\n\ntext\nmore\n\nlast", ["h1 4", "p 6", "p 9"]),
        ("text\n# A\nafter", ["p 1", "h1 2", "p 3"]),
        ("A\n===\nB\n---\nc", ["h1 1", "h2 3", "p 5"]),
        ("- a\n- b\n\n  more\n- c", ["ul 1", "li 1", "li 2", "p 2", "p 4", "li 5", "p 5"]),
        ("1. a\n    - b\n\n\n2. c", ["ol 1", "li 1", "p 1", "ul 2", "li 2", "li 5", "p 5"]),
        ("text\n> quote\n>\n> more", ["p 1", "blockquote 2", "p 2", "p 4"]),
        ("| a |\n|---|\n| 1 |\n| 2 |", ["div 1", "tr 1", "tr 3", "tr 4"]),
        ("Term\n: meaning\n\nNext\n: its", ["dl 1", "dt 1", "dd 2", "dt 4", "dd 5"]),
        ("```py\nx\n```\n\ntext\n\n```py\nx\n```", ["div 1", "p 5", "div 7"]),
        ("a\n\n    code\n\nb", ["p 1", "div 3", "p 5"]),
        ('!!! note "T"\n    a\n\n    b', ["div 1", "p 1", "p 2", "p 4"]),
        ('=== "A"\n    a\n\n=== "B"\n    b', ["div 1", "div 2", "p 2", "div 5", "p 5"]),
        ("> [!NOTE]\n> text", ["div 1", "p 1", "p 2"]),
        ("<div>\nraw\n</div>\n\ntext", ["div 1", "p 5"]),
        ('<div markdown="1">\n\n# A\n\ntext\n\n</div>', ["div 1", "h1 3", "p 5"]),
        ("same\n\nsame\n\n- same\n\nsame", ["p 1", "p 3", "ul 5", "li 5", "p 7"]),
        ("a[^1]\n\nb\n\n[^1]: note", ["p 1", "p 3", "p 5"]),
        ("[x]: y.md\n\ntext [x]", ["p 3"]),
        ("", []),
    ],
)
def test_blocks_are_told_in_their_lines(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_lines_are_found_with_the_extensions_of_mkdocs() -> None:
    text = "# A\n\n    code\n\n!!! note\n\n    text\n\n```\nx\n```\n\n|a|\n|-|\n|b|"
    assert lines(text, MKDOCS) == ["h1 1", "div 3", "div 5", "p 5", "p 7", "div 9", "table 13",
                                   "tr 13", "tr 15"]  # fmt: skip


def test_a_snippet_is_told_in_its_own_file() -> None:
    part, page = SourcePath("part.md"), SourcePath("page.md")
    expanded = Expanded(
        "# A\n\nfrom elsewhere\n\nlast",
        ((page, 1), (page, 2), (part, 7), (page, 4), (page, 5)),
        indents=(0,) * 5,
    )
    document = convert(Job(page, expanded, native()))
    assert [(line, path) for _, _, line, path in document.lines] == [
        (1, page),
        (7, part),
        (5, page),
    ]


def test_the_guide_is_the_same_to_the_byte_and_its_lines_are_right() -> None:
    total, pages = Found(), list(GUIDE.rglob("*.md"))
    assert len(pages) > 30
    for path in pages:
        found, wrong, same = judge(path.read_text(), native())
        assert same, path
        assert not wrong, path
        total.update(found)
    for tag in ("h1", "h2", "h3", "p", "li", "tr"):
        assert total[tag, "right"] > 5
        assert total[tag, "none"] == 0, tag


def test_a_page_that_cannot_be_watched_is_there_without_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "# A\n\ntext"
    plain = convert(Job(SourcePath("page.md"), Expanded(text), native()))

    def fail(*_: object) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(Observer, "mark", fail)
    page = convert(Job(SourcePath("page.md"), Expanded(text), native()))
    assert page.parts == plain.parts
    assert page.problems == plain.problems == ()
    assert plain.lines
    assert not page.lines


def test_a_paragraph_of_marks_that_are_filled_in_later_is_left_alone() -> None:
    # pymdownx.critic looks for it as it is.
    text = "# A\n\n{++\n\nadded\n\nblock\n\n++}\n\n{--gone--}\n\nafter"
    _, _, same = judge(text, Dialect(("pymdownx.critic",), mkdocs=True))
    assert same
