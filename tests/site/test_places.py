"""Where link targets are written."""

from __future__ import annotations

import pytest

from devserver.model import Expanded, SourcePath
from devserver.site.places import Place, Places

PAGE = SourcePath("page.md")


def places(text: str, start: int = 0) -> Places:
    return Places(PAGE, Expanded(text), start)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[a](▸x.md)", "x.md"),
        ("[a]( ▸x.md 'title')", "x.md"),
        ("[a](<▸x y.md>)", "x y.md"),
        ("[a](▸x y.md)", "x y.md"),
        ("[a](▸x_(y).md)", "x_(y).md"),
        (r"[a](▸x\_y.md)", "x_y.md"),
        ("[a](▸x.md?a=1&amp;b=2)", "x.md?a=1&b=2"),
        ("[a\nb](▸x.md)", "x.md"),
        ("[a [b] c](▸x.md)", "x.md"),
        ("[`]`](▸x.md)", "x.md"),
        ("![a](▸x.png)", "x.png"),
        ("[![a](b.png)](▸x.md)", "x.md"),
        ("[![a](▸b.png)](x.md)", "b.png"),
        ("[a]()▸", None),
        ("[a](▸)", ""),
        ("[a][b]\n\n[b]: ▸x.md", "x.md"),
        ("[A  b][]\n\n[a b]: <▸x.md> 'title'", "x.md"),
        ("[b]\n\n  [b]:\n    ▸x.md", "x.md"),
        ("<img src='▸x.png'>", "x.png"),
        ("<a class=b href=▸x.md>a</a>", "x.md"),
        ('<video poster="▸p.png" src="x.mp4">', "p.png"),
        ("`[a](x.md)` [a](▸x.md)", "x.md"),
        ("``[a](x.md) ` `` [a](▸x.md)", "x.md"),
        ("```\n[a](x.md)\n```\n[a](▸x.md)", "x.md"),
        ("- ```\n  [a](x.md)\n  ```\n- [a](▸x.md)", "x.md"),
        ("```\nnever closed [a](▸x.md)", "x.md"),
        ("` never closed\n\n[a](▸x.md) `", "x.md"),
        ("<!-- [a](x.md) -->\n[a](▸x.md)", "x.md"),
        (r"\[a](x.md) [a](▸x.md)", "x.md"),
        ("    [a](x.md)\n\n[a](▸x.md)", "x.md"),
        ("- a\n\n    [a](▸x.md)\n\n[a](x.md)", "x.md"),
        ("!!! note\n\n    [a](▸x.md)\n\n[a](x.md)", "x.md"),
    ],
)
def test_target_is_found_where_it_is_written(text: str, target: str | None) -> None:
    before, _, after = text.partition("▸")
    found = places(before + after)
    if target is not None:
        lines = before.split("\n")
        assert found.take(target) == Place(PAGE, len(lines), len(lines[-1]) + 1)


def test_each_link_to_the_same_target_has_its_own_place() -> None:
    found = places("[a](x.md) [b](x.md)\n\n[c](x.md)")
    assert [found.take("x.md")[1:] for _ in range(4)] == [(1, 5), (1, 15), (3, 5), (3, 5)]


def test_reference_stands_where_it_is_defined_however_often_it_is_used() -> None:
    found = places("[a][x] and [x] and [inline](x.md)\n\n[x]: x.md")
    assert [found.take("x.md")[1:] for _ in range(3)] == [(3, 6), (3, 6), (1, 29)]


def test_front_matter_counts_as_lines_and_holds_no_links() -> None:
    text = "---\na: '[a](x.md)'\n---\n[a](x.md)"
    assert places(text, text.rindex("[a]")).take("x.md")[1:] == (4, 5)


def test_target_that_an_extension_made_is_looked_for_in_the_text() -> None:
    assert places("Text\n\n[[wiki page]] more").take("wiki page#x")[1:] == (3, 3)
    assert places("Text").take("nowhere.md")[1:] == (1, 1)


def test_included_line_points_to_its_own_file() -> None:
    part = SourcePath("part.md")
    expanded = Expanded("a\n    [b](x.md)", ((PAGE, 1), (part, 7)), (), (0, 4))
    assert Places(PAGE, expanded, 0).take("x.md") == Place(part, 7, 5)


def test_picture_and_link_to_the_same_file_are_told_apart() -> None:
    found = places("[![a](x.png)](x.png)")
    assert (found.take("x.png", "image").column, found.take("x.png", "link").column) == (7, 15)


@pytest.mark.parametrize(
    ("text", "labels"),
    [("[^1]", ["^1"]), ("[^1]\n\n[^1]: Note", []), ("`[^1]`", []), (r"\[^1]", [])],
)
def test_footnote_that_stands_nowhere(text: str, labels: list[str]) -> None:
    assert [label for label, _ in places(text).undefined_footnotes()] == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("[a][b]", ["b"]),
        ("[A b][]", ["a b"]),
        ("[a][b]\n\n[B]: x.md", []),
        ("[a][known]", []),
        ("[a] [b]", []),
        ("`[a][b]`", []),
        ("[a]", []),
        ("[x][0] and list[0][1]", ["0"]),
    ],
)
def test_reference_without_a_definition(text: str, labels: list[str]) -> None:
    assert [label for label, _ in places(text).undefined({"known"})] == labels
