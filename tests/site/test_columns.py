"""Each target is found where it is written, whatever stands around it: the caret is before it."""

from __future__ import annotations

import pytest

from devserver.model import Dialect, Document, Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert

PAGE = SourcePath("page.md")

LINKS = [
    "[a](▸x.md)",
    '[a](▸x.md "t")',
    "![a](▸x.png)",
    "[![a](▸x.png)](y.md)",
    "[![a](y.png)](▸x.md)",
    "[a][b]\n\n[b]: ▸x.md",
    "[a][b]\n\n[b]: <▸x.md> 'T'",
    "[a][b]\n\n[b]:\n    ▸x.md",
    "![a][b]\n\n[b]: ▸x.png",
    '<a href="▸x.md">a</a>',
    "<a href='▸x.md'>a</a>",
    "<a href=▸x.md>a</a>",
    'text <a\n  class="b"\n  href="▸x.md">a</a>',
    '<a title="a > b" href="▸x.md">a</a>',
    '<img alt="" src="▸x.png">',
    '<img alt="" src="▸x.png"/>',
    '<div>\n<img alt="" src="▸x.png">\n</div>',
    "<div markdown>\n[a](▸x.md)\n</div>",
    '<picture>\n  <source srcset="a.png" src="▸x.png">\n</picture>',
    "| a | b |\n|---|---|\n| [a](▸x.md) | c |",
    "| a | b |\n|---|---|\n| x | [a](▸x.md) |",
    "- [a](▸x.md)",
    "1. a\n2. [a](▸x.md)",
    "- a\n    - [a](▸x.md)",
    "- a\n\n    [a](▸x.md)",
    "> [a](▸x.md)",
    "> - a [a](▸x.md)",
    "!!! note\n    [a](▸x.md)",
    "!!! note\n\n    ```\n    [a](x.md)\n    ```\n\n    [a](▸x.md)",
    "??? note\n\n    a\n\n    [a](▸x.md)",
    '=== "A"\n\n    [a](▸x.md)',
    "> [!NOTE]\n> [a](▸x.md)",
    "a\t[a](▸x.md)",
    "-\t[a](▸x.md)",
    "äöü 漢字 🎉 [a](▸x.md)",
    "é [a](▸x.md)",
    "[a](▸ä.md)",
    "[a](▸%C3%A4.md)",
    "`[a](x.md)` and [a](▸x.md)",
    "```md\n[a](x.md)\n```\n\n[a](▸x.md)",
    "~~~md\n[a](x.md)\n~~~\n\n[a](▸x.md)",
    "a\n\n    [a](x.md)\n\nb [a](▸x.md)",
    "<!-- [a](x.md) -->\n\n[a](▸x.md)",
    "<pre>\n[a](x.md)\n</pre>\n\n[a](▸x.md)",
    '<code>&lt;a href="x.md"&gt;</code> [a](▸x.md)',
    "<script>\nvar a = '<a href=\"x.md\">';\n</script>\n\n[a](▸x.md)",
    "````md\n```\n[a](x.md)\n```\n````\n\n[a](▸x.md)",
    "> ```\n> [a](x.md)\n> ```\n>\n> [a](▸x.md)",
    "a[^1]\n\n[^1]: See [a](▸x.md)",
    "a[^1]\n\n[^1]:\n    See\n\n    [a](▸x.md)",
    "T\n:   See [a](▸x.md)",
    "# See [a](▸x.md)",
    "See [a](▸x.md)\n===",
    "**[a](▸x.md)**",
    "[a [b] c](▸x.md)",
    "[`a]`](▸x.md)",
    "[a \\] b](▸x.md)",
    "[a](▸x_(b).md)",
    "[a](<▸x b.md>)",
    "[a]( ▸x.md )",
    "[a](\n▸x.md)",
    "[a\nb](▸x.md)",
    "[a](▸x.md#b)",
    "[a](▸#b)",
    "[a](▸x.md){ .b }",
    "![a](▸x.png){ width=3 }",
    "[a](y.md) [a](▸x.md)",
    "++a++ [a](▸x.md)",
    "- [ ] see [a](▸x.md)",
    "$a[b](c)$ [a](▸x.md)",
    "<span>[a](▸x.md)</span>",
    "[b] [b]\n\n[b]: ▸x.md",
    "a\n\n[a](▸x.md)",
    "---\ntitle: x\n---\n[a](▸x.md)",
    "*[HTML]: x\n\nHTML [a](▸x.md)",
    "[a](▸a&amp;b.md)",
    "x.md is here: [x.md](▸x.md)",
    '<video src="▸x.mp4"></video>',
    '<A HREF="▸x.md">a</A>',
    '`<a href="x.md">` <a href="▸x.md">a</a>',
    "<▸https://example.org/>",
    "[a](▸https://example.org/)",
    "`<https://example.org/>` and <▸https://example.org/>",
    "See ▸https://example.org/ there",
    "[a][b]\n\n[b]: ▸https://example.org/",
    '<a href="▸https://example.org/">a</a>',
]

PROBLEMS = [
    ("undefined-reference", "[a][▸nope]"),
    ("undefined-reference", "[▸nope][]"),
    ("undefined-reference", "Some [▸no  pe][]"),
    ("undefined-reference", "a[▸^1]"),
    ("undefined-reference", "`[a][nope]` [a][▸nope]"),
    ("undefined-reference", "- a\n\n    ```\n    [a][nope]\n    ```\n\n- [a][▸nope]"),
    ("undefined-reference", "![▸nope][]"),
    ("duplicate-id", "# A {#a}\n\n## B {▸#a}"),
    ("duplicate-id", '<p id="a">x</p>\n\n<p id="▸a">y</p>'),
    ("duplicate-id", "<p id='a'>x</p>\n\n<p id='▸a'>y</p>"),
    ("duplicate-id", "`{#a}` `id=a`\n\n# A {#a}\n\n## B {▸#a}"),
    ("duplicate-id", "```\n{#a}\n```\n\n# A {#a}\n\n## B {▸#a}"),
    ("duplicate-id", '# Setup\n\n<a id="▸setup"></a>'),
    ("duplicate-id", "p\n{: #a }\n\nq\n{: ▸#a }"),
    ("empty-link", "[a](▸)"),
    ("empty-link", "[](▸x.md)"),
    ("missing-alt", "![](▸x.png)"),
]


def converted(text: str) -> tuple[Document, tuple[int, int]]:
    """Convert a text without its caret; gives the line and column at which that stood."""
    before, caret, after = text.partition("▸")
    assert caret
    dialect: Dialect = native()
    lines = before.split("\n")
    document = convert(Job(PAGE, Expanded(before + after), dialect))
    return document, (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize("text", LINKS)
def test_a_link_stands_where_its_target_is_written(text: str) -> None:
    document, place = converted(text)
    assert place in [(link.line, link.column) for link in (*document.links, *document.external)]


@pytest.mark.parametrize(("code", "text"), PROBLEMS)
def test_a_problem_stands_where_it_is_written(code: str, text: str) -> None:
    document, place = converted(text)
    assert (code, *place) in [(p.code, p.line, p.column) for p in document.problems]
