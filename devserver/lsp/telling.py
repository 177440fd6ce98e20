"""What an editor is told: of its roots' problems and state, and which line a page wants shown."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from devserver.config import ConfigError
from devserver.lsp.cursor import Cursor
from devserver.lsp.diagnostics import Diagnostics
from devserver.lsp.documents import path_of
from devserver.lsp.joint import Event
from devserver.lsp.root import Root

if TYPE_CHECKING:
    from devserver.lsp.server import Server

STATUS: Final = "devserver/status"
"""Our own notification: ``{root, state, url, problems, message?}``."""

_STATES: Final = ("serving", "rebuilding", "rebuilt", "problems", "absent", "left")

_ANSWER: Final = 20.0
"""Seconds in which a page's address is to be had, a ``watch`` that must start first included."""


class Telling:
    """Carries what each ``watch`` says to the editor."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._diagnostics: dict[Root, Diagnostics] = {}
        self._warned: set[str] = set()

    def heard(self, root: Root, event: Event) -> None:
        """Tell the editor what follows from what a ``watch`` said."""
        kind = event["event"]
        if kind in _STATES:
            self._status(root, kind, event)
        if kind == "serving":
            self._warned.clear()
            self._log(f"{root.config.title} is at {event['url']}")
        elif kind == "absent":
            self._warn(event["message"])
        elif kind in ("problems", "checked", "indexed"):
            self.refresh(root)
        elif kind == "show":
            self._show(root, event)

    def refresh(self, root: Root) -> None:
        """Show the problems of a root as they are now."""
        if root not in self._diagnostics:
            publish = self._server.text_document_publish_diagnostics
            self._diagnostics[root] = Diagnostics(self._server, publish)
        self._diagnostics[root].refresh(root)

    def _status(self, root: Root, state: str, event: Event) -> None:
        told = {
            "root": root.config.project.as_uri(),
            "state": state,
            "url": root.told.url,
            "problems": len(root.told.problems),
        }
        if "message" in event:
            told["message"] = event["message"]
        self._server.protocol.notify(STATUS, told)

    def warn_once(self, error: ConfigError) -> None:
        """Say why there is no page; once, until there is one."""
        place = f"{error.path}:{error.line}:{error.column}: " if error.path else ""
        self._warn(place + error.message)

    def _warn(self, message: str) -> None:
        if message not in self._warned:
            self._warned.add(message)
            said = types.ShowMessageParams(types.MessageType.Error, f"devserver: {message}")
            self._server.window_show_message(said)

    def _log(self, message: str) -> None:
        said = types.LogMessageParams(types.MessageType.Info, f"devserver: {message}")
        self._server.window_log_message(said)

    # ------------------------------------------------------------ places

    def point(self, cursor: Cursor) -> None:
        """Have the page follow the cursor."""
        path, root = path_of(cursor.uri), self._server.root_of(cursor.uri)
        if path is None or root is None:
            return
        column = self._server.content(cursor.uri).column(cursor.position)
        said: dict[str, object] = {
            "path": str(path),
            "line": cursor.position.line + 1,
            "column": column,
            "reason": cursor.reason,
        }
        if cursor.visible is not None:
            said["visible"] = [line + 1 for line in cursor.visible]
        root.joint.point(said)

    async def page(self, uri: str, line: int | None) -> tuple[str, int]:
        """Give the address of the page of a document, and how many pages of the site are open.

        Those go there. Raises ConfigError if there is none.
        """
        root = self._server.root_of(uri) if uri else self._server.roots.main()
        if root is None:
            raise ConfigError("no page: the document belongs to no site")
        question: dict[str, object] = {"type": "preview"}
        if (path := path_of(uri)) is not None:
            question["path"] = str(path)
            if line is not None:
                question["line"] = line + 1
        with contextlib.suppress(TimeoutError):
            answer = await asyncio.wait_for(root.joint.ask(question), _ANSWER)
            if answer.get("url"):
                return str(answer["url"]), int(answer.get("tabs", 0))
            raise ConfigError(str(answer.get("message", "there is no such page")))
        raise ConfigError("no answer yet; is the site very large?")

    def _show(self, root: Root, event: Event) -> None:
        """Have the editor show a line, with a word of it selected."""
        file = root.file(event["path"])
        document = self._server.opened(file) or self._server.closed(file)
        number, word = int(event["line"]), str(event.get("word") or "")
        start = int(event.get("column") or 1)
        start = document.content.line(number - 1).find(word, start - 1) + 1 or start
        where = document.content.span(number, start, start + len(word))
        self._ask_to_show(types.ShowDocumentParams(document.uri, take_focus=True, selection=where))

    def open_outside(self, url: str) -> None:
        """Have the editor open an address in a browser, if it is able to."""
        self._ask_to_show(types.ShowDocumentParams(url, external=True))

    def _ask_to_show(self, asked: types.ShowDocumentParams) -> None:
        window = self._server.client_capabilities.window
        if window is not None and window.show_document and window.show_document.support:
            self._server.window_show_document(asked)
