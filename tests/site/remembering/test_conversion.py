"""A conversion parses what is not known, and nothing else."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from markdown import Markdown

from devserver.site.dialect import native
from devserver.site.loading import load
from devserver.site.remembering.instance import RememberingMarkdown
from devserver.site.remembering.memory import Memory


class Session:
    """An author's page, and the segments that were parsed for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.parsed: list[str] = []
        self._md: Markdown = load(native())[0]
        self._remembering = RememberingMarkdown(self._md, Memory(1_000_000))
        parser = self._md.parser
        parse = parser.parseBlocks

        def noting(parent: Element, blocks: list[str]) -> None:
            # A quotation has what stands before it parsed, too: nothing.
            if parent is parser.root and blocks != [""]:
                self.parsed.append("\n\n".join(blocks))
            parse(parent, blocks)

        monkeypatch.setattr(parser, "parseBlocks", noting)

    def parsed_for(self, text: str) -> list[str]:
        self.parsed.clear()
        self._remembering.convert(text)
        return self.parsed


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    return Session(monkeypatch)


def test_only_what_changed_is_parsed_again(session: Session) -> None:
    blocks = ["One", "- a\n- b", "Two `code`", "> quoted", "| a |\n|---|\n| b |", "Three"]
    last = "Last\n\n"
    assert session.parsed_for("\n\n".join([*blocks, "Last"])) == [*blocks, last]
    blocks[2] = "Changed"
    assert session.parsed_for("\n\n".join([*blocks, "Last"])) == ["Changed"]
    moved = [*blocks[4:], *blocks[:4], "Last"]
    assert session.parsed_for("\n\n".join(moved)) == []


def test_fence_that_moves_is_the_same(session: Session) -> None:
    page = "- item\n\n    ```python\n    x = 1\n    ```\n\nText <b>bold</b>"
    session.parsed_for(page)
    assert session.parsed_for(f"```\nnew\n```\n\n{page}") == ["\x02wzxhzdk:0\x03"]


def test_headings_and_tabs_are_always_parsed(session: Session) -> None:
    page = '# One\n\nText\n\n=== "Tab"\n\n    text'
    session.parsed_for(page)
    assert session.parsed_for(page) == ["# One", '=== "Tab"\n\n    text\n\n']


def test_changed_link_definition_brings_back_what_refers_to_it(session: Session) -> None:
    page = "[one]: {}\n\nSee [one].\n\nSee [two].\n\nText"
    session.parsed_for(page.format("one.md"))
    assert session.parsed_for(page.format("1.md")) == ["[one]: 1.md", "See [one]."]


def test_new_abbreviation_brings_back_everything(session: Session) -> None:
    session.parsed_for("One HTML\n\nTwo\n\nThree")
    changed = "One HTML\n\nTwo\n\n*[HTML]: x\n\nThree"
    assert session.parsed_for(changed) == ["Two\n\n*[HTML]: x", "One HTML", "Three\n\n"]


def test_page_of_nothing_is_nothing(session: Session) -> None:
    assert session.parsed_for(" \n\n ") == []
