"""One page from Markdown to a document, in both dialects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from devserver.model import Dialect, Document, Expanded, Heading, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.links import fill
from devserver.site.markdown import convert, remember
from tests.site.remembering.pages import DIALECTS, every_feature

PAGE = SourcePath("page.md")
MKDOCS = Dialect(
    ("admonition", "footnotes", "pymdownx.highlight", "pymdownx.superfences", "md_in_html"),
    {"toc": {"permalink": True}},
    mkdocs=True,
)


def of(text: str, dialect: Dialect | None = None) -> Document:
    return convert(Job(PAGE, Expanded(text), dialect or native()))


def html(document: Document) -> str:
    return fill(document.parts, [link.target for link in document.links])


def test_front_matter_is_not_shown_and_counts_as_lines() -> None:
    document = of("---\ntitle: x\n---\nSee [a](b.md).")
    assert html(document) == '<p>See <a href="b.md">a</a>.</p>'
    assert [(link.target, link.line, link.column) for link in document.links] == [("b.md", 4, 9)]


def test_headings_are_flat_in_order_and_have_no_links_in_their_titles() -> None:
    document = of("# A & `b`\n\n### [Link](x.md) **c**\n\n## ![i](y.png)D[^1]\n\n[^1]: x\n")
    assert document.headings == (
        Heading(1, "a--b", "A & b", "A &amp; <code>b</code>"),
        Heading(3, "link-c", "Link c", "Link <strong>c</strong>"),
        Heading(2, "d", "D", "D"),
    )
    assert set(document.anchors) >= {"a--b", "link-c", "d", "fn:1", "fnref:1"}


@pytest.mark.parametrize("dialect", [native(), DIALECTS["uv"]])
def test_code_in_a_target_or_title_is_its_text(dialect: Dialect) -> None:
    text = '[a](<`/"`>) ![`<b>`](x "`\'"`")'
    first, second = of(text, dialect).parts[1:]
    assert [link.target for link in of(text, dialect).links] == ['/"', "x"]
    assert "\x02" not in html(of(text, dialect))
    assert first.startswith('">a</a> <img alt="&lt;b&gt;" src="')
    assert second.startswith('" title="\'&quot;"')


def test_each_link_to_a_heading_has_its_own_place_beside_the_headings_own_link() -> None:
    document = of("# Tea\n\n## Oolong\n\n[one](#oolong), [two](#oolong)\n")
    assert [(link.line, link.column) for link in document.links] == [(5, 7), (5, 23)]


def test_links_that_nobody_wrote_are_not_to_be_resolved() -> None:
    document = of("# A\n\nText[^1] and [b](#a).\n\n[^1]: Note\n")
    assert [link.target for link in document.links] == ["#a"]
    assert document.links[0].column == 18


def test_raw_html_counts_in_the_native_dialect_only() -> None:
    text = '<img src="a.png" alt="a">\n\n![b](b.png)\n\n<div markdown>\n[c](c.md)\n</div>'
    assert [link.target for link in of(text).links] == ["a.png", "b.png", "c.md"]
    assert [link.target for link in of(text, MKDOCS).links] == ["b.png", "c.md"]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("Text [a][nope].", "undefined-reference", 1, 10),
        ("# A\n\n<b id='a'>x</b>", "duplicate-id", 3, 8),
        ("Text\n\n[a]()", "empty-link", 3, 5),
        ("Text ![](x.png)", "missing-alt", 1, 10),
        ("![](https://example.org/x.png)", "missing-alt", 1, 5),
        ("Text [](#text)", "empty-link", 1, 9),
        ("[](https://example.org/)", "empty-link", 1, 4),
        ('A <a href="https://example.org/"></a>', "empty-link", 1, 12),
    ],
)
def test_problem_at_its_place(text: str, code: str, line: int, column: int) -> None:
    assert [(p.code, p.line, p.column) for p in of(text).problems] == [(code, line, column)]


def test_missing_extension_is_a_warning_and_the_page_is_there() -> None:
    document = of("*a*", Dialect(("mkautodoc",), mkdocs=True))
    assert document.parts == ("<p><em>a</em></p>",)
    assert [(p.code, p.severity) for p in document.problems] == [("extension", "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "> " * 3000 + "x",
        "- " * 3000 + "x",
        "[" * 3000 + "x" + "]" * 3000,
        "<div>" * 3000,
        "*a **b " * 1000,
        "\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03 \x02link:x\x03 \x00",
        "\ud800 surrogate",
        "[a]: <\n\n[b]: \n[^1]: \n*[x]:\n",
    ],
)
def test_hostile_page_is_a_document(text: str) -> None:
    document = of(text)
    assert document.parts
    assert len(document.parts) == len(document.links) + 1


def test_extension_that_raises_is_a_problem_and_the_next_page_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_md: Markdown, _source: str) -> str:
        raise ValueError("an extension's own fault")

    with monkeypatch.context() as patch:
        patch.setattr(Markdown, "convert", fail)
        document = of("<b>x</b>")
    assert document.failed
    assert document.parts == ("<pre>&lt;b&gt;x&lt;/b&gt;</pre>",)
    assert "an extension's own fault" in document.problems[0].message
    assert not of("<b>x</b>").failed


def test_page_does_not_depend_on_the_pages_before_it() -> None:
    pages = [
        "# A\n\n# A\n\nText[^1]\n\n[^1]: Note\n\n*[HTML]: x\n\nHTML",
        '=== "A"\n\n    a\n\n```python linenums="1"\nx\n```\n\n[r]: x.md',
        "# A\n\nHTML [r] [^1] <b id='a'>\n\n- [ ] x\n\n$x$",
    ]
    for dialect in (native(), MKDOCS):
        first = [of(page, dialect) for page in pages]
        assert [of(page, dialect) for page in reversed(pages)] == first[::-1]


@pytest.fixture
def memory() -> Iterator[None]:
    remember(1_000_000)
    yield
    remember(0)


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("dialect", [native(), MKDOCS])
def test_document_is_the_same_with_a_memory(dialect: Dialect) -> None:
    pieces = every_feature()
    halves = "\n\n".join(pieces[::2]), "\n\n".join(pieces[1::2])
    pages = [*pieces, *halves, "\n\nA line more.\n\n".join(halves), halves[1]]
    remembered = [of(page, dialect) for page in pages]
    remember(0)
    assert [of(page, dialect) for page in pages] == remembered


def test_line_endings_make_no_difference() -> None:
    text = (
        "---\ntitle: x\n---\n# A\n\nSee ` [a](a.md)\nand [r][].\n\n- b\n  - [c](c.md)\n\n"
        "```py\nx\n```\n\n[r]: r.md\n\n<details>\n\n*d*\n\n</details>\n"
    )
    unix, windows = of(text), of(text.replace("\n", "\r\n"))
    assert windows == unix
    assert of("\ufeff" + text).parts == unix.parts


PIECES = st.one_of(
    st.sampled_from("\n `*_[]()<>!|$:\\a\t\x02\x03é^~=+-"),
    st.sampled_from(
        ["\n\n", "    ", "- ", "1. ", "> ", "# ", "```", "~~~", "$$", "[^1]", "[^1]: "]
    ),
    st.sampled_from(["<div>", "</div>", "<!--", "-->", "<a href=", " markdown", "&amp;", "---\n"]),
    st.sampled_from(["!!! note", '=== "a"', "??? x", "|-|", "*[a]: ", "{#a}", ": ", "[!NOTE]"]),
    st.sampled_from(["[ ] ", "++a++", ":+1:", "https://a.b", "+++\n", "[a]: ", "](", "#!py "]),
)


@given(st.lists(PIECES, max_size=25))
def test_any_page_is_a_document(pieces: list[str]) -> None:
    for dialect in (native(), MKDOCS):
        document = of("".join(pieces), dialect)
        assert not document.failed
        assert len(document.parts) == len(document.links) + 1
        assert "\x02link" not in "".join(document.parts)


@pytest.mark.parametrize("dialect", [native(), MKDOCS])
def test_a_heading_in_a_comment_without_end_is_none(dialect: Dialect) -> None:
    document = convert(Job(SourcePath("a.md"), Expanded("# A\n\n<div><!--\n\n## B\n"), dialect))
    assert [heading.id for heading in document.headings] == ["a"]
