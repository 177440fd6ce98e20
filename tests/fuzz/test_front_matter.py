"""Whatever stands at the top of a page, it is data and a text, or a problem at one of its lines."""

from __future__ import annotations

import json
import time

from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Dialect, Problem, SourcePath
from devserver.site.front_matter import body_start, split_front_matter
from devserver.site.outline import outline
from tests.fuzz.examples import examples

SECONDS = 2.0
"""Processor time that no front matter of a few kilobytes may take."""

_KEYS = st.sampled_from(["title", "order", "draft", "nav", "tags", "a b", "'q'", "1", "é", "~", ""])
_SCALARS = st.one_of(
    st.sampled_from(
        ["true", "null", "~", "1e999", ".nan", "-.inf", "0x1F", "0o17", "1_000", "1:30"]
    ),
    st.sampled_from(
        ["2024-02-03", "2024-13-45", "2024-02-03 10:00:00+99:99", "9" * 400, "1" + "0" * 5000]
    ),
    st.sampled_from(
        ['"\\ud800"', '"\\x00"', "'it''s'", "&a x", "*a", "!!int x", "!!python/name:os.system"]
    ),
    st.sampled_from(
        ["!!binary aGk=", "!!set {a}", "!!omap [a: 1]", "!!timestamp x", "!odd x", "|", ">-", "<<"]
    ),
    st.sampled_from(
        ["nan", "inf", "1979-05-27T07:32:00Z", "07:32:00", '"""a', "'''", '"\\uD800"', "0b1"]
    ),
    st.text(max_size=8),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
        st.lists(st.tuples(_KEYS, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
        inner.map(lambda value: f"\n  - {value}\n  - {value}"),
    ),
    max_leaves=8,
)
_LINES = st.one_of(
    st.tuples(_KEYS, st.sampled_from([": ", " = ", ":", "=", ": &a ", " : "]), _VALUES).map(
        "".join
    ),
    st.sampled_from(
        ["# comment", "", "    more", "\tmore", "- a", "[table]", "[[many]]", "? a", "<<: *a"]
    ),
    st.sampled_from(
        ['"\\ud800": 1', "? [a]\n: b", "{a: b}: c", "%YAML 1.1", "---", "...", "+++", "a\x85b: 1"]
    ),
    st.sampled_from(["\u2028", "\x0c", "\x00", "\ufeff", "\u202e", "a: " + "[" * 300, "- " * 300]),
    st.text(max_size=12),
)
_FENCES = st.sampled_from(
    ["---", "+++", "--- ", "...", "----", "", "\ufeff---", "\ufeff", " ---", "---\t"]
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page with front matter, of either kind, well-formed or nearly."""
    end = draw(st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
    lines = draw(st.lists(_LINES, max_size=8))
    body = draw(st.sampled_from(["", "Text\n", "# Heading\n\nText", "\n\n---\n", "\x00"]))
    text = end.join([draw(_FENCES), *lines, draw(_FENCES), body])
    text *= draw(st.sampled_from([1, 1, 1, 30]))
    return text[: draw(st.sampled_from([len(text), len(text.rstrip()), len(text) // 2]))]


def assert_inside(problems: tuple[Problem, ...], text: str) -> None:
    lines = text.count("\n") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.message.strip()


@given(text=st.one_of(pages(), st.text(max_size=200)), mkdocs=st.booleans())
@examples(200)
def test_any_front_matter_is_data_or_a_problem_inside_the_file(text: str, mkdocs: bool) -> None:
    dialect = Dialect((), mkdocs=mkdocs)
    begin = time.process_time()
    front = split_front_matter(SourcePath("page.md"), text, dialect)
    assert time.process_time() - begin < SECONDS
    assert 0 <= front.body <= len(text)
    assert body_start(text, dialect) == front.body
    assert_inside(front.problems, text)
    kept = json.dumps(front.meta, allow_nan=False, ensure_ascii=False)
    assert json.loads(kept) == front.meta
    kept.encode()
    if front.problems:
        assert front.meta == {}


@given(text=st.one_of(pages(), st.text(max_size=200)), mkdocs=st.booleans())
@examples(100)
def test_any_page_has_an_outline_that_can_be_kept(text: str, mkdocs: bool) -> None:
    found = outline(SourcePath("docs/page.md"), text, Dialect((), mkdocs=mkdocs), "docs/")
    assert_inside(found.problems, text)
    assert found.title.strip() or mkdocs
    for said in (found.title, found.title_html, found.template, found.description, *found.tags):
        said.encode()
