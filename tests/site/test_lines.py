"""A page taken apart and put together again."""

from __future__ import annotations

from devserver.model import Expanded, SourcePath
from devserver.site.lines import closes, in_code, joined, lines_of

PAGE, PART = SourcePath("a.md"), SourcePath("b.md")


def test_a_page_comes_out_as_it_went_in() -> None:
    lines = lines_of(PAGE, Expanded("One\nTwo"))
    assert [(line.path, line.number) for line in lines] == [(PAGE, 1), (PAGE, 2)]
    included = Expanded("One\n  Two", ((PAGE, 1), (PART, 7)), (), (0, 2))
    assert joined(lines_of(PAGE, included), included) == included


def test_a_line_that_is_moved_keeps_its_column() -> None:
    (line, empty) = lines_of(PAGE, Expanded("text\n"))
    assert (line.indented(4).text, line.indented(4).added) == ("    text", 4)
    assert empty.indented(4) == empty


def test_code_is_known_by_its_fences() -> None:
    lines = lines_of(PAGE, Expanded("a\n````x\n```\nb\n````\nc"))
    assert [code for _, code in in_code(lines)] == [False, True, True, True, True, False]
    assert not closes("```js", "```")
    assert closes("  ````", "```")
