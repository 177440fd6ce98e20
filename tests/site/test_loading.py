"""Dialects become Markdown instances, as far as their extensions can be had."""

from __future__ import annotations

import pytest
from markdown.extensions.toc import TocTreeprocessor

from devserver.model import Dialect
from devserver.site.dialect import native
from devserver.site.loading import load


def faults(*extensions: str, **options: object) -> tuple[str, ...]:
    given = {name.replace("__", "."): value for name, value in options.items()}
    return load(Dialect(extensions, given, mkdocs=True))[1]  # type: ignore[arg-type]


def test_native_dialect_loads_whole() -> None:
    assert load(native())[1] == ()


def test_mkdocs_brings_its_own_three_extensions() -> None:
    md, problems = load(Dialect(("attr_list",), mkdocs=True))
    assert problems == ()
    assert "toc" in md.treeprocessors
    assert "attr_list" in md.treeprocessors
    assert "fenced_code_block" in md.preprocessors
    assert "table" in md.parser.blockprocessors


def test_previews_of_material_are_left_to_material() -> None:
    assert faults("material.extensions.preview") == ()


def test_snippets_are_left_to_the_includes() -> None:
    md, problems = load(Dialect(("pymdownx.snippets",), mkdocs=True))
    assert problems == ()
    assert "snippet" not in md.preprocessors


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("mkautodoc", "mkautodoc"),
        ("callouts", "markdown-callouts"),
        ("mdx_gh_links", "mdx-gh-links"),
        ("mkdocs-click", "mkdocs-click"),
        ("no.such.module:Extension", "no"),
    ],
)
def test_missing_extension_names_the_package_to_install(name: str, package: str) -> None:
    assert faults(name) == (f"the extension “{name}” is not installed: pip install {package}",)


def test_other_extensions_load_when_one_is_missing() -> None:
    md, problems = load(Dialect(("mkautodoc", "admonition"), mkdocs=True))
    assert len(problems) == 1
    assert "admonition" in md.parser.blockprocessors


def test_unknown_option_is_told_and_the_rest_holds() -> None:
    options = {"toc": {"permalink": True, "no_such": 1}}
    md, problems = load(Dialect(("toc",), options, mkdocs=True))
    assert problems == ("the extension “toc” has no option “no_such”, which is left out",)
    assert 'class="headerlink"' in md.convert("# A")


def test_no_extension_reads_files_by_itself() -> None:
    assert faults("pymdownx.snippets", "pymdownx.b64", pymdownx__b64={"base_path": "/"}) == ()
    md, _ = load(Dialect(("pymdownx.b64",), mkdocs=True))
    assert "b64" not in md.postprocessors
    for name in ("pymdownx.snippets:SnippetExtension", "pymdownx.b64:B64Extension"):
        (problem,) = faults(name)
        assert f"it reads files; write “{name.partition(':')[0]}” for it" in problem


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "markdown.util:deprecated",
        "markdown.core:Markdown",
        "pygments.util:shebang_matches",
    ],
)
def test_nothing_is_called_that_is_no_extension(name: str) -> None:
    (problem,) = faults(name, **{name: {"command": "exit 1"}})
    assert "no Markdown extension" in problem


def test_an_extension_can_be_named_by_its_class() -> None:
    md, problems = load(Dialect(("markdown.extensions.abbr:AbbrExtension",), mkdocs=True))
    assert problems == ()
    assert "abbr" in md.treeprocessors or "abbr" in md.inlinePatterns


def test_module_that_is_no_extension_is_told() -> None:
    (problem,) = faults("json")
    assert "“json” cannot be used" in problem


def test_functions_of_the_table_are_put_in_their_places() -> None:
    options = {
        "toc": {"slugify": {"python/name": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}}}
    }
    md, problems = load(Dialect(("toc",), options, mkdocs=True))
    toc = md.treeprocessors["toc"]
    assert problems == ()
    assert isinstance(toc, TocTreeprocessor)
    assert toc.slugify("Two Words", "-") == "two-words"
