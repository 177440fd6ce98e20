"""What the light scan says a page is called is what its conversion shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert
from devserver.site.outline import outline
from tests.fuzz.examples import examples

PATH = SourcePath("docs/a-page.md")

_WORDS = st.sampled_from(
    [
        *(
            "one",
            "Two",
            "é",
            "日本",
            "C#",
            "$5",
            "a & b",
            "a_b_c",
            "snake_case",
            "(c)",
            "x < y",
            ":+1:",
        ),
        *("`code`", "``a ` b``", "`<tag>`", "**`x`**", "*em*", "**strong**", "_em_", "__strong__"),
        *(
            "[link](x.md)",
            "&amp;",
            "&lt;b&gt;",
            "\\*",
            "\\`",
            "__init__",
            "!",
            "'q'",
            '"q"',
            "3 * 4",
        ),
        *("~~del~~", "- a", "1. b", "* c"),
    ]
)
_INLINE = st.lists(_WORDS, min_size=1, max_size=4).map(" ".join)
_ENDS = st.sampled_from(["", "", "", " #", " ##", "  ", " {#own}", "#"])
_HEADINGS = st.one_of(
    st.builds(
        "{} {}{}".format,
        st.sampled_from(["#", "##", "###", "######", "#\t", "#  "]),
        _INLINE,
        _ENDS,
    ),
    st.builds("{}\n{}".format, _INLINE, st.sampled_from(["===", "---", "=", "----------"])),
)
_BEFORE = st.sampled_from(
    [
        *(
            "Text",
            "Text\nmore",
            "- item",
            "1. item\n2. item",
            "> quoted",
            "***",
            "---",
            "#hashtag",
            "#",
        ),
        *(
            "```\n# code\n```",
            "~~~ py\n# code\n~~~",
            "````\n```\n# code\n````",
            "`` ` ``",
        ),
        *(
            "<!-- # comment -->",
            "<!--\n# comment\n-->",
            "<p># raw</p>",
            "[ref]: y.md",
            "[^1]: note",
        ),
        *(
            "| a |\n|---|\n| b |",
            "####### seven",
            "Text\n---x",
            "Term\n: meaning",
            "a `code",
            "- a\n---",
        ),
        *("> a\n---", "* a\n---\ntext", "1. a\n***", "```\nnever closed", "!!! note\n    text"),
        "<details markdown>\n\ntext\n\n</details>",
    ]
)
"""What no heading is in; the scan does not look into quotations, lists, boxes and raw HTML."""
_PAGES = st.builds(
    lambda before, heading, after: "\n\n".join([*before, heading, *after]),
    st.lists(_BEFORE, max_size=3),
    _HEADINGS,
    st.lists(_BEFORE, max_size=2),
)


@given(_PAGES)
@examples(100)
def test_title_is_the_first_heading_that_the_conversion_finds(text: str) -> None:
    found = outline(PATH, text, native(), "docs/")
    headings = convert(Job(PATH, Expanded(text), native())).headings
    if headings:
        assert (found.title, found.title_html) == (headings[0].title, headings[0].title_html)
    else:
        assert found.title_from == "name"
