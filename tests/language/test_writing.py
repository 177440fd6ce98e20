"""Links and labels of a text, where they are written; of real pages, as they are converted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.config import load
from devserver.language.library import Library
from devserver.language.writing import Writing
from devserver.model import Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert

PAGE = SourcePath("page.md")


def of(text: str) -> Writing:
    return Writing.of(PAGE, text, native())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[a](x.md)", ["x.md"]),
        ("[a](<x y.md> 't')", ["x y.md"]),
        (r"[a](x\_y.md)", [r"x\_y.md"]),
        ("[a]: x.md 't'\n[b]: <y z.md>\n[a]: again.md\n", ["x.md", "y z.md", "again.md"]),
        ("<a href='x.md'><img src=y.png>", ["x.md", "y.png"]),
        ("[a](https://x.org) <https://x.org> [b](mailto:x@y.z) [c]()", []),
        ("- x\n\n    [a](x.md)\n\ny\n\n    [b](y.md)\n", ["x.md"]),
        ("!!! note\n\n    [a](x.md)\n\n        [b](y.md)\n", ["x.md", "y.md"]),
        ("text\n    [a](x.md)\n", ["x.md"]),
        ("[[name]]", []),
    ],
)
def test_a_target_is_where_it_is_written(text: str, written: list[str]) -> None:
    writing = of(text)
    spans = [target.span for target in writing.targets()]
    lines = [writing.lines.line(span.line) for span in spans]
    shown = [line[s.column - 1 :][: s.length] for s, line in zip(spans, lines, strict=True)]
    assert shown == written


def test_labels_say_how_they_are_used() -> None:
    text = "[a][x], [x][], ![x], [a] [x], z[^1]\n\n[x]: y\n[^1]: n\n`[x]: no`\n"
    found = [(label.name, label.kind) for label in of(text).labels()]
    assert found == [
        ("x", "full"), ("x", "collapsed"), ("x", "short"), ("x", "full"), ("^1", "footnote"),
        ("x", "defines"), ("^1", "defines"),
    ]  # fmt: skip


def test_ids_that_are_said_are_anchors_too() -> None:
    text = "<b id=one></b> <a name='two'></a>\n{: .x #three }\n`<b id=no>`\n# H {#four}\n"
    assert list(of(text).anchors_written()) == ["one", "two", "three", "four"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="[]()#!<>`~\\a^: \n-=*\t'\"{}", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    writing = of(text)
    for target in writing.targets():
        assert 0 < target.span.line <= writing.lines.count
        assert target.span.column - 1 + target.span.length <= len(text)
    for label in writing.labels():
        assert 0 <= label.start <= label.end <= len(text)
    for heading in writing.headings:
        assert text.startswith(heading.title, heading.start)
    assert all(writing.is_code(offset) in (True, False) for offset in range(len(text) + 1))


def test_the_guide_has_the_links_that_are_found() -> None:
    """The same links at the same places as conversion finds, in every page of our own guide."""
    folder = Path(__file__).parents[2] / "sample_site"
    library = Library(load(folder, cwd=folder))
    for _ in library.load():
        pass
    for path, card in library.cards.items():
        made = convert(Job(path, Expanded(library.whole(path).expanded.text), library.dialect))
        whole = Writing(path, Expanded(library.whole(path).expanded.text), library.dialect)
        there = {target.link for target in whole.targets()}
        assert {link for link in made.links if link.target} <= there, path
        assert len(card.targets) == len([*whole.targets()])
