"""A heading reads as its page will show it, by whatever extensions the page has."""

from __future__ import annotations

import pytest

from devserver.model import Dialect
from devserver.site.inline_text import InlineText

EVERY = (
    *("attr_list", "footnotes", "pymdownx.caret", "pymdownx.critic", "pymdownx.emoji"),
    *("pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark", "pymdownx.tilde"),
)
SOURCE = "\n[known]: a.md\n[^1]: Note.\n"


def _read(written: str, *extensions: str) -> tuple[str, str]:
    return InlineText(SOURCE, Dialect(extensions, mkdocs=True)).rendered(written)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("`code` *em* **strong** ***both***", "code em strong both"),
        ("`` `ticks` ``", "`ticks`"),
        ("snake_case_name and _em_ and __bold__", "snake_case_name and em and bold"),
        ("x*y*z and 2 * 3 * 4", "xyz and 2 * 3 * 4"),
        ("*args and **kwargs", "*args and **kwargs"),
        ("[link](a.md 'T') and [text][known] and [known]", "link and text and known"),
        ("[text][unknown] and [unknown]", "[text][unknown] and [unknown]"),
        ("![alt](x.png) after", "alt after"),
        ("<b>raw</b> &lt;x&gt; A & B &copy;", "raw <x> A & B ©"),
        (r"\*escaped\* \# C#", "*escaped* # C#"),
        ("<https://a.org/> <a@b.org>", "https://a.org/ a@b.org"),
        ("a < b > c", "a < b > c"),
        ("<!-- comment --> after", "after"),
    ],
)
def test_markup_goes_and_text_stays(written: str, text: str) -> None:
    assert _read(written)[0] == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Heading { #own .class }", "Heading"),
        ("Note[^1] none[^2]", "Note none[^2]"),
        ("++ctrl+alt+c++ ++nonsense++", "Ctrl+Alt+C ++nonsense++"),
        ("==a== ^^b^^ ~~c~~ H~2~O x^2^", "a b c H2O x2"),
        ("`#!python print()`", "print()"),
        ("{++a++} {--b--} {~~c~>d~~} {==e==}{>>f<<}", "a b cd ef"),
        (":tada: :nothing_such:", "🎉 :nothing_such:"),
    ],
)
def test_what_an_extension_marks_up_is_markup_only_with_it(written: str, text: str) -> None:
    assert _read(written, *EVERY)[0] == text
    assert _read(written)[0] != text


def test_html_keeps_code_and_emphasis_and_nothing_else() -> None:
    assert _read("`<a>` *em* <b onclick='x'>raw</b> **s**")[1] == (
        "<code>&lt;a&gt;</code> <em>em</em> raw <strong>s</strong>"
    )


def test_endless_nesting_ends() -> None:
    text, _ = _read("[" * 2_000 + "](a)" * 2_000)
    assert text
