"""The language server: what its editor says goes to the ``watch`` of each root, and back."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

import devserver
from devserver.config import ConfigError
from devserver.lsp.cursor import Cursors
from devserver.lsp.diagnostics import Document
from devserver.lsp.documents import OpenDocument, OpenDocuments, path_of, saved
from devserver.lsp.root import Root
from devserver.lsp.roots import Roots
from devserver.lsp.telling import Telling
from devserver.lsp.texts import Text

_LOG: Final = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """pygls' protocol, in which we decide when the process ends."""

    _server: Server

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: object) -> Generator[Any, Any, None]:
        """End with the status that the specification names."""
        self._server.end(0 if self.shut_down else 1)
        yield from ()

    @property
    def shut_down(self) -> bool:
        """Whether the client has asked for the end already."""
        return self._shutdown

    def receive(self, body: bytes) -> None:
        """Do what a message says. One that makes no sense is answered, and costs nothing else."""
        try:
            message = json.loads(body, object_hook=self.structure_message)
        except (ValueError, RecursionError, JsonRpcException) as error:
            _LOG.warning("not understood: %s", error)
            self._refuse(body, error)
            return
        method, params = (getattr(message, name, None) for name in ("method", "params"))
        try:
            self.handle_message(message)
            self._server.cursors.notice(method or "", params)
        except Exception:  # noqa: BLE001 - one message that fails must not end the server
            _LOG.exception("%s failed", method)

    def _refuse(self, body: bytes, error: Exception) -> None:
        try:
            number = json.loads(body)["id"]
        except (ValueError, RecursionError, LookupError, TypeError):
            return
        code = types.ErrorCodes.InvalidParams
        self._send_response(number, error=types.ResponseError(code, f"not understood: {error}"))

    def open_workspace(self) -> None:
        """Put our own documents in the place of pygls'; there are none yet."""
        made = self.workspace
        self._workspace = OpenDocuments(
            made.root_uri,
            types.TextDocumentSyncKind.Incremental,
            list(made.folders.values()),
            made.position_encoding,
        )


class Server(LanguageServer):
    """One editor's server. Whoever adds features registers them with ``feature``."""

    protocol: Protocol

    def __init__(self, end: Callable[[int], None]) -> None:
        super().__init__(
            "devserver",
            devserver.__version__,
            protocol_cls=Protocol,
            converter_factory=default_converter,
        )
        self.end = end
        """Ends the process with a status."""
        self.telling = Telling(self)
        self.roots = Roots(self.telling.heard)
        self.cursors = Cursors(self.telling.point)
        self.last_edited = ""
        """The uri of the document that was opened or changed last."""
        self._open: dict[Path, OpenDocument] = {}
        self._of: dict[Path, Root] = {}
        self._unsure: set[Path] = set()
        """Open documents of which a broken configuration hides whose they are."""

    # ------------------------------------------------------------ documents

    def text(self, uri: str) -> str:
        """Give the newest text of a document: as its editor has it, or else as it is saved."""
        return self.content(uri).text

    def content(self, uri: str) -> Text:
        """Give the newest text of a document, for finding places in it."""
        path = path_of(uri)
        if path is not None and path in self._open:
            return self._open[path].content
        return Text(saved(path) if path is not None else "", self.encoding)

    @property
    def encoding(self) -> types.PositionEncodingKind | str:
        """How the client counts characters."""
        return self.workspace.position_encoding or types.PositionEncodingKind.Utf16

    def opened(self, file: Path) -> Document | None:
        """Give a document if the editor has it open."""
        document = self._open.get(file)
        if document is None:
            return None
        return Document(document.uri, document.content, document.version or 0)

    def closed(self, file: Path) -> Document:
        """Give a document as it lies on the disk."""
        return Document(file.as_uri(), Text(saved(file), self.encoding))

    def root_of(self, uri: str) -> Root | None:
        """Give the root of a document; ``None`` if it has none, or if that cannot be told."""
        path = path_of(uri)
        if path is None:
            return None
        if (known := self._of.get(path)) is not None:
            return known
        self._unsure.discard(path)
        try:
            root = self.roots.of(path)
        except ConfigError as error:
            self._unsure.add(path)
            self.telling.warn_once(error)
            return None
        if root is not None and path in self._open:
            self._of[path] = root
        return root

    # ------------------------------------------------------------ what the editor does

    def opens(self, uri: str) -> None:
        """Have the text of a document that was opened, or changed, on its page."""
        path = path_of(uri)
        document = self.workspace.get_text_document(uri)
        if path is None or not isinstance(document, OpenDocument):
            return
        self._open[path] = document
        self.last_edited = uri
        self._hand_over(path, document)

    def _hand_over(self, path: Path, document: OpenDocument) -> None:
        if (root := self.root_of(document.uri)) is not None:
            root.joint.put(str(path), document.source)

    def closes(self, uri: str) -> None:
        """Let the file itself count again."""
        path = path_of(uri)
        if path is None or path not in self._open:
            return
        del self._open[path]
        self._unsure.discard(path)
        if (root := self._of.pop(path, None)) is not None:
            root.joint.close(str(path))
            self.telling.refresh(root)

    def find_roots(self) -> None:
        """Look again for the roots of open documents that have none."""
        for path, document in list(self._open.items()):
            if path not in self._of:
                self._hand_over(path, document)

    def find_unsure_roots(self) -> None:
        """Look again for those that a broken configuration keeps from being found."""
        for path in list(self._unsure):
            self._hand_over(path, self._open[path])

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log a fault of ours; an author has no use for it in the middle of a sentence."""
        level = logging.INFO if source is FeatureRequestError else logging.ERROR
        _LOG.log(level, "%s: %s", getattr(source, "__name__", source), error)
