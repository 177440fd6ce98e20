"""What the server offers: each message of the protocol that we answer, and who answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from devserver.config import ConfigError
from devserver.lsp import changing, finding
from devserver.lsp.cursor import SAID
from devserver.lsp.documents import path_of
from devserver.lsp.server import Server

PREVIEW: Final = "devserver.preview"
"""Takes ``[{uri?, line?}]``, the line counted from 0; answers ``{url, tabs}``."""


def register(server: Server) -> None:
    """Register every feature with a new server."""
    for add in FEATURES:
        add(server)


def _folders(server: Server) -> None:
    """Know the workspace folders."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.protocol.open_workspace()
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and server.workspace.root_uri:
            folders = [server.workspace.root_uri]
        server.roots.folders = list(_paths(folders))

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = set(_paths(folder.uri for folder in params.event.removed))
        left = [folder for folder in server.roots.folders if folder not in gone]
        server.roots.folders = [*left, *_paths(folder.uri for folder in params.event.added)]
        server.find_roots()


def _paths(uris: Iterable[str]) -> Iterator[Path]:
    """Give the folders that uris name, links followed."""
    return (path.resolve() for uri in uris if (path := path_of(uri)) is not None)


def _documents(server: Server) -> None:
    """Follow what is opened, typed and closed. These handlers hand over and return."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.opens(params.text_document.uri)
        if (root := server.root_of(params.text_document.uri)) is not None:
            server.telling.refresh(root)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.opens(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(_: types.DidSaveTextDocumentParams) -> None:
        server.find_roots()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.closes(params.text_document.uri)


def _cursor(server: Server) -> None:
    """Offer what makes editors say where the cursor is; the protocol looks at every message."""

    @server.feature(SAID)
    def said(_: Any) -> None:
        pass

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(_: types.DocumentHighlightParams) -> None:
        """Highlight nothing: being asked is enough."""


def _preview(server: Server) -> None:
    """Give the address of a page."""

    @server.command(PREVIEW)
    async def preview(*arguments: Any) -> dict[str, object]:
        about = arguments[0] if arguments and isinstance(arguments[0], dict) else {}
        line = about.get("line")
        uri = str(about.get("uri") or server.last_edited)
        try:
            number = line if isinstance(line, int) else None
            url, tabs = await server.telling.page(uri, number)
        except ConfigError as error:
            raise JsonRpcInvalidParams(error.message) from None
        if not arguments and not tabs:
            # An editor that has nothing to say has nothing to do with the answer either.
            server.telling.open_outside(url)
        return {"url": url, "tabs": tabs}


FEATURES: Final[tuple[Callable[[Server], None], ...]] = (
    _folders,
    _documents,
    _cursor,
    _preview,
    finding.at_the_cursor,
    finding.in_a_document,
    finding.in_all_documents,
    changing.completing,
    changing.renaming,
    changing.moving,
    changing.correcting,
)
"""Each registers some features."""
