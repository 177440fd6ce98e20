"""What both kinds of configuration write alike, above all where a path may lead."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from devserver.config import Script
from devserver.entries import Entries, plain
from devserver.model import NavLink, NavPage, NavSection, SourcePath
from devserver.settings import Settings

FILE = Path("/p/devserver.toml")


def _entries(docs: str = "/p/docs", base: str = "/p") -> tuple[Entries, Settings]:
    settings = Settings(FILE, {}, {}, (FILE,))
    return Entries(settings, Path(docs), Path(base)), settings


@pytest.mark.parametrize(
    ("written", "from_file", "from_docs"),
    [
        ("a.md", "docs/a.md", "docs/a.md"),
        ("./a/../b.md", "docs/b.md", "docs/b.md"),
        ("docs/a.md", "docs/a.md", "docs/docs/a.md"),
        ("docs2/a.md", "docs/docs2/a.md", "docs/docs2/a.md"),
        ("guide/", "docs/guide/", "docs/guide/"),
        ("/p/docs/a.md", "docs/a.md", "docs/a.md"),
        ("docs/../a.md", "docs/a.md", "docs/a.md"),
        ("../a.md", None, "a.md"),
        ("../../a.md", None, None),
        ("/etc/passwd", None, None),
        ("/p2/a.md", None, None),
    ],
)
def test_a_path_leads_into_the_project_or_nowhere(
    written: str, from_file: str | None, from_docs: str | None
) -> None:
    for base, expected in (("/p", from_file), ("/p/docs", from_docs)):
        entries, settings = _entries(base=base)
        assert entries.source(("logo",), written) == expected
        assert bool(settings.faults) == (expected is None)


def test_docs_that_are_the_project_or_lie_elsewhere_have_paths_of_their_own() -> None:
    for docs in ("/p", "/elsewhere"):
        entries, _ = _entries(docs, docs)
        assert entries.project == Path(docs)
        assert entries.source(("logo",), "img/a.svg") == "img/a.svg"
        assert entries.source(("logo",), "../a.svg") is None


@pytest.mark.parametrize(
    ("pattern", "from_docs"),
    [
        ("*.tmp", "*.tmp"),
        ("docs/private/", "/private/"),
        ("/docs/a.md", "/a.md"),
        ("!./docs/a.md", "!/a.md"),
        ("drafts/*.md", "drafts/*.md"),
        ("**/docs/x", "**/docs/x"),
        ("docsy/a", "docsy/a"),
    ],
)
def test_patterns_count_from_the_docs_folder(pattern: str, from_docs: str) -> None:
    entries, _ = _entries()
    assert entries.patterns(("exclude",), [pattern]) == (from_docs,)


def test_a_broken_pattern_is_left_out() -> None:
    entries, settings = _entries()
    assert entries.patterns(("exclude",), ["a", "!", "[z-a]", "b"]) == ("a", "b")
    assert len(settings.faults) == 2


def test_a_url_is_no_path() -> None:
    entries, settings = _entries()
    for url in ("https://a.org/x.css?v=1", "//a.org/x.css", "HTTP://a.org/x"):
        assert entries.asset(("extra_css",), url) == url
    assert entries.asset(("extra_css",), "x.css?v=1#a") == "docs/x.css"
    assert entries.asset(("extra_css",), None) is None
    assert settings.faults == []


def test_navigation_has_three_forms_at_any_depth_and_tables_of_several() -> None:
    entries, settings = _entries(base="/p/docs")
    written = [
        "a.md",
        {"B": "b.md", "C": [{"D": {"E": "e.md"}}]},
        {"Mail": "mailto:a@b.org"},
        {"Root": "/other/"},
        "https://a.org/",
        {"Empty": []},
    ]
    assert entries.nav(("nav",), written) == (
        NavPage(SourcePath("docs/a.md")),
        NavPage(SourcePath("docs/b.md"), "B"),
        NavSection("C", (NavSection("D", (NavPage(SourcePath("docs/e.md"), "E"),)),)),
        NavLink("Mail", "mailto:a@b.org"),
        NavLink("Root", "/other/"),
        NavLink("https://a.org/", "https://a.org/"),
        NavSection("Empty", ()),
    )
    assert settings.faults == []


def test_a_navigation_entry_that_leads_nowhere_is_left_out() -> None:
    entries, settings = _entries()
    written = [{"A": None}, ["a.md"], 3, {"B": "javascript:alert(1)"}, {"C": "../../x.md"}, ""]
    assert entries.nav(("nav",), written) == ()
    assert len(settings.faults) == 6


def test_scripts_are_paths_or_tables() -> None:
    entries, settings = _entries()
    written = ["a.mjs", {"src": "b.js", "async": True}, {"path": "c.mjs", "type": "text/x"}, {}]
    assert entries.scripts(("extra_js",), written) == (
        Script("docs/a.mjs", "module"),
        Script("docs/b.js", is_async=True),
        Script("docs/c.mjs", "text/x"),
    )
    assert len(settings.faults) == 1


def test_extensions_keep_their_order_and_their_options() -> None:
    entries, _ = _entries()
    written = ["b", {"a": {"x": datetime.date(2024, 1, 2)}}, {"b": False}, {"c": {}}]
    names, options = entries.extensions(("markdown_extensions",), written)
    assert names == ("b", "a", "c")
    assert options == {"a": {"x": "2024-01-02"}}


def test_a_value_becomes_plain_json() -> None:
    assert plain({1: (True, None, 1.5, {"a"}), "t": datetime.time(1, 2)}) == {
        "1": [True, None, 1.5, ["a"]],
        "t": "01:02:00",
    }


def test_an_unknown_function_is_told_where_it_is_named() -> None:
    entries, settings = _entries()
    named = {"python/name": "pymdownx.slug.slugify"}
    written = [{"toc": {"slugify": named, "permalink": True}}]
    names, options = entries.extensions(("markdown_extensions",), written)
    assert (names, options["toc"]["permalink"]) == (("toc",), True)
    ((_, severity, message),) = settings.faults
    assert severity == "error"
    assert message.endswith("did you mean “pymdownx.slugs.slugify”?")
