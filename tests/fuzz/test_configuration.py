"""Whatever a configuration says, it is a ``Config`` or one error with its place, and it is data."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from devserver.config import Config, ConfigError, load
from devserver.model import NavEntry, NavPage, NavSection
from tests.fuzz.examples import examples

NEVER = ("antigravity", "turtledemo", "this", "idlelib")
"""Modules that only a file of these tests names: whoever has one of them loaded obeyed it."""

_TOML_KEYS = (
    *("title", "docs", "exclude", "nav", "watch", "templates", "extra_css", "extra_js", "logo"),
    *("accent", "repo_url", "edit_url", "markdown.extensions", "markdown", "unknown", "'a b'"),
    *("tool.devserver.title", "tool.devserver.docs", "run", "timeout"),
)
_YAML_KEYS = (
    *("site_name", "site_url", "docs_dir", "nav", "exclude_docs", "draft_docs", "not_in_nav"),
    *("markdown_extensions", "extra_css", "extra_javascript", "repo_url", "edit_uri", "INHERIT"),
    *("edit_uri_template", "use_directory_urls", "theme", "plugins", "hooks", "extra_templates"),
    *("logo", "palette", "primary", "extra", "strict", "<<", "? [a]\n", "'a b'", "path", "!!str a"),
)
_WORDS = st.one_of(
    st.sampled_from(
        ["docs", ".", "..", "../..", "/", "/etc/passwd", "docs/../..", "a.md", "a/", ""]
    ),
    st.sampled_from(["docs/a.md", "https://[", "https://a.b", "http://a b", "//a", "javascript:x"]),
    st.sampled_from(["!", "*[", "[z-a]", "\\", "/**/", "a\\ ", "***", "antigravity", "this:x"]),
    st.sampled_from(
        ["base.yml", "mkdocs.yml", "../base.yml", "\x00", "a\nb", "é\u202e", "~", "\x7f"]
    ),
    st.sampled_from(
        ["{path}", "{x}", "https://a/{path}{y", "red", "#12", "{path!q}", "turtledemo.chaos"]
    ),
    st.text(max_size=10),
)


def _quoted(text: str) -> str:
    return (
        '"'
        + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
        + '"'
    )


_STRINGS = _WORDS.map(_quoted)
_OTHERS = st.sampled_from(
    ["true", "1", "-1", "1e400", "nan", "inf", "2024-01-01", "9" * 5000, "0.0", "''"]
)


def _values(
    keys: tuple[str, ...], others: st.SearchStrategy[str], pair: str
) -> st.SearchStrategy[str]:
    return st.recursive(
        st.one_of(_STRINGS, _STRINGS, others),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4).map(lambda each: f"[{', '.join(each)}]"),
            st.lists(st.tuples(st.one_of(st.sampled_from(keys), _STRINGS), inner), max_size=3).map(
                lambda pairs: "{" + ", ".join(f"{key}{pair}{value}" for key, value in pairs) + "}"
            ),
        ),
        max_leaves=10,
    )


_TOML_LINES = st.one_of(
    st.tuples(st.sampled_from(_TOML_KEYS), st.just(" = "), _values(_TOML_KEYS, _OTHERS, " = ")).map(
        "".join
    ),
    st.sampled_from(
        ["[[commands]]", "[tool.devserver]", "[markdown]", "[[nav]]", "[title]", "# é", ""]
    ),
    st.sampled_from(["[[tool.devserver.commands]]", 'run = ["make"]', 'title = """', "a.b.c = 1"]),
    st.sampled_from(
        ["x = " + "[" * 2000, "x = " + "{a=" * 500, "a" + ".a" * 2000 + " = 1", "\x00", "\u2028"]
    ),
    st.text(max_size=12),
)
_YAML_ODD = st.one_of(
    _OTHERS,
    st.sampled_from(
        ["!ENV HOME", "!ENV [NOWHERE, HOME, 3]", "!ENV", "!ENV [[a], b]", "!ENV {a: b}", "!ENV [a]"]
    ),
    st.sampled_from(
        [
            "!!python/name:antigravity.x",
            "!!python/module:this",
            "!!python/object/apply:os.system [x]",
        ]
    ),
    st.sampled_from(
        ["!!python/object/new:turtledemo.chaos {}", "!!python/tuple [1]", "!!python/name", "!odd x"]
    ),
    st.sampled_from(
        ["!relative", "!relative [a]", "!relative {a: b}", "&a [*a]", "*a", "&b x", "*b", "!!int x"]
    ),
    st.sampled_from(
        ["!!binary x", "!!null x", "!!set {a}", "!!timestamp 1", "!!float x", "!<x> y", "~", ""]
    ),
    st.sampled_from(
        [
            "!!python/object/apply:antigravity.x {kwds: {a: b}, args: 1}",
            "!!bool maybe",
            "0b_",
            "1:99",
        ]
    ),
)
_YAML_LINES = st.one_of(
    st.tuples(st.sampled_from(_YAML_KEYS), st.just(": "), _values(_YAML_KEYS, _YAML_ODD, ": ")).map(
        "".join
    ),
    st.tuples(st.sampled_from(_YAML_KEYS), st.just(": "), _YAML_ODD).map("".join),
    st.sampled_from(
        [
            "nav:",
            "  - a.md",
            "  - A:",
            "    - b.md",
            "theme:",
            "  palette:",
            "# é",
            "",
            "---",
            "...",
        ]
    ),
    st.sampled_from(
        [
            "x: " + "[" * 5000,
            "x: " + "{a: " * 500,
            "- " * 3000,
            "? " * 3000,
            "\x00",
            "\u2028",
            "\x85",
        ]
    ),
    st.sampled_from(
        [
            "site_name: |",
            "   text",
            "%TAG ! tag:x,2000:",
            "\tx: 1",
            "a: &a",
            "<<: *a",
            "? {a: b}\n: c",
        ]
    ),
    st.text(max_size=12),
)
_ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r"])


def _file(lines: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    text = st.builds(
        lambda end, each: end.join([*each, ""]),
        _ENDS,
        st.one_of(st.lists(lines, max_size=2), st.lists(lines, max_size=8)),
    )
    return st.one_of(text.map(str.encode), text.map(str.encode), st.binary(max_size=30))


def try_out(files: dict[str, bytes]) -> None:
    """Load a project of a docs folder and these files, and look at what came of it."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name).resolve()
        (folder / ".git").mkdir()
        (folder / "docs").mkdir()
        (folder / "docs/a.md").write_text("# A\n")
        for path, content in files.items():
            (folder / path).write_bytes(content)
        lines = {path: _lines(content) for path, content in files.items()}
        try:
            config = load(folder, cwd=folder)
        except ConfigError as error:
            _check_error(error, lines)
        else:
            _check(config, lines)


def _lines(content: bytes) -> int:
    return content.count(b"\n") + 1


def _check_error(error: ConfigError, lines: dict[str, int]) -> None:
    if error.path is not None:
        assert 1 <= error.line <= lines[error.path.name], error
    assert error.column >= 1
    assert error.message.strip()


def _check(config: Config, lines: dict[str, int]) -> None:
    for problem in config.problems:
        assert config.file is not None
        assert (config.project / problem.path).resolve().parent == config.file.parent
        assert 1 <= problem.line <= lines[Path(problem.path).name], problem
        assert problem.column >= 1
    named = [
        *config.extra_css,
        *(script.src for script in config.extra_js),
        config.logo,
        config.favicon,
    ]
    paths = [name for name in named if name and "//" not in name]
    paths += [page.path for page in _pages(config.nav or ())]
    assert not [path for path in paths if path.startswith(("/", "../")) or path == ".."]
    assert config.docs.is_relative_to(config.project)
    assert config.templates is None or config.templates.is_relative_to(config.project)


def _pages(entries: tuple[NavEntry, ...]) -> list[NavPage]:
    pages: list[NavPage] = []
    for entry in entries:
        if isinstance(entry, NavPage):
            pages.append(entry)
        elif isinstance(entry, NavSection):
            pages += _pages(entry.children)
    return pages


@given(name=st.sampled_from(["devserver.toml", "pyproject.toml"]), content=_file(_TOML_LINES))
@examples(100)
def test_any_toml_is_a_configuration_or_an_error_at_its_line(name: str, content: bytes) -> None:
    try_out({name: content})


@given(content=_file(_YAML_LINES), base=_file(_YAML_LINES))
@examples(150)
def test_any_yaml_is_a_configuration_or_an_error_and_nothing_it_names_is_imported(
    content: bytes, base: bytes
) -> None:
    try_out({"mkdocs.yml": content, "base.yml": base})
    assert not [name for name in NEVER if name in sys.modules]
