"""Neovim, Emacs and VS Code are answered in forms that they say they take."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from lsprotocol import types

from tests.lsp.test_clients import CLIENTS, opened, session
from tests.watching import Workspace

PAGE = "# Home\n\n[Tea](tea.md) [it](tea.md#te\n\n## Use\n\n[use](#use)\n"


@pytest.mark.parametrize("name", CLIENTS)
def test_each_client_takes_what_it_is_answered(project: Workspace, name: str) -> None:
    project.write("docs/index.md", PAGE)
    # In a thread of its own: where a browser was started, Playwright has a loop of its own.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _ask_everything(project, name)).result()
    project.assert_sources_untouched()


async def _ask_everything(project: Workspace, name: str) -> None:
    home, tea = project.project / "docs/index.md", project.project / "docs/tea.md"
    page = types.TextDocumentIdentifier(home.as_uri())
    link, heading = types.Position(2, 8), types.Position(4, 4)
    async with session(project, name) as client:
        client.text_document_did_open(opened(home))
        found = await client.text_document_completion_async(
            types.CompletionParams(page, types.Position(2, 33))
        )
        assert isinstance(found, types.CompletionList)
        assert [item.label for item in found.items] == ["#tea"]
        there = await client.text_document_definition_async(types.DefinitionParams(page, link))
        assert isinstance(there, list)
        assert [each.uri for each in there if isinstance(each, types.Location)] == [tea.as_uri()]
        context = types.ReferenceContext(include_declaration=False)
        back = await client.text_document_references_async(
            types.ReferenceParams(context, page, heading)
        )
        assert [each.range.start.line for each in back or ()] == [6]
        told = await client.text_document_hover_async(types.HoverParams(page, link))
        assert told is not None
        headings = await client.text_document_document_symbol_async(
            types.DocumentSymbolParams(page)
        )
        assert [each.name for each in headings or ()] == ["Home"]
        links = await client.text_document_document_link_async(types.DocumentLinkParams(page))
        assert [each.target for each in links or ()] == [tea.as_uri(), tea.as_uri(), home.as_uri()]
        edit = await client.text_document_rename_async(types.RenameParams(page, heading, "Usage"))
        assert edit is not None
        assert bool(edit.changes) != bool(edit.document_changes)
        await client.workspace_symbol_async(types.WorkspaceSymbolParams("use"))
        await client.text_document_folding_range_async(types.FoldingRangeParams(page))
