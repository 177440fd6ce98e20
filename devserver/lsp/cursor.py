"""Learns where the cursor is: from who says so, or else from whatever carries a position."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from lsprotocol import types

SAID: Final = "devserver/cursor"
"""Our own notification: ``{textDocument, position, visible?: {start, end}, reason}``."""

_ASKED: Final = frozenset(
    {
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT,
        types.TEXT_DOCUMENT_COMPLETION,
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.TEXT_DOCUMENT_HOVER,
    }
)

_FOLLOWING: Final = _ASKED - {types.TEXT_DOCUMENT_HOVER, types.TEXT_DOCUMENT_COMPLETION}
"""Asked by editors whenever the cursor moves."""

_REASONS: Final = ("move", "edit", "scroll")


@dataclass(frozen=True)
class Cursor:
    """Where the cursor is, as the protocol counts: from 0."""

    uri: str
    position: types.Position
    reason: str
    visible: tuple[int, int] | None = None
    """The first and the last line that the editor shows, from 0."""


class Cursors:
    """Takes the best word there is: an editor that tells the cursor need not be guessed at.

    Where the cursor is taken from requests, hovering counts only for an editor that sends nothing
    when the cursor moves: in the others it is the mouse that hovers.
    """

    def __init__(self, tell: Callable[[Cursor], None]) -> None:
        self._tell = tell
        self._says_so = False
        self._follows = False
        self._last: tuple[str, int] | None = None

    def notice(self, method: str, params: Any) -> None:
        """Look at one message of the editor, whatever it is."""
        if method == SAID:
            self._says_so = True
            if (cursor := _said(params)) is not None:
                self._tell(cursor)
        elif not self._says_so and (cursor := self._guessed(method, params)) is not None:
            line = (cursor.uri, cursor.position.line)
            # Editors ask the same of the line that was just edited.
            if cursor.reason == "edit" or line != self._last:
                self._tell(cursor)
            self._last = line

    def _guessed(self, method: str, params: Any) -> Cursor | None:
        self._follows = self._follows or method in _FOLLOWING
        if method == types.TEXT_DOCUMENT_DID_CHANGE:
            return _edited(params)
        if method not in _ASKED or (method == types.TEXT_DOCUMENT_HOVER and self._follows):
            return None
        if isinstance(params, types.CodeActionParams):
            # What is asked for the whole document, on saving, says nothing.
            whole = params.range.start.line == 0 != params.range.end.line
            position = None if whole else params.range.start
        else:
            position = params.position
        reason = "edit" if method == types.TEXT_DOCUMENT_COMPLETION else "move"
        return Cursor(params.text_document.uri, position, reason) if position else None


def _edited(params: types.DidChangeTextDocumentParams) -> Cursor | None:
    """Give the place right after the last change."""
    for change in reversed(params.content_changes):
        if isinstance(change, types.TextDocumentContentChangePartial):
            added = change.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            start = change.range.start
            column = 0 if len(added) > 1 else start.character
            last = types.Position(start.line + len(added) - 1, column + len(added[-1]))
            return Cursor(params.text_document.uri, last, "edit")
    return None


def _said(params: Any) -> Cursor | None:
    """Read our own notification; ``None`` if it makes no sense."""
    try:
        place = types.Position(int(params.position.line), int(params.position.character))
        shown = getattr(params, "visible", None)
        visible = (_line(shown.start), _line(shown.end)) if shown is not None else None
        reason = params.reason if params.reason in _REASONS else "move"
        return Cursor(str(params.textDocument.uri), place, reason, visible)
    except (AttributeError, TypeError, ValueError):
        return None


def _line(end: Any) -> int:
    return int(getattr(end, "line", end))
