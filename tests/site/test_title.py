"""A heading's Markdown as text and as safe HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.site.title import plain, render, safe


@pytest.mark.parametrize(
    ("source", "text", "html"),
    [
        ("Getting started", "Getting started", "Getting started"),
        ("The `match` *thing*", "The match thing", "The <code>match</code> <em>thing</em>"),
        ("**a _b_**", "a b", "<strong>a <em>b</em></strong>"),
        ("`Box<T>` & co", "Box<T> & co", "<code>Box&lt;T&gt;</code> &amp; co"),
        ("``a ` b``", "a ` b", "<code>a ` b</code>"),
        ("A [link](x.md) and [one][ref]", "A link and one", "A link and one"),
        ("![logo](x.png) Name", "logo Name", "logo Name"),
        ("Title {#id .class}", "Title", "Title"),
        ("Title {: #id }", "Title", "Title"),
        ("Note[^1]", "Note", "Note"),
        ("snake_case_name", "snake_case_name", "snake_case_name"),
        ("1 * 2 * 3", "1 * 2 * 3", "1 * 2 * 3"),
        (r"\*not\* emphasis", "*not* emphasis", "*not* emphasis"),
        ("~~old~~ new", "old new", "<del>old</del> new"),
        ("AT&amp;T &copy;", "AT&T ©", "AT&amp;T ©"),
        ("<script>alert(1)</script>", "alert(1)", "alert(1)"),
        ("<https://example.org/>", "https://example.org/", "https://example.org/"),
    ],
)
def test_title_keeps_code_and_emphasis(source: str, text: str, html: str) -> None:
    assert render(source) == (text, html)


def test_safe_html_keeps_no_attribute_and_no_other_tag() -> None:
    source = '<code class="x" onclick="y">a</code> <a href="b">b</a> <img src=x onerror=z> <b>c</b>'
    assert safe(source) == "<code>a</code> b <b>c</b>"


@given(st.text(alphabet="ab`*_[]()<>&;!~\\ {}#:\"'/=", max_size=60))
def test_any_title_is_safe_and_says_the_same_twice(source: str) -> None:
    text, html = render(source)
    assert plain(html) == text
    assert safe(html) == html
