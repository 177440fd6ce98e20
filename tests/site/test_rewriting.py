"""Which pages are rewritten at all."""

from __future__ import annotations

import pytest

from devserver.model import Dialect, Expanded, SourcePath
from devserver.site.rewriting import rewritten

NATIVE = Dialect(())
DOCUSAURUS = Dialect((), like="docusaurus")


def test_an_ordinary_page_is_the_same_object() -> None:
    page = Expanded("# A\n\nimport it, and {this} <B/>.\n")
    assert rewritten(SourcePath("a.md"), page, NATIVE) is page


@pytest.mark.parametrize(("path", "dialect"), [("a.mdx", NATIVE), ("a.md", DOCUSAURUS)])
def test_mdx_is_known_by_its_name_or_its_folder(path: str, dialect: Dialect) -> None:
    page = Expanded("---\ntitle: import x\n---\n\nimport x from 'y';\n\n:::note\n<A>b</A>\n:::\n")
    lines = rewritten(SourcePath(path), page, dialect).text.split()
    assert lines == ["---", "title:", "import", "x", "---", "!!!", "note", '"Note"', "b"]


def test_boxes_are_boxes_everywhere() -> None:
    made = rewritten(SourcePath("a.md"), Expanded(":::note\n{b}\n:::"), NATIVE)
    assert made.text.split() == ["!!!", "note", '"Note"', "{b}"]


def test_comments_are_left_out_wherever_they_stand() -> None:
    text = (
        '- a\n  [//]: # (no)\n\n[//]: # "no"\n> [//]: <> (no (no) no)\n\n```\n[//]: # (yes)\n```\n'
    )
    made = rewritten(SourcePath("a.md"), Expanded(text), NATIVE)
    assert made.text.split() == ["-", "a", "```", "[//]:", "#", "(yes)", "```"]
    assert made.text.count("\n") == text.count("\n")
