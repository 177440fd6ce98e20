"""Names that are never part of a site, as editors and tools really make them."""

from __future__ import annotations

import pathspec
import pytest

from devserver.sources.ignore import Patterns, any_passing, excluding, passing, shown_again


@pytest.mark.parametrize(
    "name",
    [
        ".git",
        ".#index.md",
        ".index.md.swp",
        ".goutputstream-9X2B10",
        "index.md~",
        "#index.md#",
        "4913",
        "sedQ1w2e3",
        "index.md.swx",
        "index.md___jb_tmp___",
        "index.md___jb_old___",
        "index.md.kate-swp",
        "index.md.sb-1a2b3c4d-XyZ123",
        "page.html.part",
        "node_modules",
        "__pycache__",
    ],
)
def test_what_programs_leave_while_they_work_is_passing(name: str) -> None:
    assert passing(name)


@pytest.mark.parametrize(
    "name",
    ["index.md", "#hash.md", "49130", "swp", "a#b#", "~tilde.md", "part", "modules", "sedentary"],
)
def test_what_people_write_is_not(name: str) -> None:
    assert not passing(name)


def test_what_lies_in_a_passing_folder_is_passing_too() -> None:
    assert any_passing(".git/HEAD")
    assert any_passing("guide/.cache/page.md")
    assert not any_passing("guide/intro.md")


def test_patterns_mean_what_gitignore_means() -> None:
    excluded = Patterns(["drafts/", "*.tmp", "!keep.tmp", "/top.md"])
    assert excluded("guide/drafts/")
    assert excluded("guide/a.tmp")
    assert not excluded("guide/keep.tmp")
    assert excluded("top.md")
    assert not excluded("guide/top.md")
    assert not Patterns([])("anything")


@pytest.mark.parametrize(
    "pattern",
    ["/build/", "/build", "/guide/old", "/guide/old/", "/a.md", "/.b-c", "build", "/*.md"],
)
def test_a_path_that_is_named_is_matched_like_any_pattern(pattern: str) -> None:
    spec = pathspec.GitIgnoreSpec.from_lines([pattern])
    patterns = Patterns([pattern])
    for path in (
        *("build", "build/", "build/a.md", "builds/a.md", "guide/build/", "a.md", "a.mdx", ".b-c"),
        *("guide/old", "guide/old/", "guide/old/a.md", "guide/", "guide/a.md", "b/guide/old/"),
    ):
        assert patterns(path) == spec.match_file(path), path


def test_a_folder_that_is_left_out_is_searched_for_what_is_taken_in_again() -> None:
    matches = excluding(["/private/", "!/private/kept.md"])
    assert not matches("private/")
    assert matches("private/gone.md")
    assert not matches("private/kept.md")
    assert excluding(["/private/"])("private/")


def test_what_is_hidden_is_shown_again_only_by_its_name() -> None:
    shown = shown_again([".*", "!.well-known/", "!/.nojekyll", "!.*", "!*"])
    assert shown(".well-known/")
    assert shown(".well-known/x.json")
    assert shown(".nojekyll")
    assert not shown(".git/")
