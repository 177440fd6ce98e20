"""HTML cut at its links, and what is seen in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Dialect, Expanded, SourcePath
from devserver.site.article import Article
from devserver.site.fragment import MARK, Fragment
from devserver.site.links import fill
from devserver.site.places import Places

NATIVE = Dialect(())
MKDOCS = Dialect((), mkdocs=True)


def cut(html: str, source: str = "", dialect: Dialect = NATIVE) -> Article:
    return Article([Fragment.of(html)], Places(SourcePath("page.md"), Expanded(source), 0), dialect)


@pytest.mark.parametrize(
    ("html", "targets"),
    [
        ('<a href="x.md">x</a>', ["x.md"]),
        ("<a class='b' href='x.md'>x</a>", ["x.md"]),
        ("<a href=x.md>x</a>", ["x.md"]),
        ('<A HREF="x.md">x</A>', ["x.md"]),
        ('<img alt="" src="x.png"><br>', ["x.png"]),
        (
            '<video poster="p.png" src="v.mp4"><source src="v.webm"></video>',
            ["p.png", "v.mp4", "v.webm"],
        ),
        ('<a href="a&amp;b.md">x</a>', ["a&b.md"]),
        ('<a title="a > b" href="x.md">x</a>', ["x.md"]),
        ('<a href="https://example.org/">x</a><a href="//h/x">x</a><a href="mailto:a@b">x</a>', []),
        ('<a href="&#109;ailto:a@b">x</a>', []),
        ('<a data-href="x.md" name="y">x</a>', []),
        ("<!-- <a href='x.md'> --><script>'<a href=\"x.md\">'</script>", []),
        ('<p>&lt;a href="x.md"&gt;</p>', []),
        ('<a href="#generated">x</a>', []),
        (f'<a href="{MARK}#written">x</a>', ["#written"]),
        (f'<a href="{MARK}https://example.org/">x</a>', []),
    ],
)
def test_targets_to_be_resolved(html: str, targets: list[str]) -> None:
    article = cut(html)
    assert [link.target for link in article.links] == targets
    assert len(article.parts) == len(targets) + 1


def test_anchor_in_raw_html_counts_if_it_was_written() -> None:
    assert len(cut('<a href="#x">x</a>', '<a href="#x">x</a>').links) == 1


def test_raw_html_is_left_as_written_in_mkdocs() -> None:
    html = f'<a href="raw.md">x</a><a href="{MARK}x.md">x</a>'
    assert [link.target for link in cut(html, dialect=MKDOCS).links] == ["x.md"]


@pytest.mark.parametrize("opening", ["<!--", "<script>", '<i title="', "<textarea>"])
def test_mark_of_a_link_that_something_unclosed_swallows_is_not_seen(opening: str) -> None:
    article = cut(f'<a href="{MARK}x">x</a> {opening} <a href="{MARK}y">y</a>')
    assert MARK not in fill(article.parts, ["x" for _ in article.links])


def test_unquoted_target_is_quoted_for_what_is_filled_in() -> None:
    article = cut("<a href=x.md>x</a>")
    assert fill(article.parts, ["a b"]) == '<a href="a b">x</a>'


def test_ids_and_names_are_anchors() -> None:
    html = '<h1 id="a">x</h1><a name="b"></a><a id="c" name="c"></a><input name="d">&quot; id="e"'
    assert cut(html + "<!-- <p id='f'> -->").anchors == ("a", "c", "b")


def test_id_that_is_used_twice_is_a_problem_at_its_second_place() -> None:
    source = 'One\n{ #x }\n\n<b id="x">Two</b>'
    article = cut('<p id="x">One</p><b id="x">Two</b>', source)
    assert [(p.code, p.severity, p.line) for p in article.problems] == [
        ("duplicate-id", "warning", 4)
    ]


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        (f'<img alt="" src="{MARK}x.png">', ["missing-alt"]),
        ('<img src="x.png">', ["missing-alt"]),
        ('<img src="x.png" alt>', []),
        ('<img src="x.png" alt="">', []),
        (f'<img alt="A" src="{MARK}x.png">', []),
        (f'<a href="{MARK}">x</a>', ["empty-link"]),
    ],
)
def test_hints(html: str, codes: list[str]) -> None:
    assert [(p.code, p.severity) for p in cut(html).problems] == [(c, "hint") for c in codes]


PIECES = st.sampled_from(
    ['<a href="', MARK, "x.md", '"', ">", "<img src=", "'", "#", " id=", "<!--", "-->", "&amp;"]
)


@given(st.lists(PIECES, max_size=14))
def test_there_is_always_one_part_more_than_links(pieces: list[str]) -> None:
    article = cut("".join(pieces))
    assert len(article.parts) == len(article.links) + 1
