"""With a memory or without: whatever is edited, the page is the same byte for byte."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from devserver.site.dialect import native
from devserver.site.fragment import Fragment
from devserver.site.loading import load
from devserver.site.remembering.instance import RememberingMarkdown
from devserver.site.remembering.memory import Memory
from tests.site.remembering.pages import BLOCKS, DIALECTS, every_feature

GUIDE = Path(__file__).parents[3] / "sample_site"


class Pair:
    """Two instances of a dialect, of which one remembers every page of the whole test."""

    def __init__(self, dialect: str, limit: int = 1_000_000) -> None:
        self._plain: Markdown = load(DIALECTS[dialect])[0]
        self._other: Markdown = load(DIALECTS[dialect])[0]
        self._remembering = RememberingMarkdown(self._other, Memory(limit))

    def agree(self, text: str) -> None:
        """Convert a page with both, and compare all that is known of it afterwards."""
        try:
            plain = Fragment.of(self._plain.reset().convert(text))
        except Exception as error:  # noqa: BLE001 - extensions have their own faults
            with pytest.raises(type(error)):
                self._remembering.convert(text)
            return
        page = self._remembering.convert(text)
        assert "".join(fragment.html for fragment in page).strip() == plain.html
        assert sum(fragment.words for fragment in page) == plain.words
        assert _found(page) == _found([plain])
        assert _defined(self._other) == _defined(self._plain)


def _found(page: list[Fragment]) -> list[list[object]]:
    return [
        [target._replace(start=0, end=0) for fragment in page for target in fragment.targets],
        [anchor for fragment in page for anchor in fragment.ids],
        [anchor for fragment in page for anchor in fragment.names],
    ]


def _defined(md: Markdown) -> list[object]:
    refused = [getattr(extension, "refused", None) for extension in md.registeredExtensions]
    return [dict(md.references), getattr(md, "toc_tokens", None), getattr(md, "toc", ""), refused]


@cache
def pair(dialect: str) -> Pair:
    return Pair(dialect)


every_dialect = pytest.mark.parametrize("dialect", DIALECTS)


@every_dialect
def test_every_feature_alone_and_beside_every_other(dialect: str) -> None:
    features = every_feature()
    tried = Pair(dialect)
    for first, second in zip(features, features[1:] + features[:1], strict=True):
        tried.agree(first)
        tried.agree(f"{first}\n\n{second}")
        tried.agree(f"{second}\n\nText\n\n{first}")


@every_dialect
def test_guide(dialect: str) -> None:
    tried = Pair(dialect)
    for path in sorted(GUIDE.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        tried.agree(text)
        half = text.find("\n\n", len(text) // 2)
        tried.agree(f"{text[:half]}\n\nSome more words.{text[half:]}")


EDITS = st.tuples(
    st.sampled_from(["insert", "delete", "replace", "type", "move"]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    BLOCKS,
)


def edited(blocks: list[str], edit: tuple[str, int, int, str]) -> list[str]:
    """Make one edit; places are taken modulo what there is."""
    kind, place, column, new = edit
    index = place % (len(blocks) + 1)
    before, block, after = blocks[:index], blocks[index : index + 1], blocks[index + 1 :]
    match kind:
        case "insert":
            return [*before, new, *block, *after]
        case "delete":
            return [*before, *after]
        case "replace":
            return [*before, new, *after]
        case "move":
            return [*after, *block, *before]
        case _ if block:
            column %= len(block[0]) + 1
            return [*before, f"{block[0][:column]}{new[:3]}{block[0][column:]}", *after]
        case _:
            return blocks


@every_dialect
@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=8), st.lists(EDITS, max_size=8))
def test_any_edits(dialect: str, blocks: list[str], edits: list[tuple[str, int, int, str]]) -> None:
    tried = pair(dialect)
    tried.agree("\n\n".join(blocks))
    for edit in edits:
        blocks = edited(blocks, edit)
        tried.agree("\n\n".join(blocks))


def test_small_memory_is_as_good() -> None:
    tried = Pair("native", 5_000)
    for text in every_feature() * 2:
        tried.agree(text)


@pytest.mark.parametrize(
    "text",
    [
        "Text\n\n*[5]: five\n\nAnother `5` <b>5</b>",
        "klzzwxh\n\nText",
        "Text `a`\n\n<a`b`@c.de>",
        "- [ ] task\n\n- " + "> " * 150 + "x",
        "Text[^1] `x`\n\n[^1]: Note\n\n    [a]: b.md\n\nSee [a]",
    ],
)
def test_page_that_its_segments_do_not_tell_all_of(text: str) -> None:
    tried = Pair("native")
    for page in (text, f"First `code`\n\n{text}", f"{text}\n\nLast", text):
        tried.agree(page)


def test_unknown_extension_is_trusted_with_nothing() -> None:
    class Counting(InlineProcessor):
        count = 0

        def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's own
            self, m: re.Match[str], data: str
        ) -> tuple[str, int, int]:
            del data
            Counting.count += 1
            return f"{m[1]}{Counting.count}", m.start(), m.end()

    md = load(native())[0]
    md.inlinePatterns.register(Counting(r"%(\w+)%"), "counting", 175)
    remembering = RememberingMarkdown(md, Memory(1_000_000))
    pages = [remembering.convert("%x%") for _ in range(2)]
    assert [page[0].html for page in pages] == ["<p>x1</p>", "<p>x2</p>"]
