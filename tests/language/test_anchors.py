"""The anchors of headings are those that the site gives them, and found without converting it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.config import load
from devserver.language.anchors import Anchors
from devserver.language.writing import Writing
from devserver.model import Dialect, Expanded, Job, SourcePath
from devserver.project import dialect_of
from devserver.site.dialect import native
from devserver.site.markdown import convert

PAGE = SourcePath("page.md")
MKDOCS = Dialect(
    ("toc", "tables", "fenced_code", "attr_list", "abbr"),
    {"toc": {"separator": "_", "permalink": True}},
    mkdocs=True,
)


def both(text: str, dialect: Dialect) -> tuple[list[str], list[str]]:
    """Give the anchors that are told, and those that a page has once it is converted."""
    writing = Writing.of(PAGE, text, dialect)
    told = [each for each in Anchors(dialect).of(text, writing.headings) if each]
    made = convert(Job(PAGE, Expanded(text), dialect))
    return told, [heading.id for heading in made.headings]


@pytest.mark.parametrize("dialect", [native(), MKDOCS], ids=["native", "mkdocs"])
@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n## A\n\n### a!\n",
        "# Ünïcode & <b>more</b> `code()` *x*\n",
        "## See [the docs][d] ##\n\n[d]: x.md\n",
        "# A {#own}\n\n# own\n",
        "A\n=\n\nB\n-\n",
        "text\n{: #a }\n\n# A\n",
        "```\n# no\n```\n\n# Yes\n",
        "x\n\n    # no\n\n# Yes\n",
        "- x\n\n    ## In a list\n",
        "<!--\n# no\n-->\n\n# Yes\n",
        "---\ntitle: x\n---\n# Yes\n",
        "# HTML\n\n*[HTML]: Hypertext\n",
        "# 1. One\n\n# 2\n",
        "# :tada: Party\n",
        "no headings\n",
    ],
)
def test_a_heading_has_the_anchor_of_its_page(text: str, dialect: Dialect) -> None:
    told, real = both(text, dialect)
    assert told == real


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            (
                "# A",
                "## A",
                "## a *b*",
                "A\n---",
                "text",
                "# `x`",
                "# [x](y)",
                "# A {#a-1}",
                "> # Q",
            )
        ),
        max_size=8,
    )
)
def test_whatever_the_headings_are(blocks: list[str]) -> None:
    told, real = both("\n\n".join(blocks) + "\n", native())
    assert told == real


def test_the_guide_itself_has_the_anchors_that_are_told() -> None:
    folder = Path(__file__).parents[2] / "sample_site"
    dialect = dialect_of(load(folder, cwd=folder))
    for file in sorted(folder.glob("docs/write/*.md")):
        text = file.read_text("utf-8")
        if "-8<-" not in text:
            told, real = both(text, dialect)
            assert told == real, file.name
