"""What a folder for Docusaurus says of itself, and how its tree comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from devserver.model import Outline, SourcePath
from devserver.site.categories import Category, is_category, is_one, is_partial, read_category
from devserver.site.structure import relate
from devserver.site.tree import Nav
from tests.site.sites import NATIVE, drawn

JSON, YAML = SourcePath("docs/a/_category_.json"), SourcePath("docs/a/_category_.yml")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (JSON, '{"label": "A", "position": 2.5, "collapsed": false, "link": null}'),
        (YAML, "label: A\nposition: 2.5\ncollapsed: false\nlink:\n  type: generated-index\n"),
    ],
)
def test_a_category_is_read_in_both_forms(path: SourcePath, text: str) -> None:
    assert read_category(path, text) == Category("A", 2.5, opened=True)


def test_a_category_may_name_its_page() -> None:
    assert read_category(YAML, "link: {type: doc, id: intro}").page == "intro"
    assert read_category(YAML, "") == read_category(JSON, "") == Category()


@pytest.mark.parametrize(
    ("path", "text", "line", "message"),
    [
        (JSON, '{\n "label": "A",\n}', 3, "not valid JSON"),
        (YAML, "label: [", 1, "not valid YAML"),
        (JSON, "[]", 1, "a category is keys with values"),
        (JSON, '{\n  "label": 1\n}', 2, "“label” must be text"),
        (YAML, "label: A\nposition: first\n", 2, "“position” must be a number"),
        (YAML, "position: true\n", 1, "“position” must be a number"),
        (JSON, "[" * 9_000, 1, "nested too deeply"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    path: SourcePath, text: str, line: int, message: str
) -> None:
    (problem,) = read_category(path, text).problems
    assert (problem.line, problem.code) == (line, "front-matter")
    assert message in problem.message


def test_a_folder_is_for_docusaurus_if_its_files_say_so() -> None:
    outlines = {SourcePath("a.md"): Outline(SourcePath("a.md"), "A", "A")}
    placed = {p: replace(said, meta={"sidebar_position": 1}) for p, said in outlines.items()}
    assert not is_one([*outlines], outlines)
    assert is_one([*placed], placed)
    assert is_one([JSON], outlines)
    assert is_category(YAML)
    assert not is_category(SourcePath("docs/category.json"))


@pytest.mark.parametrize(
    ("path", "partial"), [("_a.md", True), ("_b/c.md", True), ("d_e.md", False)]
)
def test_what_begins_with_an_underscore_is_a_part_of_others(path: str, *, partial: bool) -> None:
    assert is_partial(SourcePath(f"docs/{path}"), "docs/") is partial


def test_the_tree_is_that_of_the_numbers_and_categories() -> None:
    said: dict[str, dict[str, Any]] = {
        "intro.md": {"order": 1.0, "meta": {"slug": "/"}},
        "02-guide/10-last.md": {},
        "02-guide/2-first.md": {},
        "02-guide/2024-01-05-news.md": {},
        "deep/deep.md": {},
        "deep/x.md": {},
        "named/start.md": {},
        "named/y.md": {},
    }
    outlines = {
        SourcePath(f"docs/{path}"): Outline(SourcePath(f"docs/{path}"), path, path, **more)
        for path, more in said.items()
    }
    categories = {
        "02-guide": Category("The guide"),
        "named": Category("Named", 1.5, page="start"),
    }
    nav = Nav(SourcePath(""), categories=categories)
    site = relate(outlines, (), replace(NATIVE, numbered=True), nav, None)
    assert drawn(site.tree) == [
        "intro.md /",
        "Named /named/start/",
        "  named/y.md /named/y/",
        "The guide /guide/",
        "  02-guide/2-first.md /guide/first/",
        "  02-guide/10-last.md /guide/last/",
        "  02-guide/2024-01-05-news.md /guide/2024-01-05-news/",
        "deep/deep.md /deep/",
        "  deep/x.md /deep/x/",
    ]
