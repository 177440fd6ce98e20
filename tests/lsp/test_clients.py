"""What Neovim, Emacs and VS Code say they can do is what they are asked for, and no more."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tests.lsp.test_server import page
from tests.on_terminal import DEADLINE
from tests.watching import Workspace

CLIENTS = ("neovim@v0.7.0", "neovim@v0.11.0", "emacs@v29.1", "visual-studio-code@v1.65.2")
"""As pytest-lsp has recorded what each of them says; a request that one cannot take is a fault."""


@asynccontextmanager
async def session(project: Workspace, name: str) -> AsyncIterator[LanguageClient]:
    """Hold a session with the server as a client of this name."""
    command = [sys.executable, "-m", "devserver", "lsp"]
    config = ClientServerConfig(command, server_env=project.environment())
    client = await config.start()
    assert isinstance(client, LanguageClient)
    folder = types.WorkspaceFolder(project.project.as_uri(), "project")
    params = types.InitializeParams(client_capabilities(name), workspace_folders=[folder])
    assert client._server is not None
    try:
        async with asyncio.timeout(DEADLINE):
            await client.initialize_session(params)
            yield client
            await client.shutdown_session()
        assert client._server.returncode == 0
    finally:
        if client._server.returncode is None:
            client._server.kill()
        await client.stop()  # type: ignore[no-untyped-call]


async def diagnosed(client: LanguageClient, uri: str, codes: list[str]) -> list[types.Diagnostic]:
    """Wait until a document has problems of these codes."""
    while [d.code for d in client.diagnostics.get(uri, ())] != codes:
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[uri])


def opened(path: Path) -> types.DidOpenTextDocumentParams:
    item = types.TextDocumentItem(path.as_uri(), "markdown", 1, path.read_text())
    return types.DidOpenTextDocumentParams(item)


def inserted(path: Path, line: int, character: int, text: str) -> types.DidChangeTextDocumentParams:
    where = types.Range(types.Position(line, character), types.Position(line, character))
    change = types.TextDocumentContentChangePartial(where, text)
    document = types.VersionedTextDocumentIdentifier(2, path.as_uri())
    return types.DidChangeTextDocumentParams(document, [change])


@pytest.mark.parametrize("name", CLIENTS)
def test_a_session_from_the_first_word_to_the_last(project: Workspace, name: str) -> None:
    # In a thread of its own: where a browser was started, Playwright has a loop of its own.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, hold_session(project, name)).result()
    project.assert_sources_untouched()


async def hold_session(project: Workspace, name: str) -> None:
    home = project.project / "docs/index.md"
    project.write("docs/index.md", "# 𝄞 Home\n\n[Tea](tea.md)\n")
    async with session(project, name) as client:
        client.text_document_did_open(opened(home))
        # Each client counts in units of its own choice: behind the clef are 2 (UTF-8: 4).
        encoding = client_capabilities(name).general
        utf8 = encoding is not None and (encoding.position_encodings or [""])[0] == "utf-8"
        change = inserted(home, 0, 6 if utf8 else 4, " [x](nowhere.md)")
        client.text_document_did_change(change)
        (told,) = await diagnosed(client, home.as_uri(), ["broken-link"])
        start = 11 if utf8 else 9
        assert told.range.start == types.Position(0, start)
        assert told.range.end == types.Position(0, start + len("nowhere.md"))
        command = types.ExecuteCommandParams("devserver.preview", [{"uri": home.as_uri()}])
        answer = await client.workspace_execute_command_async(command)
        assert answer is not None
        assert "nowhere.md" in page(answer["url"].rstrip("/"))
        assert not client.messages, "the author is not disturbed"
