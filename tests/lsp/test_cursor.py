"""The cursor is where the editor says, or else where what it asks lets one see it."""

from __future__ import annotations

from collections import namedtuple
from types import SimpleNamespace
from typing import Any

import pytest
from lsprotocol import types
from lsprotocol.types import Position, Range

from devserver.lsp.cursor import SAID, Cursor, Cursors

A = types.TextDocumentIdentifier("file:///a.md")


class Page:
    """What was told, and a way to notice messages."""

    def __init__(self) -> None:
        self.told: list[Cursor] = []
        self.cursors = Cursors(self.told.append)

    def lines(self) -> list[tuple[int, str]]:
        return [(cursor.position.line, cursor.reason) for cursor in self.told]

    def highlight(self, line: int) -> None:
        params = types.DocumentHighlightParams(A, Position(line, 0))
        self.cursors.notice(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, params)

    def hover(self, line: int) -> None:
        self.cursors.notice(types.TEXT_DOCUMENT_HOVER, types.HoverParams(A, Position(line, 0)))

    def action(self, where: Range) -> None:
        params = types.CodeActionParams(A, where, types.CodeActionContext([]))
        self.cursors.notice(types.TEXT_DOCUMENT_CODE_ACTION, params)

    def type(self, line: int, text: str) -> None:
        where = Range(Position(line, 2), Position(line, 2))
        change = types.TextDocumentContentChangePartial(where, text)
        document = types.VersionedTextDocumentIdentifier(1, A.uri)
        params = types.DidChangeTextDocumentParams(document, [change])
        self.cursors.notice(types.TEXT_DOCUMENT_DID_CHANGE, params)

    def say(self, **params: Any) -> None:
        self.cursors.notice(SAID, SimpleNamespace(**params))


@pytest.fixture
def page() -> Page:
    return Page()


def test_a_request_with_a_position_tells_the_cursor_once_for_each_line(page: Page) -> None:
    for line in (3, 3, 4, 3):
        page.highlight(line)
    assert page.lines() == [(3, "move"), (4, "move"), (3, "move")]


def test_what_is_typed_tells_where_it_ends(page: Page) -> None:
    page.type(1, "a")
    page.type(1, "b\r\nlonger")
    assert page.told == [
        Cursor(A.uri, Position(1, 3), "edit"),
        Cursor(A.uri, Position(2, 6), "edit"),
    ]
    page.highlight(2)  # Asked right after typing there: it is no move.
    page.highlight(0)
    assert page.lines()[2:] == [(0, "move")]


def test_a_whole_new_text_says_nothing_of_the_cursor(page: Page) -> None:
    document = types.VersionedTextDocumentIdentifier(1, A.uri)
    change = types.TextDocumentContentChangeWholeDocument("text")
    params = types.DidChangeTextDocumentParams(document, [change])
    page.cursors.notice(types.TEXT_DOCUMENT_DID_CHANGE, params)
    assert not page.told


def test_hovering_counts_only_where_nothing_better_does(page: Page) -> None:
    page.hover(5)
    page.highlight(6)
    page.hover(7)
    assert page.lines() == [(5, "move"), (6, "move")]


def test_actions_for_the_whole_document_say_nothing(page: Page) -> None:
    page.action(Range(Position(0, 0), Position(90, 0)))
    page.action(Range(Position(4, 0), Position(4, 9)))
    assert page.lines() == [(4, "move")]


def test_an_editor_that_says_so_is_believed_and_nobody_else(page: Page) -> None:
    where = SimpleNamespace(line=7, character=2)
    shown = SimpleNamespace(start=SimpleNamespace(line=1), end=20)
    document = SimpleNamespace(uri=A.uri)
    page.say(textDocument=document, position=where, visible=shown, reason="scroll")
    page.highlight(3)
    page.type(3, "x")
    page.say(textDocument=document, position=where, reason="nonsense")
    assert page.told == [
        Cursor(A.uri, Position(7, 2), "scroll", (1, 20)),
        Cursor(A.uri, Position(7, 2), "move"),
    ]


def test_a_cursor_that_makes_no_sense_is_passed_over(page: Page) -> None:
    page.say(textDocument=None)
    page.say()
    page.cursors.notice(SAID, None)
    page.cursors.notice(SAID, namedtuple("Object", "position")("here"))
    assert not page.told
