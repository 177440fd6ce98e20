"""What a page is called and says about itself, without converting it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Dialect, Expanded, Job, Outline, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert
from devserver.site.outline import outline

NATIVE = Dialect(())
MKDOCS = Dialect((), mkdocs=True)


def of(text: str, path: str = "docs/guide/my-page.md", dialect: Dialect = NATIVE) -> Outline:
    return outline(SourcePath(path), text, dialect, "docs/")


@pytest.mark.parametrize(
    ("text", "title", "origin"),
    [
        ("# One\n\n## Two", "One", "heading"),
        ("Text\n\n## Two ##\n\n# One", "Two", "heading"),
        ("Setext\n======\n", "Setext", "heading"),
        ("Text\n\nSetext\n---\n", "Setext", "heading"),
        ("A paragraph\nof two lines\n---\n\n# Real", "Real", "heading"),
        ("```\n# code\n```\n\n# Real", "Real", "heading"),
        ("~~~ sh\n# code\n~~~~\n# Real", "Real", "heading"),
        ("```\n# in a fence that never closes", "My page", "name"),
        ("<!-- # no\n# no -->\n# Real", "Real", "heading"),
        ("<!-- never closed\n# no", "My page", "name"),
        ('<h1 align="center">Raw <b>one</b></h1>', "Raw one", "heading"),
        ("#NoHeading\n\n    # code\n", "My page", "name"),
        ("# \n\n## Two", "Two", "heading"),
        ("# Learn C#\n", "Learn C#", "heading"),
        ("`code` first\n===\n", "code first", "heading"),
        ("* item\n---\n\n# Real", "Real", "heading"),
        ("1. item\n---\n\n# Real", "Real", "heading"),
        ("---\ntitle: Front\n---\n# One", "Front", "front matter"),
        ("---\ntitle: 404\n---\n# One", "404", "front matter"),
        ("", "My page", "name"),
    ],
)
def test_title(text: str, title: str, origin: str) -> None:
    found = of(text)
    assert (found.title, found.title_from) == (title, origin)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("docs/getting-started.md", "Getting started"),
        ("docs/01_install guide.md", "Install guide"),
        ("docs/2024.md", "2024"),
        ("docs/API.md", "API"),
        ("docs/guide/index.md", "Guide"),
        ("docs/guide/README.md", "Guide"),
        ("docs/index.md", "Home"),
        ("docs/-.md", "-.md"),
    ],
)
def test_title_from_the_name_of_the_file(path: str, title: str) -> None:
    assert of("", path).title == title


def test_keys_of_the_front_matter() -> None:
    found = of(
        "---\ntitle: The `x`\ndescription: About\n  x\norder: 2.5\ndraft: true\nnav: false\n"
        "template: wide.html\ntags: [a, 1]\nother: {b: c}\n---\n"
    )
    assert (found.title, found.title_html) == ("The x", "The <code>x</code>")
    assert (found.description, found.order, found.draft, found.in_nav) == (
        "About x",
        2.5,
        True,
        False,
    )
    assert (found.template, found.tags) == ("wide.html", ("a", "1"))
    assert found.meta["other"] == {"b": "c"}
    assert found.problems == ()


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("title", "[a]", "text"),
        ("description", "{a: b}", "text"),
        ("order", "first", "a number"),
        ("order", "true", "a number"),
        ("draft", "1", "true or false"),
        ("nav", "'no'", "true or false"),
        ("tags", "[[a]]", "a list of texts"),
        ("template", "true", "text"),
    ],
)
def test_value_of_another_type_is_a_problem_at_its_key(key: str, value: str, expected: str) -> None:
    found = of(f"---\nother: 1\n{key}: {value}\n---\n# Title")
    (problem,) = found.problems
    assert (problem.code, problem.line) == ("front-matter", 3)
    assert problem.message.startswith(f"“{key}” must be {expected}, not ")
    assert found.title == "Title"


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("# One", "docs/a.md", "One"),
        ("\n\n#One#\n", "docs/a.md", "One"),
        ("Setext\n===\n", "docs/a.md", "Setext"),
        ("Text\n\n# One", "docs/a-b_c.md", "A b c"),
        ("## Two", "docs/CamelCase.md", "CamelCase"),
        ("title: Meta\n\n# One", "docs/a.md", "Meta"),
        ("", "docs/index.md", "Home"),
        ("", "docs/README.md", "Home"),
        ("", "docs/guide/README.md", "Index"),
    ],
)
def test_title_as_mkdocs_finds_it(text: str, path: str, title: str) -> None:
    assert of(text, path, MKDOCS).title == title


def test_scan_agrees_with_the_conversion() -> None:
    text = "Intro\n\n```\n# no\n```\n\n## The `x` & **y** [z](a.md) {#id}\n\ntext\n"
    document = convert(Job(SourcePath("page.md"), Expanded(text), native()))
    found = of(text)
    assert (found.title, found.title_html) == (
        document.headings[0].title,
        document.headings[0].title_html,
    )


def test_outline_of_a_common_page_takes_microseconds() -> None:
    text = "Some text before it.\n\n# Heading\n\n" + "A line of text that goes on.\n" * 200
    best = min(_seconds(text) for _ in range(50))
    assert best < 0.000_3


def _seconds(text: str) -> float:
    started = time.perf_counter()
    of(text)
    return time.perf_counter() - started


@pytest.mark.parametrize("dialect", [native(), Dialect(("toc",), {}, mkdocs=True)])
@pytest.mark.parametrize(
    "piece", ["<h1>a\n", "<h1 \n", "`", "```\n", "<!--\n", "# #\n", "a\n", "key: b\n", "    \n"]
)
def test_outline_of_any_megabyte_takes_a_moment(piece: str, dialect: Dialect) -> None:
    started = time.perf_counter()
    outline(SourcePath("page.md"), piece * (1_000_000 // len(piece)), dialect)
    assert time.perf_counter() - started < 3


@given(st.text(alphabet="#=-`~<!>ah1 \n\t[](){}*_\\&;:'\"/|", max_size=120))
def test_any_text_has_a_title(text: str) -> None:
    for dialect in (NATIVE, MKDOCS):
        found = of(text, dialect=dialect)
        assert found.title.strip()
        assert "<script" not in found.title_html
