"""Answers what could be written: completion, new names, moved files, corrections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from devserver.language.completion import complete
from devserver.language.fixes import fix
from devserver.language.library import Library
from devserver.language.moves import moved
from devserver.language.offers import Kind, Offers
from devserver.language.renaming import RenameError, renamable, renamed
from devserver.lsp.documents import path_of
from devserver.lsp.questions import Ranges, ask, of_root, place, workspace_edit
from devserver.lsp.root import Root
from devserver.lsp.server import Server
from devserver.model import Problem, SourcePath
from devserver.site.renaming import Edit

_KINDS: Final[dict[Kind, types.CompletionItemKind]] = {
    "page": types.CompletionItemKind.File,
    "image": types.CompletionItemKind.Color,
    "file": types.CompletionItemKind.File,
    "heading": types.CompletionItemKind.Reference,
    "label": types.CompletionItemKind.Reference,
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
}

_TRIGGERS: Final = ["(", "/", "#", "[", '"', "'", "<"]
"""What is typed where something can be offered."""

Edits = list[tuple[SourcePath, types.TextEdit]]


def completing(server: Server) -> None:
    """Register what is asked while something is typed."""
    options = types.CompletionOptions(trigger_characters=_TRIGGERS)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def offer(params: types.CompletionParams) -> types.CompletionList:
        uri = params.text_document.uri
        at, encoding = place(server, uri, params.position), server.encoding

        def question(library: Library, path: SourcePath) -> types.CompletionList:
            return _items(complete(library, path, *at), Ranges(library, encoding))

        found = await ask(server, uri, question)
        return found or types.CompletionList(is_incomplete=False, items=[])


def _items(offers: Offers, ranges: Ranges) -> types.CompletionList:
    items = [
        types.CompletionItem(
            label=each.label,
            kind=_KINDS[each.kind],
            detail=each.detail or None,
            sort_text=f"{number:03}",
            # Editors compare this with what is typed: a title is found as well as a path.
            filter_text=each.searched,
            text_edit=types.TextEdit(ranges.of(each.span), each.written),
        )
        for number, each in enumerate(offers.offers)
    ]
    return types.CompletionList(is_incomplete=not offers.complete, items=items)


# ---------------------------------------------------------------- names


def renaming(server: Server) -> None:
    """Register new names for headings and labels."""

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        uri = params.text_document.uri
        at, encoding = place(server, uri, params.position), server.encoding

        def question(library: Library, path: SourcePath) -> Edits:
            return _edits(renamed(library, path, *at, params.new_name), Ranges(library, encoding))

        root = server.root_of(uri)
        try:
            edits = await ask(server, uri, question)
        except RenameError as error:
            raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed) from None
        return workspace_edit(server, root, edits) if root and edits is not None else None

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        uri = params.text_document.uri
        at, encoding = place(server, uri, params.position), server.encoding

        def question(library: Library, path: SourcePath) -> types.PrepareRenamePlaceholder | None:
            found = renamable(library, path, *at)
            if found is None:
                return None
            where = Ranges(library, encoding).of(found.span)
            return types.PrepareRenamePlaceholder(where, found.name)

        return await ask(server, uri, question)


def _edits(edits: Iterable[Edit], ranges: Ranges) -> Edits:
    return [(edit.path, ranges.edit(edit)) for edit in edits]


# ---------------------------------------------------------------- files


def moving(server: Server) -> None:
    """Register the moves of files and folders that an editor is about to make."""
    every = types.FileOperationFilter(types.FileOperationPattern("**"), scheme="file")

    @server.feature(
        types.WORKSPACE_WILL_RENAME_FILES, types.FileOperationRegistrationOptions([every])
    )
    async def will_rename(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        paths = [(path_of(each.old_uri), path_of(each.new_uri)) for each in params.files]
        pairs = [(str(old), str(new)) for old, new in paths if old and new]
        root = next(filter(None, (server.root_of(each.old_uri) for each in params.files)), None)
        edits = await _moved(server, root, pairs) if root is not None else []
        return workspace_edit(server, root, edits) if root is not None and edits else None


async def _moved(server: Server, root: Root, pairs: list[tuple[str, str]]) -> Edits:
    encoding = server.encoding

    def question(library: Library) -> Edits:
        return _edits(moved(library, pairs), Ranges(library, encoding))

    return await of_root(root, question)


# ---------------------------------------------------------------- corrections


def correcting(server: Server) -> None:
    """Register what a problem's author probably meant."""
    options = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def correct(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri, root = params.text_document.uri, server.root_of(params.text_document.uri)
        own = [each for each in params.context.diagnostics if each.source == "devserver"]
        if root is None or not own:
            return []
        found = [await _correction(server, root, uri, each) for each in own]
        return [action for action in found if action is not None]


async def _correction(
    server: Server, root: Root, uri: str, problem: types.Diagnostic
) -> types.CodeAction | None:
    at, encoding = place(server, uri, problem.range.start), server.encoding

    def question(library: Library, path: SourcePath) -> tuple[str, Edits] | None:
        told = Problem(path, *at, severity="error", code=str(problem.code), message=problem.message)
        found = fix(library, told)
        return (found.title, _edits([found.edit], Ranges(library, encoding))) if found else None

    found = await ask(server, uri, question)
    if found is None:
        return None
    return types.CodeAction(
        found[0],
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[problem],
        is_preferred=True,
        edit=workspace_edit(server, root, found[1]),
    )
