"""``mkdocs.yml`` as it stands: MkDocs' meanings, and what cannot be applied said by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.config import Config, ConfigError, Script
from devserver.mkdocs import read_mkdocs
from devserver.model import Dialect, NavLink, NavPage, NavSection, SourcePath
from devserver.view import About


def _read(folder: Path, text: str, docs: str = "docs") -> Config:
    (folder / docs).mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text(text)
    return read_mkdocs(folder / "mkdocs.yml")


EVERYTHING = """
site_name: The Site
site_url: https://example.org/docs
docs_dir: text
nav:
  - index.md
  - Guide:
    - guide/index.md
    - Intro: guide/intro.md
    - 2024: news.md
  - Reference: reference/
  - Code: https://example.org/
exclude_docs: |
  *.py
  # not this
  /private/
draft_docs: drafts/
not_in_nav: |
  /hidden.md
markdown_extensions:
  - toc:
      permalink: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
  - admonition
  - pymdownx.snippets:
      base_path: !relative $docs_dir/inc
extra_css: [css/a.css]
watch: [src]
extra_javascript:
  - js/a.mjs
  - path: js/b.js
    defer: true
repo_url: https://github.com/me/it
edit_uri: blob/main/text/
use_directory_urls: false
copyright: "&copy; me"
site_author: Me
site_description: What it is.
theme:
  name: material
  language: pt_BR
  logo: img/logo.svg
  favicon: img/favicon.ico
  custom_dir: overrides
  palette:
    - primary: teal
plugins:
  - search
  - redirects:
      redirect_maps: {}
  - tags
hooks: [hooks.py]
extra: {anything: at all}
strict: true
"""


def test_every_key_has_mkdocs_meaning(tmp_path: Path) -> None:
    assert _read(tmp_path, EVERYTHING, "text") == Config(
        project=tmp_path,
        docs=tmp_path / "text",
        file=tmp_path / "mkdocs.yml",
        files=tuple(tmp_path / n for n in ("devserver.toml", "pyproject.toml", "mkdocs.yml")),
        title="The Site",
        site_url="https://example.org/docs/",
        exclude=(".*", "/templates/", "*.py", "/private/"),
        drafts=("drafts/",),
        not_in_nav=("/hidden.md",),
        nav=(
            NavPage(SourcePath("text/index.md"), None, 6, 5),
            NavSection(
                "Guide",
                (
                    NavPage(SourcePath("text/guide/index.md"), None, 8, 7),
                    NavPage(SourcePath("text/guide/intro.md"), "Intro", 9, 7),
                    NavPage(SourcePath("text/news.md"), "2024", 10, 7),
                ),
            ),
            NavPage(SourcePath("text/reference/"), "Reference", 11, 5),
            NavLink("Code", "https://example.org/"),
        ),
        nav_folders=False,
        watch=(tmp_path / "src",),
        extra_css=("text/css/a.css",),
        extra_js=(Script("text/js/a.mjs", type="module"), Script("text/js/b.js", defer=True)),
        logo="text/img/logo.svg",
        favicon="text/img/favicon.ico",
        accent="teal",
        repo_url="https://github.com/me/it",
        edit_url="https://github.com/me/it/blob/main/text/{path}",
        about=About("What it is.", "Me", "&copy; me", "GitHub", "pt-BR"),
        dialect=Dialect(
            ("toc", "pymdownx.emoji", "admonition", "pymdownx.snippets"),
            {
                "toc": {
                    "permalink": True,
                    "slugify": {"python/name": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}},
                },
                "pymdownx.emoji": {
                    "emoji_index": {"python/name": "material.extensions.emoji.twemoji"}
                },
                "pymdownx.snippets": {"base_path": {"relative": "$docs_dir/inc"}},
            },
            mkdocs=True,
        ),
        directory_urls=False,
        ignored=("theme material", "plugin redirects", "plugin tags", "hook hooks.py"),
        tabs=False,
        mkdocs=True,
    )


def test_an_empty_configuration_is_a_project_called_after_its_folder(tmp_path: Path) -> None:
    config = _read(tmp_path, "")
    assert (config.title, config.nav, config.problems) == (tmp_path.name, None, ())
    assert config.dialect == Dialect((), {}, mkdocs=True)
    assert config.directory_urls


def test_a_value_of_null_is_as_good_as_none(tmp_path: Path) -> None:
    config = _read(tmp_path, "nav:\nplugins:\nmarkdown_extensions:\ntheme:\nextra_css:\n")
    assert (config.problems, config.ignored) == ((), ())


def test_extensions_may_be_a_table_and_inherit_their_options(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text(
        "site_name: Base\n"
        "nav: [a.md, b.md]\n"
        "markdown_extensions:\n  toc:\n    permalink: true\n    toc_depth: 3\n  admonition:\n"
    )
    config = _read(
        tmp_path,
        "INHERIT: base.yml\n"
        "nav: [c.md]\n"
        "markdown_extensions:\n  toc:\n    toc_depth: 2\n  footnotes:\n",
    )
    assert config.title == "Base"
    assert config.nav == (NavPage(SourcePath("docs/c.md"), None, 2, 7),)
    assert config.dialect == Dialect(
        ("toc", "admonition", "footnotes"),
        {"toc": {"permalink": True, "toc_depth": 2}},
        mkdocs=True,
    )
    assert config.files[-2:] == (tmp_path / "mkdocs.yml", tmp_path / "base.yml")


def test_a_missing_parent_is_a_problem_and_the_rest_holds(tmp_path: Path) -> None:
    config = _read(tmp_path, "site_name: Mine\nINHERIT: ../gone.yml\n")
    assert config.title == "Mine"
    [problem] = config.problems
    assert problem.where() == "mkdocs.yml:2:1"
    assert "no file “../gone.yml”" in problem.message
    assert config.files[-1] == tmp_path.parent / "gone.yml"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("repo_url: https://github.com/me/it", "https://github.com/me/it/edit/master/docs/{path}"),
        ("repo_url: https://gitlab.com/a/b/", "https://gitlab.com/a/b/edit/master/docs/{path}"),
        (
            "repo_url: https://bitbucket.org/a/b",
            "https://bitbucket.org/a/b/src/default/docs/{path}",
        ),
        ("repo_url: https://example.org/it", None),
        ("repo_url: https://github.com/me/it\nedit_uri: ''", None),
        ("edit_uri: https://example.org/e", "https://example.org/e/{path}"),
        ("edit_uri: relative/only", None),
        ("repo_url: https://a.org/r\nedit_uri: '?q=docs/'", "https://a.org/r?q=docs/{path}"),
        (
            "repo_url: https://a.org/r\nedit_uri_template: 'e/{path!q}#{path_noext}'",
            "https://a.org/r/e/{path!q}#{path_noext}",
        ),
    ],
)
def test_where_a_page_is_edited_follows_mkdocs_rules(
    tmp_path: Path, text: str, url: str | None
) -> None:
    assert _read(tmp_path, text).edit_url == url


@pytest.mark.parametrize(
    ("text", "where", "severity", "message"),
    [
        ("site_nam: A", "1:1", "warning", "unknown key “site_nam” (did you mean “site_name”?)"),
        ("site_name: [A]", "1:1", "error", "“site_name” must be a string, not a list"),
        (
            "nav:\n  - a.md\n  - B:\n",
            "3:5",
            "error",
            "leads to a page or a list of them, not nothing",
        ),
        ("extra_css:\n  - ../../a.css", "2:5", "error", "lies outside the project folder"),
        ("exclude_docs: '!'", "1:1", "error", "is no gitignore pattern"),
        (
            "edit_uri_template: https://a.org/{pth}",
            "1:1",
            "error",
            "there is no “{pth}”, only {path} and {path_noext}",
        ),
        ("repo_url: example.org", "1:1", "error", "is no web address"),
        ("markdown_extensions:\n  - toc: 3", "2:5", "error", "an extension is a name"),
        ("site_name: A\nsite_name: B", "2:1", "error", "“site_name” is set twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, text: str, where: str, severity: str, message: str
) -> None:
    [problem] = _read(tmp_path, text).problems
    assert problem.where() == f"mkdocs.yml:{where}"
    assert problem.severity == severity
    assert message in problem.message


def test_only_a_plugin_makes_a_folder_of_a_path_in_the_navigation(tmp_path: Path) -> None:
    assert not _read(tmp_path, "plugins: [search]\n").nav_folders
    assert _read(tmp_path, "plugins:\n  - literate-nav:\n      nav_file: x.md\n").nav_folders


def test_titles_in_the_navigation_are_shown_as_python_has_them(tmp_path: Path) -> None:
    config = _read(tmp_path, "nav:\n  - Yes: a.md\n  - 1.10: b.md\n  - 2024-01-02: c.md\n")
    assert [entry.title for entry in config.nav or ()] == ["True", "1.1", "2024-01-02"]


def test_an_absolute_path_in_the_navigation_may_begin_at_the_docs_folder(tmp_path: Path) -> None:
    text = "nav:\n  - A: /a.md\nvalidation:\n  nav:\n    absolute_links: "
    assert _read(tmp_path, f"{text}ignore\n").nav == (NavLink("A", "/a.md"),)
    assert _read(tmp_path, f"{text}relative_to_docs\n").nav == (
        NavPage(SourcePath("docs/a.md"), "A", 2, 5),
    )
    [problem] = _read(tmp_path, f"{text}warn\n").problems
    assert (problem.where(), problem.severity) == ("mkdocs.yml:2:5", "warning")


def test_a_missing_docs_folder_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such docs folder: nowhere") as missing:
        _read(tmp_path, "site_name: A\ndocs_dir: nowhere\n")
    assert (missing.value.path, missing.value.line) == (tmp_path / "mkdocs.yml", 2)


@pytest.mark.parametrize(
    ("palette", "accent"),
    [
        ("{primary: indigo}", "indigo"),
        ("[{scheme: default}, {primary: blue}]", None),
        ("{primary: deep purple}", None),
        ("{primary: black}", None),
        ("{primary: [red]}", None),
        ("red", None),
    ],
)
def test_a_plain_primary_colour_is_the_accent(
    tmp_path: Path, palette: str, accent: str | None
) -> None:
    assert _read(tmp_path, f"theme:\n  palette: {palette}\n").accent == accent


@pytest.mark.parametrize(
    ("theme", "tabs"),
    [
        ("{name: material, features: [navigation.tabs, navigation.top]}", True),
        ("{name: material, features: [navigation.top]}", False),
        ("material", False),
        ("readthedocs", None),
    ],
)
def test_tabs_are_those_of_material(tmp_path: Path, theme: str, *, tabs: bool | None) -> None:
    assert _read(tmp_path, f"site_name: S\ntheme: {theme}\n").tabs is tabs
