"""Where an included file is looked for follows from the project's options."""

from __future__ import annotations

import pytest

from devserver.model import Dialect, Expanded, SourcePath
from devserver.site.dialect import native
from devserver.site.snippet_options import SnippetOptions

PAGE = SourcePath("docs/sub/page.md")


def options(**given: object) -> SnippetOptions:
    dialect = Dialect(("pymdownx.snippets",), {"pymdownx.snippets": given}, mkdocs=True)
    return SnippetOptions.of(dialect)


def candidates(name: str, made: SnippetOptions) -> list[str]:
    return made.candidates(name, PAGE, "/home/me/project", "docs/")


def test_native_pages_look_in_the_project_and_then_in_the_docs_folder() -> None:
    found = SnippetOptions.of(native())
    assert candidates("a.md", found) == ["a.md", "docs/a.md"]


def test_mkdocs_pages_include_nothing_without_the_extension() -> None:
    found = SnippetOptions.of(Dialect(("admonition",), mkdocs=True))
    text = '--8<-- "a.md"'
    assert found.expanded(PAGE, text, lambda _: (PAGE, "x")) == Expanded(text)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("docs", ["docs/a.md"]),
        ([".", "docs/parts/"], ["a.md", "docs/parts/a.md"]),
        ("/home/me/project/docs", ["docs/a.md"]),
        ("/home/me/project", ["a.md"]),
        ("/home/me/project2", []),
        (["docs/a.md", "b.md"], ["docs/a.md", "docs/a.md/a.md", "b.md/a.md"]),
        (["a.md", "docs"], ["a.md", "a.md/a.md", "docs/a.md"]),
        ({"relative": ""}, ["docs/sub/a.md"]),
        ({"relative": "$docs_dir"}, ["docs/a.md"]),
        ({"relative": "$config_dir/parts"}, ["parts/a.md"]),
        (7, []),
    ],
)
def test_bases_are_folders_of_the_project(base: object, expected: list[str]) -> None:
    assert candidates("a.md", options(base_path=base)) == expected


def test_name_leads_out_of_its_base_only_if_that_is_allowed() -> None:
    assert candidates("../a.md", options(base_path="docs")) == []
    assert candidates("../a.md", options(base_path="docs", restrict_base_path=False)) == ["a.md"]


def test_what_every_page_includes_stands_at_its_end() -> None:
    made = options(auto_append=["a.md", 7, "b.md"])
    found = made.expanded(PAGE, "x", lambda name: (SourcePath(name), f"text of {name}"))
    assert found.text == "x\n\n\ntext of a.md\n\ntext of b.md\n"
    assert options().expanded(PAGE, "x", lambda _: None) == Expanded("x")


def test_what_cannot_be_appended_is_told_at_the_end_of_the_page() -> None:
    made = options(auto_append=["a.md"]).expanded(PAGE, "one\ntwo", lambda _: None)
    assert [(p.path, p.line, p.column) for p in made.problems] == [(PAGE, 2, 1)]
