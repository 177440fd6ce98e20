"""``devserver.toml``: what each key means, and how a wrong one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver import locate
from devserver.config import TIMEOUT, Command, Config, ConfigError, Script
from devserver.model import Dialect, NavLink, NavPage, NavSection, SourcePath
from devserver.native import KEYS, read_native
from devserver.schema import TAKES, flat


def _read(folder: Path, text: str) -> Config:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "devserver.toml").write_text(text)
    config = read_native(folder / "devserver.toml")
    assert config is not None
    return config


def _faults(config: Config) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in config.problems]


EVERYTHING = """
title = "The Site"
docs = "text"
exclude = ["*.tmp", "text/private/", "!/text/private/not.md", "drafts/*.md"]
nav = [
    "index.md",
    { Guide = ["text/guide/intro.md", { "Deep down" = "guide/deep.md" }] },
    { Code = "https://example.org/" },
]
watch = ["src", "../beside"]
templates = "theme"
extra_css = ["style.css", "text/print.css?v=2", "https://cdn.example.org/a.css"]
extra_js = ["a.mjs", { path = "b.js", defer = true, async = true }]
logo = "logo.svg"
accent = "rebeccapurple"
repo_url = "https://example.org/repo"
edit_url = "https://example.org/edit/{path}"

[markdown]
extensions = ["abbr", { toc = { permalink = true } }]

[[commands]]
run = ["make", "diagrams"]
watch = ["*.dot"]
timeout = 5

[[commands]]
run = ["true"]
"""


def test_every_key_has_its_meaning(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "theme").mkdir()
    assert _read(tmp_path, EVERYTHING) == Config(
        project=tmp_path,
        docs=tmp_path / "text",
        file=tmp_path / "devserver.toml",
        files=tuple(tmp_path / n for n in ("devserver.toml", "book.toml", *locate.DOCUSAURUS)),
        title="The Site",
        exclude=("*.tmp", "/private/", "!/private/not.md", "drafts/*.md"),
        nav=(
            NavPage(SourcePath("text/index.md"), None, 6, 5),
            NavSection(
                "Guide",
                (
                    NavPage(SourcePath("text/guide/intro.md"), None, 7, 16),
                    NavPage(SourcePath("text/guide/deep.md"), "Deep down", 7, 41),
                ),
            ),
            NavLink("Code", "https://example.org/"),
        ),
        watch=(tmp_path / "src", tmp_path.parent / "beside"),
        templates=tmp_path / "theme",
        extra_css=("text/style.css", "text/print.css", "https://cdn.example.org/a.css"),
        extra_js=(
            Script("text/a.mjs", type="module"),
            Script("text/b.js", defer=True, is_async=True),
        ),
        logo="text/logo.svg",
        accent="rebeccapurple",
        repo_url="https://example.org/repo",
        edit_url="https://example.org/edit/{path}",
        dialect=Dialect(("abbr", "toc"), {"toc": {"permalink": True}}),
        commands=(
            Command(("make", "diagrams"), ("*.dot",), 5.0),
            Command(("true",), ("*",), TIMEOUT),
        ),
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\ntitel = 'A'", 2, "unknown key “titel” (did you mean “title”?)"),
        ("zzz = 1", 1, "unknown key “zzz”; there are accent, commands, directory_urls, "),
        ("title = 3", 1, "“title” must be a string, not a number"),
        ("exclude = 'a'", 1, "“exclude” must be a list of strings, not a string"),
        ("watch = ['a', 2]", 1, "“watch” must be a list of strings, not a list with a number"),
        ("exclude = ['a',\n '!']", 2, "“!” is no gitignore pattern"),
        ("accent = 'rde'", 1, "“rde” is no CSS colour (did you mean “red”?)"),
        ("accent = 'red; } body { '", 1, "is no CSS colour"),
        ("repo_url = 'javascript:alert(1)'", 1, "is no web address"),
        ("edit_url = 'https://a/{pth}'", 1, "there is no “{pth}”, only {path}"),
        ("templates = '..'", 1, "“..” lies outside the project folder"),
        ("templates = 'none'", 1, "no such folder: none"),
        ("logo = '../../etc/passwd'", 1, "lies outside the project folder"),
        ("logo = '/etc/passwd'", 1, "lies outside the project folder"),
        ("extra_css = ['a.css',\n '../a.css']", 2, "lies outside the project folder"),
        ("extra_js = [{ type = 'module' }]", 1, "a script needs a “path”"),
        (
            "extra_js = ['a.js',\n { path = 'a.js', tpye = 'b' }]",
            2,
            "unknown key “tpye” of a script",
        ),
        ("nav = ['a.md',\n 3]", 2, "leads to a page or a list of them, not a number"),
        ("nav = [{ Bad = 'javascript:alert(1)' }]", 1, "is no address that a reader can be led"),
        ("markdown = ['toc']", 1, "“markdown” must be a table, not a list: write [markdown]"),
        ("[markdown]\nextension = []", 2, "unknown key “extension” (did you mean “extensions”?)"),
        ("[markdown]\nextensions = [3]", 2, "an extension is a name"),
        ("commands = ['make']", 1, "write [[commands]]"),
        ("[[commands]]\nrun = 'make all'", 2, "there is no shell to split it"),
        ("[[commands]]\nrun = []", 2, "not an empty list"),
        ("[[commands]]\nwatch = []", 1, "a command needs “run”"),
        ("[[commands]]\nrun = ['a']\ntimeout = 0", 3, "must be a number of seconds"),
        ("[[commands]]\nrun = ['a']\ntimeout = inf", 3, "must be a number of seconds"),
        ("[[commands]]\nrun = ['a']\nwatch = ['!']", 3, "is no gitignore pattern"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_rest_holds(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    config = _read(tmp_path, text)
    [(found_line, found)] = _faults(config)
    assert message in found
    assert found_line == line
    # What was misunderstood has no effect; above all, half a command never runs.
    assert config.commands == ()
    assert (config.templates, config.logo, config.accent) == (None, None, None)


def test_a_symlink_cannot_take_templates_out_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "theme").symlink_to("/etc")
    config = _read(tmp_path, "templates = 'theme'")
    assert config.templates is None
    assert _faults(config) == [(1, "“theme” lies outside the project folder")]


def test_an_edit_url_without_a_place_for_the_path_has_it_at_its_end(tmp_path: Path) -> None:
    config = _read(tmp_path, "edit_url = 'https://example.org/edit/'")
    assert config.edit_url == "https://example.org/edit/{path}"


def test_docs_is_the_folder_docs_or_that_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "devserver.toml").write_text("")
    config = read_native(tmp_path / "devserver.toml")
    assert config
    assert config.docs == tmp_path
    assert _read(tmp_path, "").docs == tmp_path / "docs"


def test_toml_that_is_broken_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not TOML") as broken:
        _read(tmp_path, "title = 'A'\nnav = [\n")
    assert broken.value.line == 2


def test_the_table_of_keys_is_what_a_reference_needs() -> None:
    keys = dict(flat(KEYS))
    assert list(keys) == [
        *(
            "title",
            "site_url",
            "docs",
            "exclude",
            "nav",
            "watch",
            "templates",
            "extra_css",
            "extra_js",
        ),
        *("logo", "accent", "repo_url", "edit_url", "feed", "directory_urls"),
        "markdown.extensions",
        *("commands.run", "commands.watch", "commands.timeout"),
    ]
    assert all(key.takes in TAKES and key.means.endswith(".") for key in keys.values())
