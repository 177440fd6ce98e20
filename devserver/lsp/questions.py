"""Has the pages of a root answer what an editor asks, and tells places as the protocol does."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from lsprotocol.types import PositionEncodingKind

from devserver.language.desk import Desk
from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.lsp.documents import path_of
from devserver.lsp.root import Root
from devserver.lsp.server import Server
from devserver.lsp.texts import units
from devserver.model import SourcePath
from devserver.site.renaming import Edit

T = TypeVar("T")

_PLAIN = {PositionEncodingKind.Utf8: 1, PositionEncodingKind.Utf16: 2}
"""The widest characters, in bytes, that are one unit each."""


class Ranges:
    """Places in files of a library as ranges of the protocol."""

    def __init__(self, library: Library, encoding: PositionEncodingKind | str) -> None:
        self._library = library
        self._encoding = PositionEncodingKind(encoding)

    def of(self, span: Span) -> types.Range:
        """Give the range of some characters of a line."""
        first, last = span.column - 1, span.column - 1 + span.length
        if self._library.width(span.path) > _PLAIN.get(self._encoding, 4):
            line = self._library.writing(span.path).lines.line(span.line)
            first, last = (units(line[:end], self._encoding) for end in (first, last))
        number = span.line - 1
        return types.Range(types.Position(number, first), types.Position(number, last))

    def edit(self, edit: Edit) -> types.TextEdit:
        """Give an edit as the protocol has it."""
        span = Span(edit.path, edit.line, edit.column, len(edit.old))
        return types.TextEdit(self.of(span), edit.new)


Question = Callable[[Library, SourcePath], T]


async def ask(server: Server, uri: str, question: Question[T]) -> T | None:
    """Have a question about a document answered, unsaved texts counting; ``None``: it has no site.

    What the question raises is raised here.
    """
    path, root = path_of(uri), server.root_of(uri)
    if path is None or root is None:
        return None
    return await of_root(root, lambda library: _about(library, str(path), question))


def _about(library: Library, file: str, question: Question[T]) -> T | None:
    path = library.source(file)
    return None if path is None else question(library, path)


async def of_root(root: Root, question: Callable[[Library], T]) -> T:
    """Have a question about all of a site answered."""
    return await asyncio.wrap_future(_desk(root).ask(question, dict(root.joint.texts)))


def _desk(root: Root) -> Desk:
    """Give the desk of a root: its pages are read when they are first asked about."""
    if not isinstance(root.site, Desk):
        root.site = Desk(root.config)
    return root.site


def place(server: Server, uri: str, position: types.Position) -> tuple[int, int]:
    """Give line and column of a position, from 1 and in characters."""
    return position.line + 1, server.content(uri).column(position)


def uri_of(server: Server, root: Root, path: SourcePath) -> str:
    """Give a file's uri, as its editor has it if that has it open."""
    file = Path(root.file(path))
    document = server.opened(file)
    return document.uri if document is not None else file.as_uri()


def workspace_edit(
    server: Server, root: Root, edits: Iterable[tuple[SourcePath, types.TextEdit]]
) -> types.WorkspaceEdit:
    """Put the edits of several files together, each for the version that the editor has."""
    by_path: dict[SourcePath, list[types.TextEdit]] = defaultdict(list)
    for path, edit in edits:
        by_path[path].append(edit)
    if not _takes_versions(server):
        by_uri = {uri_of(server, root, path): some for path, some in by_path.items()}
        return types.WorkspaceEdit(changes=by_uri)
    changes: list[
        types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile
    ] = []
    for path, some in by_path.items():
        document = server.opened(Path(root.file(path)))
        uri, version = uri_of(server, root, path), document.version if document else None
        named = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        changes.append(types.TextDocumentEdit(named, [*some]))
    return types.WorkspaceEdit(document_changes=changes)


def _takes_versions(server: Server) -> bool:
    workspace = server.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace else None
    return bool(edit and edit.document_changes)
